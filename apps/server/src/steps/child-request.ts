import { type Action, propertyText } from '@flotilla/domain/processes'
import {
  type ChildRequest,
  type ParameterRefusal,
  parseChildParameters,
  withChildDefaults,
} from '@flotilla/domain/suites'
import type { Result } from '@flotilla/kit'

/** Reads what a deploy-child step asks for: its parameters with their defaults, filled in for the moment. */
export function readChildRequest(
  action: Action,
  scope: { evaluate(text: string): string },
): Result<ChildRequest, readonly ParameterRefusal[]> {
  const given = new Map([...action.properties.keys()].map((name) => [name, propertyText(action.properties, name)]))
  return parseChildParameters(
    new Map([...withChildDefaults(given)].map(([name, value]) => [name, scope.evaluate(value)])),
  )
}
