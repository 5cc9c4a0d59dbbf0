import type { Action } from '@flotilla/domain/processes'
import {
  CHILD_PARAMETERS,
  type ChildRequest,
  explainParameterRefusal,
  parseChildParameters,
  withChildDefaults,
} from '@flotilla/domain/suites'
import { err, ok, type Result } from '@flotilla/kit'

/** Stands for a secret: that one is set is all that a plan may know. */
const WITHHELD = '********'

/**
 * Reads what a deploy-child step asks for: its parameters with their defaults, filled in for the moment.
 *
 * A process written for the step template names this server and a key for it. The key is not needed: the step acts with the
 * rights of who started the parent, and never with more. Any other address is another server, with or without a key; what
 * was asked for there is not done here instead. `ownUri` is where this server is reached now.
 * Errors: sentences for people. Source: domain reference 10.1.
 */
export function readChildRequest(
  action: Action,
  scope: { evaluate(text: string): string },
  ownUri: string,
): Result<ChildRequest, readonly string[]> {
  const given = new Map(
    [...action.properties].map(([name, value]) => [name, typeof value === 'string' ? value : WITHHELD]),
  )
  const values = new Map([...withChildDefaults(given)].map(([name, value]) => [name, scope.evaluate(value)]))
  const parsed = parseChildParameters(values)
  if (!parsed.ok) return err(parsed.error.map(explainParameterRefusal))
  const { name } = CHILD_PARAMETERS.serverUrl
  const address = (values.get(name) ?? '').trim()
  if (address === '' || isSameAddress(address, ownUri)) return ok({ ...parsed.value, server: null })
  return err([
    `The parameter ${name} is "${address}", and this server is ${ownUri}; child projects on other servers are not supported yet. Leave it blank for this server.`,
  ])
}

function isSameAddress(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false
  const addressOf = (text: string) => {
    const { origin, pathname } = new URL(text)
    return `${origin}${pathname.replace(/\/+$/, '')}`
  }
  return addressOf(one) === addressOf(other)
}
