import { assertNever } from '@flotilla/kit'
import type { EnvironmentId } from '../ids.ts'

export const ENVIRONMENT_SCOPES = ['All', 'Specified', 'FromProjectLifecycles'] as const
export type EnvironmentScope = (typeof ENVIRONMENT_SCOPES)[number]

/** Environments that a runbook may be limited to, each list in the order of the space. */
export interface EnvironmentChoice {
  readonly scope: EnvironmentScope
  readonly all: readonly EnvironmentId[]
  readonly specified: readonly EnvironmentId[]
  /** Those of the lifecycles that the project's channels have. */
  readonly ofLifecycles: readonly EnvironmentId[]
}

/**
 * Where a runbook may run. With `Specified` and none named it may run nowhere: nothing never means everything.
 *
 * Source: API reference 5.23 (`EnvironmentScope`); lifecycles say nothing else of runbooks (domain reference 1.5).
 */
export function runbookEnvironments({
  scope,
  all,
  specified,
  ofLifecycles,
}: EnvironmentChoice): readonly EnvironmentId[] {
  switch (scope) {
    case 'All':
      return all
    case 'Specified':
      return all.filter((id) => specified.includes(id))
    case 'FromProjectLifecycles':
      return all.filter((id) => ofLifecycles.includes(id))
    default:
      return assertNever(scope)
  }
}
