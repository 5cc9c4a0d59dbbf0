import { stopOutputs } from './child-outputs.ts'
import type { NoteReason, PlanFacts, StopPlan, StopReason } from './child-plan.ts'
import type { ChildWorld } from './child-world.ts'
import type { ChildRequest } from './parse-child-parameters.ts'

/** What a plan knows before anything has been decided. */
export function beginPlan(request: ChildRequest, world: ChildWorld): PlanFacts {
  return {
    mode: request.mode,
    isWhatIf: request.isWhatIf,
    projectId: world.project?.id ?? null,
    environmentId: world.destination?.id ?? null,
    tenantId: null,
    sourceEnvironmentIds: [],
    release: null,
    machines: { scope: 'undecided', kept: [], dropped: [], excludedIds: [] },
    promptedValues: {},
    queueTime: null,
    queueTimeExpiry: null,
    usesGuidedFailure: false,
    refreshesVariables: false,
    waitsForFinish: request.waitsForFinish,
    outputs: {},
    reasons: [],
  }
}

/** Adds decisions. */
export function note(facts: PlanFacts, notes: readonly NoteReason[]): PlanFacts {
  return { ...facts, reasons: [...facts.reasons, ...notes] }
}

/** Ends a plan without a deployment. */
export function stop(
  facts: PlanFacts,
  { kind, why }: { readonly kind: StopPlan['kind']; readonly why: StopReason },
  world: ChildWorld,
): StopPlan {
  const outputs = stopOutputs(kind, why, { release: facts.release, nameOf: namesOf(world) })
  return { ...facts, kind, why, outputs, reasons: [...facts.reasons, why] }
}

/** The names that a world knows; any other id stands for itself. */
function namesOf(world: ChildWorld): (id: string) => string {
  const { project, destination, source, channel, tenant, parentMachines } = world
  const machines = [
    ...parentMachines.specific,
    ...parentMachines.excluded,
    ...world.namedMachines.flatMap(({ matches }) => matches),
  ]
  const known = [project, destination, source, channel, tenant, ...machines].filter((thing) => thing !== null)
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? id
}
