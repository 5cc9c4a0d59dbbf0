import { trim, trimEnd, trimStart } from '../chars.ts'
import { type Filter, type FilterTools, flagText, type NullFilter, parseCount } from './filter.ts'

// Text. Source: template reference 11.2.

/** A missing value counts as nothing, so this turns a missing variable into its options without a report. */
const joining =
  (join: (value: string, added: string) => string): NullFilter =>
  (value, options) =>
    options.length === 0 ? null : join(value ?? '', options.join(''))

const testing =
  (test: (value: string, part: string) => boolean): Filter =>
  (value, options) =>
    options.length === 1 ? flagText(test(value, options[0]!)) : null

const trimmed: Filter = (value, [side]) => {
  if (side === undefined) return trim(value)
  if (side.toLowerCase() === 'start') return trimStart(value)
  return side.toLowerCase() === 'end' ? trimEnd(value) : null
}

const substring: Filter = (value, options) => {
  if (options.length < 1 || options.length > 2) return null
  const numbers = options.map(parseCount)
  const [start, length] = numbers.length === 2 ? numbers : [0, numbers[0]]
  if (start == null || length == null || start > value.length) return null
  return value.slice(start, start + length)
}

const truncate: Filter = (value, [count, suffix = '...']) => {
  const length = parseCount(count ?? '')
  if (length === null) return null
  return value.length > length ? value.slice(0, length) + suffix : value
}

const indent: Filter = (value, options, tools) => {
  if (value === '') return ''
  const prefixes = indentPrefixes(options)
  return prefixes && indentWith(value, prefixes, tools)
}

/** What goes before the first line, and before each other. */
function indentPrefixes(options: readonly string[]): readonly [first: string, rest: string] | null {
  const [only, rest] = options
  if (options.length > 2) return null
  if (only === undefined) return ['    ', '    ']
  if (rest !== undefined) return [only, rest]
  const match = /^(?:(\d{1,3})?(\/))?(\d{1,3})$/.exec(only)
  const later = Number(match?.[3])
  const first = match?.[2] ? Number(match[1] ?? 0) : later
  if (!match || first > 255 || later > 255) return [only, only]
  return [' '.repeat(first), ' '.repeat(later)]
}

function indentWith(value: string, [first, rest]: readonly [string, string], { budget }: FilterTools): string {
  const lines = value.split('\n')
  budget.checkLength(first.length + value.length + (lines.length - 1) * rest.length)
  return first + lines.join(`\n${rest}`)
}

const markdown: Filter = (value, options, tools) =>
  options.length === 0 && tools.markdown ? `${tools.markdown(trim(value))}\n` : null

export const textFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ['Trim', trimmed],
  ['Substring', substring],
  ['Truncate', truncate],
  ['Indent', indent],
  ['StartsWith', testing((value, part) => value.startsWith(part))],
  ['EndsWith', testing((value, part) => value.endsWith(part))],
  ['Contains', testing((value, part) => value.includes(part))],
  ['Markdown', markdown],
  ['MarkdownToHtml', markdown],
]

export const joinFilters: readonly (readonly [name: string, filter: NullFilter])[] = [
  ['Append', joining((value, added) => value + added)],
  ['Prepend', joining((value, added) => added + value)],
]
