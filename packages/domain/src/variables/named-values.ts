import type { VariableId } from '../ids.ts'
import type { Variable } from './variable.ts'

/** Variables by name, as wire names spell them. A name that is not there stays unresolved in templates. */
export type NamedValues = ReadonlyMap<string, string>

/** A fact that is null or undefined gives no variable at all, as opposed to an empty one. */
export function namedValues(
  entries: readonly (readonly [name: string, value: string | null | undefined])[],
): NamedValues {
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** Joins groups of system variables; of equal names the later group wins. */
export function systemVariables(...groups: readonly NamedValues[]): NamedValues {
  return new Map(groups.flatMap((group) => [...group]))
}

/**
 * System variables as entries that beat whatever a project defines under the same name.
 *
 * Their text is literal: comments, notes and names hold what people and machines wrote.
 * Source: domain reference 5.2 (`Private`), 5.3.
 */
export function builtInVariables(values: NamedValues): readonly Variable[] {
  return [...values].map(([name, value]) => ({
    id: `system:${name}` as VariableId,
    name,
    value,
    isSensitive: false,
    type: 'String',
    scope: { Private: ['System'] },
    prompt: null,
    source: 'server',
    isLiteral: true,
  }))
}

/** Booleans are text, as .NET writes them. */
export function booleanText(isTrue: boolean): 'True' | 'False' {
  return isTrue ? 'True' : 'False'
}
