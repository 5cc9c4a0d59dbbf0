import { type Matcher, RE2JS } from 're2js'
import { failRuntime } from '../problem.ts'
import { type Translation, translatePattern } from './pattern-syntax.ts'

/** Source: reliability reference Y1. */
const MAX_PATTERN_LENGTH = 1_000

/** How much text the engine searches in about the time of a step. Measured: 20 million units a second. */
const UNITS_PER_STEP = 250

/** One place where a pattern matched. Groups have their .NET numbers: those with names come after those without. */
export interface Match {
  readonly start: number
  readonly end: number
  readonly group: (number: number) => string
}

export interface Pattern {
  /** .NET numbers of the groups, 0 being the whole match, by number and by name. */
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
  /** How many steps of the budget a search through that much text may cost. */
  readonly searchCost: (length: number) => number
  /** Whether a search may look far beyond the match it finds, which repeated searches then pay for each time. */
  readonly looksFar: boolean
  readonly isMatch: (text: string) => boolean
  /** The first match at or after an offset, again and again. */
  readonly search: (text: string) => (from: number) => Match | null
}

/**
 * Compiles a .NET pattern for the linear engine.
 *
 * Errors: ends the evaluation for a pattern that is malformed, over 1,000 characters, or needs look-ahead or
 * back-references, which no linear engine has.
 * Source: template reference 11.7; reliability reference Y1.
 */
export function compilePattern(source: string): Pattern {
  if (source.length > MAX_PATTERN_LENGTH) failRuntime(`a pattern may have ${MAX_PATTERN_LENGTH} characters at most`)
  if (isLiteral(source)) return literalPattern(source)
  const translation = translatePattern(source)
  if (!translation) failRuntime(`the pattern "${source}" is not supported`)
  const whole = compile(source, translation.source)
  // `$` also matches before a final line feed: there, the text without it is searched as well.
  const early = translation.endsBeforeLineFeed ? compile(source, translation.sourceWithoutVeryEnd) : null
  const earlyFor = (text: string) => (early && text.endsWith('\n') ? early.matcher(text.slice(0, -1)) : null)
  return {
    groupCount: translation.groupIndexes.length,
    groupNames: translation.groupNames,
    searchCost: (length) => Math.ceil((length * Math.max(1, whole.programSize() / 10)) / UNITS_PER_STEP),
    // An unbounded repetition at the very end stops where its match does; any other may run on to the end of the text.
    looksFar: /(?:[*+]|\{\d+,\})(?!\??$)/.test(source),
    isMatch: (text) => whole.test(text) || (earlyFor(text)?.find() ?? false),
    search: (text) => {
      const matcher = whole.matcher(text)
      const earlyMatcher = earlyFor(text)
      return (from) => {
        const late = find(matcher, translation, from)
        const soon = earlyMatcher && from < text.length ? find(earlyMatcher, translation, from) : null
        return soon && (!late || soon.start < late.start) ? soon : late
      }
    },
  }
}

/** Text that means itself in every regular expression. */
const isLiteral = (source: string): boolean => /^[\w\s:/@,;=%&"'~-]+$/.test(source)

/** Plain text is found without the engine. */
function literalPattern(text: string): Pattern {
  return {
    groupCount: 1,
    groupNames: new Map(),
    searchCost: (length) => Math.ceil(length / UNITS_PER_STEP),
    looksFar: false,
    isMatch: (value) => value.includes(text),
    search: (value) => (from) => {
      const start = value.indexOf(text, from)
      return start < 0 ? null : { start, end: start + text.length, group: () => text }
    },
  }
}

function compile(written: string, source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.LOOKBEHINDS)
  } catch {
    return failRuntime(`the pattern "${written}" is malformed, or uses look-ahead or back-references`)
  }
}

function find(matcher: Matcher, { groupIndexes }: Translation, from: number): Match | null {
  if (!matcher.find(from)) return null
  const groups = groupIndexes.map((index) => matcher.group(index) ?? '')
  return { start: matcher.start(), end: matcher.end(), group: (number) => groups[number] ?? '' }
}
