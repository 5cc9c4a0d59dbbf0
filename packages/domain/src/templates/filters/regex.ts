import { type Filter, type FilterTools, flagText } from './filter.ts'
import type { Match, Pattern } from './pattern.ts'

// Regular expressions. Source: template reference 11.2, 11.7.

const match: Filter = (value, options, { budget, pattern: compile }) => {
  if (options.length !== 1) return null
  const pattern = compile(options[0]!)
  budget.spend(pattern.searchCost(value.length))
  return flagText(pattern.isMatch(value))
}

const replace: Filter = (value, [source, replacement = ''], tools) =>
  source === undefined ? null : replaceAll(value, tools.pattern(source), replacement, tools)

function replaceAll(value: string, pattern: Pattern, replacement: string, { budget }: FilterTools): string {
  const expand = compileReplacement(replacement, pattern, value)
  const search = pattern.search(value)
  budget.spend(pattern.searchCost(value.length))
  let result = ''
  let copied = 0
  let from = 0
  while (from <= value.length) {
    const found = search(from)
    if (!found) break
    result += value.slice(copied, found.start) + expand(found)
    budget.checkLength(result.length)
    // Far-looking searches are charged tenfold: repeated, they are the only quadratic work a filter can do.
    budget.spend(1 + (pattern.looksFar ? pattern.searchCost(10 * (value.length - from)) : 0))
    copied = found.end
    // An empty match would be found again for ever.
    from = found.end === found.start ? found.end + 1 : found.end
  }
  result += value.slice(copied)
  budget.checkLength(result.length)
  return result
}

type Piece = (match: Match) => string

const reference = /\$(?:(\d+)|\{(\w+)\}|([&`'+_$]))/g

/** Reads the replacement text once. What refers to no group is literal. */
function compileReplacement(text: string, pattern: Pattern, value: string): Piece {
  if (!text.includes('$')) return () => text
  const pieces: Piece[] = []
  let copied = 0
  for (const found of text.matchAll(reference)) {
    const piece = readReference(found, pattern, value)
    if (!piece) continue
    const before = text.slice(copied, found.index)
    pieces.push(() => before, piece)
    copied = found.index + found[0].length
  }
  const rest = text.slice(copied)
  return (match) => pieces.map((piece) => piece(match)).join('') + rest
}

function readReference(found: RegExpMatchArray, pattern: Pattern, value: string): Piece | null {
  const [, digits, name, mark] = found
  if (mark !== undefined) return specialPiece(mark, pattern, value)
  const number = /^\d+$/.test(digits ?? name ?? '') ? Number(digits ?? name) : pattern.groupNames.get(name ?? '')
  return number === undefined || number >= pattern.groupCount ? null : (match) => match.group(number)
}

function specialPiece(mark: string, pattern: Pattern, value: string): Piece | null {
  switch (mark) {
    case '$':
      return () => '$'
    case '&':
      return (match) => match.group(0)
    case '`':
      return (match) => value.slice(0, match.start)
    case "'":
      return (match) => value.slice(match.end)
    case '_':
      return () => value
    case '+':
      return (match) => match.group(pattern.groupCount - 1)
    default:
      return null
  }
}

export const regexFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ['Replace', replace],
  ['Match', match],
]
