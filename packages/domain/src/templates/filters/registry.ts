import { foldCase } from '../chars.ts'
import { byteFilters } from './bytes.ts'
import { dateFilters, nowFilters } from './date.ts'
import { escapeFilters } from './escape.ts'
import type { Filter, FilterTools, NullFilter } from './filter.ts'
import { format } from './format.ts'
import { regexFilters } from './regex.ts'
import { joinFilters, textFilters } from './text.ts'
import { uriPart } from './uri-part.ts'
import { versionFilters } from './version.ts'

/** A filter of the host. It is asked when no built-in filter of the name gave a value. */
export type CustomFilter = (value: string | null, options: readonly string[]) => string | null

/** A missing value stays missing. */
const needsValue =
  (filter: Filter): NullFilter =>
  (value, options, tools) =>
    value === null ? null : filter(value, options, tools)

const valueFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ...escapeFilters,
  ...textFilters,
  ...regexFilters,
  ...byteFilters,
  ...dateFilters,
  ...versionFilters,
  ['Format', format],
  ['UriPart', uriPart],
]

const builtIn: ReadonlyMap<string, NullFilter> = new Map([
  ...valueFilters.map(([name, filter]): [string, NullFilter] => [foldCase(name), needsValue(filter)]),
  ...[...joinFilters, ...nowFilters].map(([name, filter]): [string, NullFilter] => [foldCase(name), filter]),
])

/**
 * The filters a template may name, by the key of their names.
 *
 * Source: template reference 7.1, 7.2, 11.
 */
export function createFilters(
  tools: FilterTools,
  custom: ReadonlyMap<string, CustomFilter> | undefined,
): (key: string, value: string | null, options: readonly string[]) => string | null {
  const added = custom && new Map(Array.from(custom, ([name, filter]) => [foldCase(name), filter]))
  return (key, value, options) => {
    const optionsLength = options.reduce((length, option) => length + option.length, 0)
    tools.budget.checkLength(optionsLength)
    tools.budget.spendOn((value?.length ?? 0) + optionsLength)
    return builtIn.get(key)?.(value, options, tools) ?? added?.get(key)?.(value, options) ?? null
  }
}
