import type { ChildPrompt } from './child-world.ts'
import type { GivenValue } from './parse-child-parameters.ts'

export interface PromptMatches {
  /** By form element name. */
  readonly values: Readonly<Record<string, string>>
  /** Labels of required questions that have neither an answer nor a stored value. */
  readonly missing: readonly string[]
  /** Variable names of values that no question asks for. */
  readonly notAsked: readonly string[]
}

/**
 * Gives each question of the child's form the value of the first line that names its variable, without case.
 *
 * A blank value does not answer a required question, so its stored value holds. Values that nothing asks for are not
 * used.
 * Source: domain reference 10.9, 5.5.
 */
export function matchPrompts(prompts: readonly ChildPrompt[], given: readonly GivenValue[]): PromptMatches {
  const byName = new Map(given.toReversed().map(({ variableName, value }) => [keyOf(variableName), value]))
  const values: [string, string][] = []
  const missing: string[] = []
  for (const prompt of prompts) {
    const value = byName.get(keyOf(prompt.variableName))
    const isAnswered = value !== undefined && !(prompt.isRequired && value.trim() === '')
    if (isAnswered) values.push([prompt.name, value])
    else if (prompt.isRequired && !prompt.hasStoredValue) missing.push(prompt.label || prompt.variableName)
  }
  const asked = new Set(prompts.map(({ variableName }) => keyOf(variableName)))
  return {
    values: Object.fromEntries(values),
    missing,
    notAsked: given.map(({ variableName }) => variableName).filter((name) => !asked.has(keyOf(name))),
  }
}

function keyOf(variableName: string): string {
  return variableName.trim().toLowerCase()
}
