import type { EnvironmentId, ProjectId } from '@flotilla/domain'
import {
  type ChildPlan,
  type ChosenReleaseFacts,
  type DeployReleaseAsk,
  decideDeployRelease,
  tenantOfChild,
} from '@flotilla/domain/suites'
import type { Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { KINDS } from '../kinds.ts'
import { isForDeployRelease } from '../releases/child-releases.ts'
import { findRelease, findReleaseByVersion } from '../releases/queries.ts'
import { loadReleaseWorld } from '../releases/release-world.ts'
import type { FullSelection } from '../releases/selected-packages.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { environmentFacts, projectFacts } from './load-child-worlds.ts'
import { type DetailsNeed, loadReleaseDetails } from './load-release-details.ts'

/** Where the parent is deployed. */
export interface ParentPlace {
  readonly environmentId: string
  readonly tenantId: string | null
}

/** Which version of the child the parent's release was created with; null when none was chosen. */
export async function findFixedVersion(
  db: Queryable,
  releaseId: string,
  action: Parameters<typeof isForDeployRelease>[1],
): Promise<string | null> {
  const release = await findRelease(db, releaseId)
  const { SelectedPackages = [] } = (release?.document ?? {}) as { SelectedPackages?: readonly FullSelection[] }
  return SelectedPackages.find((selection) => isForDeployRelease(selection, action))?.Version ?? null
}

/** Plans what a "Deploy a Release" step does: the one place that loads what the decision looks at. */
export async function planDeployRelease(db: Queryable, ask: DeployReleaseAsk, parent: ParentPlace): Promise<ChildPlan> {
  const [project, environment, tenantDocument] = await Promise.all([
    findDocument(db, KINDS.project, ask.projectId),
    findDocument(db, KINDS.environment, parent.environmentId),
    parent.tenantId ? findDocument(db, KINDS.tenant, parent.tenantId) : undefined,
  ])
  if (!environment) throw new Error(`The environment ${parent.environmentId} is gone.`)
  const isHere = project?.SpaceId === environment.SpaceId
  const child = project && isHere ? projectFacts(project) : null
  const tenant = tenantDocument ? tenantOf(tenantDocument) : null
  return decideDeployRelease(ask, {
    project: child,
    destination: environmentFacts(environment),
    tenant,
    release:
      child && ask.version !== null
        ? await loadChosen(db, child.id, ask.version, {
            environmentId: environment.Id as EnvironmentId,
            tenantId: tenantOfChild(child, tenant)?.id ?? null,
          })
        : null,
  })
}

async function loadChosen(
  db: Queryable,
  projectId: ProjectId,
  version: string,
  place: Pick<DetailsNeed, 'environmentId' | 'tenantId'>,
): Promise<ChosenReleaseFacts | null> {
  const found = await findReleaseByVersion(db, projectId, version)
  const world = found && (await loadReleaseWorld(db, found.id))
  if (!world) return null
  const { release, channel, channelTenantTags, phases, history } = world
  const need: DetailsNeed = {
    kind: 'need',
    what: 'release-details',
    releaseId: history.releaseId,
    ...place,
  }
  return {
    id: history.releaseId,
    version: release.version,
    channelId: channel.Id as ChosenReleaseFacts['channelId'],
    channelTenantTags,
    phases,
    history,
    details: (await loadReleaseDetails(db, [need])).get(need)!,
  }
}
