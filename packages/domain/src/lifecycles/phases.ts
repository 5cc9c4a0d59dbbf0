import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { EnvironmentId } from '../ids.ts'
import type { Phase, TenantConnection } from './phase.ts'

/** An environment of the space, as far as implicit phases need it. */
export interface NamedEnvironment {
  readonly id: EnvironmentId
  readonly name: string
}

/** Why a list of phases cannot be saved. */
export type PhasesRefusal =
  | {
      readonly kind: 'environment-in-several-phases'
      readonly environmentId: EnvironmentId
      readonly phaseNames: readonly string[]
    }
  | { readonly kind: 'several-phases-without-environments'; readonly phaseNames: readonly string[] }
  | { readonly kind: 'all-phases-optional' }

/**
 * The phases of a lifecycle with the implicit made explicit: with no phases at all one per environment of the space,
 * and a phase without environments stands for every environment that no earlier phase names.
 *
 * Shape: `environmentsInSortOrder` are all of the space. An implicit phase's id is made from its environment's id, so
 * that it is the same whenever it is asked for.
 * Source: domain reference 1.5.
 */
export function effectivePhases(
  phases: readonly Phase[],
  environmentsInSortOrder: readonly NamedEnvironment[],
): readonly Phase[] {
  if (phases.length === 0) return environmentsInSortOrder.map(implicitPhase)
  const named = new Set<EnvironmentId>()
  return phases.map((phase) => {
    const own = phaseEnvironments(phase)
    const manual =
      own.length > 0 ? phase.manual : environmentsInSortOrder.map(({ id }) => id).filter((id) => !named.has(id))
    for (const id of [...own, ...manual]) named.add(id)
    return { ...phase, manual }
  })
}

/** The environments of a phase, automatic ones first, each once. */
export function phaseEnvironments(phase: Phase): readonly EnvironmentId[] {
  return [...new Set([...phase.automatic, ...phase.manual])]
}

/** The phase that holds an environment, the first if there are several; null if none does. `phases` are effective ones. */
export function phaseOf(phases: readonly Phase[], environmentId: EnvironmentId): Phase | null {
  return phases.find((phase) => phaseEnvironments(phase).includes(environmentId)) ?? null
}

/** Whether a tenant's connection to a project covers an environment. Source: domain reference 8.2. */
export function isConnected(connection: TenantConnection, environmentId: EnvironmentId): boolean {
  return connection.environmentIds.includes(environmentId)
}

/**
 * Whether phases may be saved, with everything that is wrong with them.
 * Source: API reference 5.5.
 */
export function validatePhases(phases: readonly Phase[]): Result<void, readonly PhasesRefusal[]> {
  const problems: PhasesRefusal[] = []
  for (const environmentId of new Set(phases.flatMap(phaseEnvironments))) {
    const holders = phases.filter((phase) => phaseEnvironments(phase).includes(environmentId))
    if (holders.length > 1) {
      problems.push({
        kind: 'environment-in-several-phases',
        environmentId,
        phaseNames: holders.map(({ name }) => name),
      })
    }
  }
  const empty = phases.filter((phase) => phaseEnvironments(phase).length === 0)
  if (empty.length > 1) {
    problems.push({ kind: 'several-phases-without-environments', phaseNames: empty.map(({ name }) => name) })
  }
  // No phases at all are fine: they stand for one required phase per environment.
  if (phases.length > 0 && phases.every((phase) => phase.isOptional)) problems.push({ kind: 'all-phases-optional' })
  return problems.length > 0 ? err(problems) : ok()
}

function implicitPhase({ id, name }: NamedEnvironment): Phase {
  return {
    id: `implicit-${id}`,
    name,
    automatic: [],
    manual: [id],
    minimumEnvironments: 0,
    isOptional: false,
    isPriority: false,
  }
}
