import type { TargetId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import { isDrifting } from '@flotilla/domain/drift'
import type { MissingComponent } from '@flotilla/domain/suites'
import type { Target } from '@flotilla/domain/targets'
import type { Caller, Deps, SuitePlanAsk } from '../context.ts'
import { loadFormValues } from '../deployments/form-values.ts'
import { type CurrentRelease, findCurrentOfEach, findDeployment } from '../deployments/queries.ts'
import { mayWithMachine } from '../machines/access.ts'
import { scopeOfProject } from '../projects/scope.ts'
import type { ComponentPlace } from './find-places.ts'
import { type ComponentDrift, loadDrift } from './load-drift.ts'

export type DriftDeps = Pick<Deps, 'database' | 'planSuites'>

/** What a project brings to a place: itself, when steps of its own run on machines there, and then its children in order. */
export interface SuiteDrift {
  /** Undefined where the project has never succeeded; then nothing is known of its children. */
  readonly current: CurrentRelease | undefined
  /** The project alone, whether it has steps on machines there or not; undefined when it is gone. */
  readonly own: ComponentDrift | undefined
  readonly components: readonly ComponentDrift[]
  /** Whether it deploys children there. */
  readonly isSuite: boolean
}

/** How the machines of a suite stand to what a place should run, as far as the caller may see components and machines. */
export async function loadSuiteDrift(deps: DriftDeps, caller: Caller, place: ComponentPlace): Promise<SuiteDrift> {
  const [drift] = await loadSuiteDrifts(deps, caller, [place])
  return drift!
}

/** The same for several places, in their order: planned and read together. */
export async function loadSuiteDrifts(
  deps: DriftDeps,
  caller: Caller,
  places: readonly ComponentPlace[],
): Promise<readonly SuiteDrift[]> {
  const currents = await findCurrentOfEach(deps.database, places)
  const succeeded = places.flatMap((place, index) => {
    const current = currents[index]
    return current ? [{ place, current }] : []
  })
  const found = await findChildren(deps, caller, succeeded)
  const childrenOf = new Map(succeeded.map(({ place }, index) => [place, found[index]!]))
  const known = places.map((place, index) => ({
    place,
    current: currents[index],
    children: childrenOf.get(place) ?? [],
  }))
  const asked = known.flatMap(({ place, current, children }) => (current ? [place, ...children] : []))
  const drifts = await loadDrift(deps.database, asked, machinesSeenBy(caller))
  const driftOf = new Map(drifts.map((drift) => [drift.place, drift]))
  return known.map(({ place, current, children }) => {
    const own = driftOf.get(place)
    const isSuite = children.length > 0
    // A parent without steps on machines has nothing that could be missing.
    const ownParts = own && (own.machines.length > 0 || !isSuite) ? [own] : []
    const components = [...ownParts, ...children.flatMap((child) => driftOf.get(child) ?? [])]
    return { current, own, components: components.filter((each) => maySee(caller, each)), isSuite }
  })
}

const maySee = (caller: Caller, { project, environment, tenant }: ComponentDrift): boolean =>
  mayDo(caller.grants, 'DeploymentView', {
    ...scopeOfProject(project),
    environmentId: environment.Id as ComponentPlace['environmentId'],
    tenantId: tenant?.id ?? null,
  })

/** Which machines the caller may see; each is judged once, as many projects are on the same machines. */
export function machinesSeenBy(caller: Caller): (target: Target, spaceId: string) => boolean {
  const judged = new Map<TargetId, boolean>()
  return ({ id, environmentIds, tenantIds }, spaceId) => {
    const fields = { SpaceId: spaceId, EnvironmentIds: environmentIds, TenantIds: tenantIds }
    const isSeen = judged.get(id) ?? mayWithMachine(caller, 'MachineView', fields)
    judged.set(id, isSeen)
    return isSeen
  }
}

/**
 * Where the steps that run in each place deploy children to, in their order, each once; with the answers given last time, as far as
 * the release still takes them: its variables may have been changed since.
 */
async function findChildren(
  deps: DriftDeps,
  caller: Caller,
  succeeded: readonly { readonly place: ComponentPlace; readonly current: CurrentRelease }[],
): Promise<readonly (readonly ComponentPlace[])[]> {
  const asks = await Promise.all(
    succeeded.map(async ({ place: { environmentId, tenantId }, current }): Promise<SuitePlanAsk> => {
      const deployment = await findDeployment(deps.database, current.deploymentId)
      return {
        releaseId: current.releaseId,
        environmentId,
        tenantId,
        specificMachineIds: [],
        excludedMachineIds: [],
        formValues: deployment ? await loadFormValues(deps.database, deployment) : {},
        takesDefaults: true,
        missing: [],
      }
    }),
  )
  const planned = await deps.planSuites(caller, asks)
  return planned.map((children) => {
    const places = children.flatMap(({ plan }) =>
      // A child without a release there has nothing that its machines could lack.
      plan && !plan.isWhatIf && plan.release && plan.projectId && plan.environmentId
        ? [{ projectId: plan.projectId, environmentId: plan.environmentId, tenantId: plan.tenantId }]
        : [],
    )
    return [...new Map(places.map((each) => [JSON.stringify(each), each])).values()]
  })
}

/** What a deployment that converges is made of, beside release and place. */
export interface Converging {
  /** Components that nothing lacks are left out. */
  readonly missing: readonly MissingComponent[]
  readonly skipActions: readonly string[]
}

/** What is missing, of all machines or (`machineIds`) of these. */
export const convergingOf = (
  { components, isSuite }: Pick<SuiteDrift, 'components' | 'isSuite'>,
  machineIds: readonly string[] | null,
): Converging => {
  const wanted = machineIds && new Set(machineIds)
  const missing = components.flatMap(({ project, environment, tenant, machines }) => {
    const lacking: readonly TargetId[] = machines.filter(isDrifting).map(({ machine }) => machine.id)
    const asked = wanted ? lacking.filter((id) => wanted.has(id)) : lacking
    return asked.length === 0
      ? []
      : [
          {
            projectId: project.Id as ComponentPlace['projectId'],
            environmentId: environment.Id as ComponentPlace['environmentId'],
            tenantId: tenant?.id ?? null,
            machineIds: asked,
          },
        ]
  })
  // As a trigger repeats a deployment (domain reference 7.5); but what a suite left out once may be what is missing now.
  return { missing, skipActions: isSuite ? [] : (components[0]?.skipActions ?? []) }
}
