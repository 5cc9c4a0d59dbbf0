import type { Action } from '@flotilla/domain/processes'
import {
  type ChildRequest,
  type ParameterRefusal,
  parseChildParameters,
  withChildDefaults,
} from '@flotilla/domain/suites'
import type { Result } from '@flotilla/kit'

/** Stands for a secret: that one is set is all that a plan may know. A key set means another server (design: narrow only). */
const WITHHELD = '********'

/** Reads what a deploy-child step asks for: its parameters with their defaults, filled in for the moment. */
export function readChildRequest(
  action: Action,
  scope: { evaluate(text: string): string },
): Result<ChildRequest, readonly ParameterRefusal[]> {
  const given = new Map(
    [...action.properties].map(([name, value]) => [name, typeof value === 'string' ? value : WITHHELD]),
  )
  return parseChildParameters(
    new Map([...withChildDefaults(given)].map(([name, value]) => [name, scope.evaluate(value)])),
  )
}
