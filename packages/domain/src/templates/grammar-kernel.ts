import type { Position, Tag, Token } from './syntax.ts'

/** What a rule found: a value and where it ended, or how far the rule got before it failed. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly end: number }
  | { readonly ok: false; readonly at: number }

export const found = <T>(value: T, end: number): Parsed<T> => ({ ok: true, value, end })
export const missed = (at: number): Parsed<never> => ({ ok: false, at })

/** Tokens inside tokens. A template nests a handful; only an attack nests more, and it must not exhaust the stack. */
const NESTING_LIMIT = 48

/** Raised when a text would nest too deep or cost too much to parse; the parser's callers turn it into a limit. */
export class TooComplex extends Error {
  readonly limit: 'nesting' | 'steps'

  constructor(limit: 'nesting' | 'steps') {
    super(limit)
    this.limit = limit
  }
}

/**
 * A text being parsed, with what is already known about it. Rules that ordered choice may try again at the same place
 * are remembered: without that, unclosed blocks cost exponential time.
 */
export class Source {
  readonly text: string
  private readonly remembered = new Map<string, Map<number, Parsed<unknown>>>()
  private readonly lineStarts: number[] = [0]
  private depth = 0
  private work: number

  constructor(text: string) {
    this.text = text
    this.work = 100_000 + 64 * text.length
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1)
  }

  /** Runs `rule` at `at`, or gives what it gave there before. `name` stands for the rule. */
  remember<T>(name: string, at: number, rule: (source: Source, at: number) => Parsed<T>): Parsed<T> {
    const known = this.remembered.get(name) ?? new Map<number, Parsed<unknown>>()
    this.remembered.set(name, known)
    const before = known.get(at) as Parsed<T> | undefined
    if (before) return before
    this.spend(1)
    const result = rule(this, at)
    known.set(at, result)
    return result
  }

  /** Runs a rule that may contain itself. */
  nested<T>(rule: () => T): T {
    if (this.depth >= NESTING_LIMIT) throw new TooComplex('nesting')
    this.depth++
    try {
      return rule()
    } finally {
      this.depth--
    }
  }

  spend(work: number): void {
    this.work -= work
    if (this.work < 0) throw new TooComplex('steps')
  }

  /** 1-based line and column; only a line feed ends a line. */
  position(offset: number): Position {
    let low = 0
    let high = this.lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.lineStarts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { offset, line: low + 1, column: offset - this.lineStarts[low]! + 1 }
  }
}

/** Exactly `literal`; fails at its first character that differs. */
export function literal(source: Source, at: number, literal: string): Parsed<string> {
  for (let i = 0; i < literal.length; i++) if (source.text[at + i] !== literal[i]) return missed(at + i)
  return found(literal, at + literal.length)
}

/** `word` (lower case, ASCII) in any case, then what it was followed by. */
export function keyword(source: Source, at: number, word: string): Parsed<string> {
  for (let i = 0; i < word.length; i++) {
    if (source.text[at + i]?.toLowerCase() !== word[i]) return missed(at + i)
  }
  return found(word, at + word.length)
}

/** The opener of a token; that of a closing tag is none. */
export const open = (source: Source, at: number): Parsed<string> =>
  source.text.startsWith('#{/', at) ? missed(at) : literal(source, at, '#{')

/** Ordered choice: the first that matches; if none does, the failure of the one that got furthest. */
export function choose<T>(...alternatives: readonly (() => Parsed<T>)[]): Parsed<T> {
  let furthest = -1
  for (const alternative of alternatives) {
    const result = alternative()
    if (result.ok) return result
    furthest = Math.max(furthest, result.at)
  }
  return missed(furthest)
}

/** The rules that contain each other, handed down so that the grammar can live in several files. */
export interface Rules {
  readonly tag: (source: Source, at: number) => Parsed<Tag>
  readonly token: (source: Source, at: number) => Parsed<Token>
}
