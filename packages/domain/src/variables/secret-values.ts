import { mayApply } from './scope.ts'
import type { Variable, VariableContext } from './variable.ts'

/** Whether a value is never shown: it is sensitive, or people are asked for it in secret. */
export const isSecret = ({ isSensitive, prompt }: Pick<Variable, 'isSensitive' | 'prompt'>): boolean =>
  isSensitive || prompt?.displaySettings['Octopus.ControlType'] === 'Sensitive'

/** Shorter values would hide half of the log. Source: domain reference 5.4. */
export const SHORTEST_MASKED = 4

/** Whether a secret cannot be hidden in logs. White space around it is no part of it, and a blank one needs no hiding. */
export function isTooShortToMask(secret: string): boolean {
  const { length } = secret.trim()
  return length > 0 && length < SHORTEST_MASKED
}

/**
 * The names of secrets that may be used in a deployment and cannot be hidden in its log.
 *
 * Source: reliability reference M7.
 */
export function unmaskableNames(variables: readonly Variable[], context: VariableContext): readonly string[] {
  const found = variables.filter(
    (variable) => isSecret(variable) && isTooShortToMask(variable.value ?? '') && mayApply(variable, context),
  )
  return [...new Map(found.map(({ name }) => [name.toLowerCase(), name])).values()]
}
