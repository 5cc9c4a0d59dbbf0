import type { ReleaseId } from '@flotilla/domain'
import { machinesLeftOut, machinesTouched } from '@flotilla/domain/deployments'
import { type NotedChange, releaseNotesMarkdown } from '@flotilla/domain/releases'
import type { ChildNeed, ReleaseDetails } from '@flotilla/domain/suites'
import type { Queryable } from '../../database/connection.ts'
import { findDocuments } from '../../database/documents.ts'
import { loadBuildInformation } from '../build-information/queries.ts'
import {
  type DeploymentWorld,
  formOf,
  loadDeploymentWorlds,
  NO_CHOICE,
  type Place,
  previewOf,
  snapshotsOf,
} from '../deployments/deployment-world.ts'
import { findCurrentOfEach } from '../deployments/queries.ts'
import { KINDS } from '../kinds.ts'
import { loadChanges } from '../releases/load-changes.ts'
import { loadPackages, type ReleasePackage } from '../releases/release-packages.ts'
import { loadReleaseParts, type ReleaseParts } from '../releases/release-world.ts'
import type { FullSelection } from '../releases/selected-packages.ts'
import { haveSnapshotsChanged } from '../releases/snapshot-changes.ts'
import { tenantOf } from '../tenants/to-domain.ts'

export type DetailsNeed = Extract<ChildNeed, { what: 'release-details' }>

/** What depends on the release that each plan has chosen, read together. */
export async function loadReleaseDetails(
  db: Queryable,
  needs: readonly DetailsNeed[],
): Promise<ReadonlyMap<DetailsNeed, ReleaseDetails>> {
  if (needs.length === 0) return new Map()
  const [releases, environments, tenants] = await Promise.all([
    loadReleaseParts(
      db,
      needs.map(({ releaseId }) => releaseId),
    ),
    findDocuments(
      db,
      KINDS.environment,
      needs.map(({ environmentId }) => environmentId),
    ),
    findDocuments(
      db,
      KINDS.tenant,
      needs.flatMap(({ tenantId }) => tenantId ?? []),
    ),
  ])
  const chosen = needs.map((need) => {
    const parts = releases.get(need.releaseId)
    const environment = environments.get(need.environmentId)
    const tenant = need.tenantId ? tenants.get(need.tenantId) : undefined
    if (!parts || !environment)
      throw new Error(`Release ${need.releaseId} or environment ${need.environmentId} is gone.`)
    const place: Place = {
      environment: { id: environment.Id, name: environment.Name },
      tenant: tenant ? tenantOf(tenant) : null,
    }
    return { need, parts, place }
  })
  const releaseIds = chosen.map(({ parts }) => parts.release.id)
  const [deployments, current, changed, packages, builds] = await Promise.all([
    loadDeploymentWorlds(
      db,
      chosen.map(({ parts, place }) => ({ snapshots: snapshotsOf(parts), environmentId: place.environment.id })),
    ),
    findCurrentOfEach(
      db,
      chosen.map(({ need, parts }) => ({ ...need, projectId: parts.project.Id })),
    ),
    haveSnapshotsChanged(
      db,
      chosen.map(({ parts }) => parts),
    ),
    loadPackages(db, 'release', releaseIds),
    loadBuildInformation(db, releaseIds),
  ])
  // Most releases have no build information, and then nobody reads what lies between.
  const changes = await Promise.all(
    chosen.map(async ({ parts }, index) =>
      builds.has(parts.release.id) ? notedChanges(db, parts, current[index]?.releaseId ?? null) : null,
    ),
  )
  return new Map(
    chosen.map(({ need, parts, place }, index) => {
      const { IsVariableSetModified, IsLibraryVariableSetModified } = changed[index]!
      const now = current[index]
      const details = {
        releaseId: need.releaseId,
        environmentId: need.environmentId,
        tenantId: need.tenantId,
        current: now ? { releaseId: now.releaseId as ReleaseId, version: now.version } : null,
        ...contentsOf(parts, deployments[index]!, place),
        notes: releaseNotesMarkdown({
          notes: notesOf(parts),
          packages: packagesOf(parts, packages.get(parts.release.id) ?? []),
          changes: changes[index] ?? null,
        }),
        haveVariablesChanged: IsVariableSetModified || IsLibraryVariableSetModified,
      }
      return [need, details]
    }),
  )
}

/** What the release's own process and variables say of a deployment to a place. */
function contentsOf(
  parts: ReleaseParts,
  deployment: DeploymentWorld,
  place: Place,
): Pick<ReleaseDetails, 'hasMachineSteps' | 'deployable' | 'outOfReach' | 'prompts'> {
  const preview = previewOf(parts, deployment, place, NO_CHOICE)
  const touched = new Set<string>(machinesTouched(preview))
  const values = new Map(deployment.variables.map(({ id, value }) => [id, value]))
  return {
    hasMachineSteps: preview.steps.some(({ roles, isDisabled }) => roles.length > 0 && !isDisabled),
    deployable: deployment.targets.filter(({ id }) => touched.has(id)).map(({ id, name }) => ({ id, name })),
    outOfReach: machinesLeftOut(preview).map(({ target, why }) => ({ id: target.id, why })),
    prompts: formOf(parts, deployment, place).elements.map((element) => ({
      name: element.name,
      variableName: element.variableName,
      label: element.label,
      isRequired: element.isRequired,
      hasStoredValue: (values.get(element.name as never) ?? '').trim() !== '',
    })),
  }
}

const notesOf = ({ release }: ReleaseParts): string =>
  (release.document as { ReleaseNotes?: string | null }).ReleaseNotes ?? ''

/** The chosen versions under the ids of their packages; what is no package of a feed goes by the name of its action. */
function packagesOf({ release }: ReleaseParts, packages: readonly ReleasePackage[]) {
  const { SelectedPackages = [] } = release.document as { SelectedPackages?: readonly FullSelection[] }
  return SelectedPackages.map(({ ActionName, PackageReferenceName, Version }) => ({
    packageId:
      packages.find(
        ({ actionName, referenceName }) => actionName === ActionName && referenceName === PackageReferenceName,
      )?.packageId ?? ActionName,
    version: Version,
  }))
}

async function notedChanges(
  db: Queryable,
  parts: ReleaseParts,
  currentReleaseId: string | null,
): Promise<readonly NotedChange[]> {
  const { changes } = await loadChanges(db, parts, currentReleaseId)
  return changes.map(({ BuildInformation, WorkItems, Commits }) => ({
    packages: BuildInformation.map(({ PackageId, Version }) => ({ packageId: PackageId, version: Version })),
    workItems: WorkItems.map(({ Id, LinkUrl, Description }) => ({ id: Id, linkUrl: LinkUrl, text: Description })),
    commits: Commits.map(({ Id, LinkUrl, Comment }) => ({ id: Id, linkUrl: LinkUrl, text: Comment })),
  }))
}
