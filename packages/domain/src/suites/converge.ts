import type { EnvironmentId, ProjectId, TargetId, TenantId } from '../ids.ts'
import type { DroppedMachine, StopReason } from './child-plan.ts'
import type { ReleaseDetails } from './child-world.ts'
import type { MachineAnswer } from './filter-machines.ts'
import type { ChildRequest } from './parse-child-parameters.ts'

/** Machines that lack what a place should run: the only ones that a deployment which converges may reach there. */
export interface MissingComponent {
  readonly projectId: ProjectId
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
  readonly machineIds: readonly TargetId[]
}

type Place = Omit<MissingComponent, 'machineIds'>

/** Converging brings what is current in the place, whatever the step would do in an ordinary deployment. */
export const redeployRequest = (request: ChildRequest): ChildRequest => ({
  ...request,
  mode: 'Redeploy',
  sourceName: null,
})

/**
 * What keeps a component from converging: the step would deploy another release than the one that its machines lack (it names
 * a channel, say), which would bring them no nearer. Null when nothing does.
 */
export function judgeConverging(
  release: { readonly id: string },
  { current, environmentId }: Pick<ReleaseDetails, 'current' | 'environmentId'>,
): StopReason | null {
  if (current?.releaseId === release.id) return null
  return { code: 'current-not-deployable', version: current?.version ?? null, environmentId }
}

/** Narrows machines that were chosen to those that lack the component: never to any other, and none is none. */
export function keepMissing(answer: MachineAnswer, missing: readonly MissingComponent[], place: Place): MachineAnswer {
  if (answer.stop) return answer
  const lacking = lackingAt(missing, place)
  const { choice } = answer
  const kept = choice.kept.filter(({ id }) => lacking.has(id))
  const others = choice.kept.filter(({ id }) => !lacking.has(id))
  const dropped: readonly DroppedMachine[] = [
    ...choice.dropped,
    ...others.map(({ id, name }) => ({ id, name, why: 'not-missing' as const })),
  ]
  return {
    choice: { ...choice, scope: 'only', kept, dropped },
    notes: [...answer.notes, { code: 'narrowed-to-missing', kept: kept.length, dropped: others.length }],
    stop: kept.length > 0 ? null : { code: 'nothing-missing' },
  }
}

/** Machines that somebody chose for a deployment; no `specific` ones stand for all. */
export interface ChosenMachines {
  readonly specific: readonly string[]
  readonly excluded: readonly string[]
}

/**
 * Narrows the machines chosen for a deployment that converges to those that its own steps may run on; the others were chosen
 * for its children.
 */
export function machinesOfOwnSteps(
  chosen: ChosenMachines,
  missing: readonly MissingComponent[] | null,
  place: Place,
): ChosenMachines {
  if (missing === null) return chosen
  const lacking = lackingAt(missing, place)
  const specific = chosen.specific.filter((id) => lacking.has(id))
  // An empty list would mean all of them.
  return specific.length > 0
    ? { ...chosen, specific }
    : { ...chosen, excluded: [...chosen.excluded, ...chosen.specific] }
}

const lackingAt = (
  missing: readonly MissingComponent[],
  { projectId, environmentId, tenantId }: Place,
): ReadonlySet<string> =>
  new Set(
    missing
      .filter(
        (each) => each.projectId === projectId && each.environmentId === environmentId && each.tenantId === tenantId,
      )
      .flatMap(({ machineIds }) => machineIds),
  )
