import { type Process, propertyText } from '@flotilla/domain/processes'
import { type ChildPlan, withChildDefaults } from '@flotilla/domain/suites'
import type { StepReach } from '@flotilla/domain/triggers'
import type { Queryable } from '../../../database/connection.ts'
import { findDocument, findDocumentByName } from '../../../database/documents.ts'
import {
  evaluatorOf,
  loadDeploymentWorld,
  NO_CHOICE,
  type Place,
  previewOf,
  snapshotsOf,
} from '../../../features/deployments/deployment-world.ts'
import { findCurrent } from '../../../features/deployments/queries.ts'
import { KINDS } from '../../../features/kinds.ts'
import {
  type DeployReleaseAction,
  deployReleaseActions,
  readDeployRelease,
} from '../../../features/processes/deploy-release-actions.ts'
import { loadReleaseWorld } from '../../../features/releases/release-world.ts'
import { findFixedVersion, planDeployRelease } from '../../../features/suites/plan-deploy-release.ts'
import { tenantOf } from '../../../features/tenants/to-domain.ts'

/** How deep children of children are looked into. */
const DEEPEST = 5

/**
 * Answers, for a release in a place, which steps would run on a given machine. A step that deploys a child project reaches
 * what the child's current release in that place reaches, so that a suite needs no step of its own on the machines
 * (reliability T7); one that deploys a chosen release reaches what that would reach if it is deployed.
 */
export async function loadStepReach(
  db: Queryable,
  releaseId: string,
  environmentId: string,
  tenantId: string | null,
  depth = 0,
): Promise<(machineId: string) => readonly StepReach[]> {
  const world = await loadReleaseWorld(db, releaseId)
  const environment = await findDocument(db, KINDS.environment, environmentId)
  const tenant = tenantId ? await findDocument(db, KINDS.tenant, tenantId) : undefined
  if (!world || !environment) return () => []
  const place: Place = {
    environment: { id: environment.Id, name: environment.Name },
    tenant: tenant ? tenantOf(tenant) : null,
  }
  const deployment = await loadDeploymentWorld(db, snapshotsOf(world), environment.Id)
  const { steps } = previewOf(world, deployment, place, NO_CHOICE)
  const own = steps
    .filter(({ roles }) => roles.length > 0)
    .map((step) => ({ name: step.actionName, machines: new Set<string>(step.machines.map(({ id }) => id)) }))
  const evaluate = evaluatorOf(world, deployment, place)
  const children: { name: string; reaches: (machineId: string) => boolean }[] = []
  const deploying = new Set<string>(steps.map(({ actionId }) => actionId))
  for (const name of depth < DEEPEST ? childNames(deployment.process, deploying, evaluate) : []) {
    const project = await findDocumentByName(db, KINDS.project, name, { spaceId: world.release.space_id })
    if (!project) continue
    const childTenant = project.TenantedDeploymentMode === 'Untenanted' ? null : tenantId
    const current = await findCurrent(db, { projectId: project.Id, environmentId, tenantId: childTenant })
    if (!current) {
      children.push({ name, reaches: () => false })
      continue
    }
    const reach = await loadStepReach(db, current.releaseId, environmentId, childTenant, depth + 1)
    children.push({ name, reaches: (machineId) => reach(machineId).some(({ reachesMachine }) => reachesMachine) })
  }
  if (depth < DEEPEST) {
    const releases = deployReleaseActions(deployment.process).filter(({ action }) => deploying.has(action.id))
    for (const each of releases) {
      const plan = await planOf(db, each, { releaseId, environmentId, tenantId, evaluate })
      const reach =
        plan?.kind === 'deploy'
          ? await loadStepReach(db, plan.release.id, environmentId, plan.tenantId, depth + 1)
          : () => []
      const reaches = (machineId: string) => reach(machineId).some(({ reachesMachine }) => reachesMachine)
      children.push({ name: each.action.name, reaches })
    }
  }
  return (machineId) => [
    ...own.map(({ name, machines }) => ({
      stepName: name,
      kind: 'own' as const,
      reachesMachine: machines.has(machineId),
    })),
    ...children.map(({ name, reaches }) => ({
      stepName: name,
      kind: 'child' as const,
      reachesMachine: reaches(machineId),
    })),
  ]
}

/** What a step that deploys a chosen release would do now; nothing when it cannot be read. */
async function planOf(
  db: Queryable,
  { step, action }: DeployReleaseAction,
  parent: {
    readonly releaseId: string
    readonly environmentId: string
    readonly tenantId: string | null
    readonly evaluate: (text: string) => string
  },
): Promise<ChildPlan | undefined> {
  const read = readDeployRelease(action)
  if (!read.ok) return undefined
  const { projectId, condition, variables } = read.value
  const version = await findFixedVersion(db, parent.releaseId, { step, action })
  const filled = variables.map((each) => ({ ...each, value: parent.evaluate(each.value) }))
  return planDeployRelease(
    db,
    { projectId, condition, version, variables: filled, machine: null, missing: null },
    parent,
  )
}

/** Names of the child projects that the steps which run here deploy, each once. */
function childNames(
  process: Process,
  running: ReadonlySet<string>,
  evaluate: (text: string) => string,
): readonly string[] {
  const names = process.steps
    .flatMap((step) => step.actions)
    .filter((action) => running.has(action.id) && action.actionType.toLowerCase() === 'flotilla.deploychildproject')
    .map((action) => {
      const given = new Map([...action.properties.keys()].map((name) => [name, propertyText(action.properties, name)]))
      return evaluate(withChildDefaults(given).get('ChildProject.Project.Name') ?? '').trim()
    })
  return [...new Set(names.filter((name) => name !== ''))]
}
