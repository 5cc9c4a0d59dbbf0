/** A .NET pattern in the syntax of the linear engine. */
export interface Translation {
  readonly source: string
  /** The same with a `\z` that never matches, for a text whose end is not the very end. */
  readonly sourceWithoutVeryEnd: string
  /** Whether it has a `$` or `\Z` that also matches before a final line feed. */
  readonly endsBeforeLineFeed: boolean
  /** The engine's number for each .NET group number. */
  readonly groupIndexes: readonly number[]
  readonly groupNames: ReadonlyMap<string, number>
}

// What .NET means by the shorthand classes, as the inside of a bracket.
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}'],
  ['W', '\\p{C}\\p{Mc}\\p{Me}\\p{Nl}\\p{No}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\p{S}\\p{Z}'],
  ['s', '\\t-\\r \\x85\\p{Z}'],
  ['S', '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f'],
])

const NEVER = '[^\\x00-\\x{10FFFF}]'
const VERY_END = '\\z'

/** Options that hold until the group they were set in ends. */
interface Options {
  readonly multiline: boolean
  readonly spaced: boolean
}

/**
 * Rewrites what the two syntaxes spell differently and leaves the rest to the engine, which refuses what it does not know.
 *
 * Errors: null for class subtraction, which the engine would misread rather than refuse.
 * Source: template reference 11.7.
 */
export function translatePattern(pattern: string): Translation | null {
  const translator = new Translator(pattern)
  if (!translator.run()) return null
  const { pieces, groups, endsBeforeLineFeed } = translator
  // Named groups are numbered after all others.
  const unnamed = groups.flatMap((name, place) => (name === null ? [place + 1] : []))
  const names = [...new Set(groups.filter((name) => name !== null))]
  const groupIndexes = [0, ...unnamed, ...names.map((name) => groups.indexOf(name) + 1)]
  return {
    source: pieces.join(''),
    sourceWithoutVeryEnd: pieces.map((piece) => (piece === VERY_END ? NEVER : piece)).join(''),
    endsBeforeLineFeed,
    groupIndexes,
    groupNames: new Map(names.map((name, place) => [name, unnamed.length + 1 + place])),
  }
}

class Translator {
  readonly pieces: string[] = []
  /** The name of each capturing group in order of its bracket, null without one. */
  readonly groups: (string | null)[] = []
  endsBeforeLineFeed = false
  private readonly pattern: string
  private readonly outer: Options[] = []
  private options: Options = { multiline: false, spaced: false }
  private at = 0

  constructor(pattern: string) {
    this.pattern = pattern
  }

  run(): boolean {
    while (this.at < this.pattern.length) {
      const unit = this.pattern[this.at]!
      if (unit === '\\') this.escape(false)
      else if (unit === '[') {
        if (!this.bracket()) return false
      } else if (unit === '(') this.group()
      else if (unit === ')') {
        this.options = this.outer.pop() ?? this.options
        this.emit(unit, 1)
      } else if (unit === '$') this.end(1)
      else if (this.options.spaced && /[\s#]/.test(unit)) this.blank(unit)
      else this.emit(unit, 1)
    }
    return true
  }

  private emit(piece: string, length: number): void {
    this.pieces.push(piece)
    this.at += length
  }

  /** With the option `x`, white space and comments mean nothing. */
  private blank(unit: string): void {
    const end = unit === '#' ? this.pattern.indexOf('\n', this.at) : this.at
    this.at = end < 0 ? this.pattern.length : end + 1
  }

  private end(length: number): void {
    if (!this.options.multiline || length === 2) this.endsBeforeLineFeed = true
    this.emit(length === 2 ? '(?-m:$)' : '$', length)
  }

  private escape(inBracket: boolean): void {
    const rest = this.pattern.slice(this.at + 1, this.at + 6)
    const letter = rest[0] ?? ''
    const inner = CLASSES.get(letter)
    if (inner !== undefined) this.emit(inBracket ? inner : `[${inner}]`, 2)
    else if (/^u[\da-fA-F]{4}/.test(rest)) this.emit(`\\x{${rest.slice(1, 5)}}`, 6)
    else if (letter === 'e') this.emit('\\x1b', 2)
    else if (letter === 'b' && inBracket) this.emit('\\x08', 2)
    else if (letter === 'Z' && !inBracket) this.end(2)
    else if (letter === 'z' && !inBracket) this.emit(VERY_END, 2)
    else if (/^c[A-Za-z]/.test(rest)) this.emit(`\\x{${(rest.charCodeAt(1) & 31).toString(16)}}`, 3)
    // The engine refuses escapes that mean nothing to it; before anything but a letter or digit they are literal.
    else if (/^[^A-Za-z\d]/.test(letter)) this.emit(`\\${letter}`, 2)
    else this.emit(`\\${letter}`, 1 + letter.length)
  }

  /** False for a subtraction. */
  private bracket(): boolean {
    const negated = this.pattern[this.at + 1] === '^'
    this.emit(negated ? '[^' : '[', negated ? 2 : 1)
    for (let isFirst = true; this.at < this.pattern.length; isFirst = false) {
      const unit = this.pattern[this.at]!
      if (unit === ']' && !isFirst) {
        this.emit(unit, 1)
        return true
      }
      if (unit === '-' && this.pattern[this.at + 1] === '[') return false
      if (unit === '\\') this.escape(true)
      else if (unit === '[' || unit === ']') this.emit(`\\${unit}`, 1)
      else this.emit(unit, 1)
    }
    return true
  }

  private group(): void {
    const rest = this.pattern.slice(this.at)
    const comment = /^\(\?#[^)]*\)/.exec(rest)
    const flags = /^\(\?([imnsx]*)(?:-([imnsx]+))?([:)])/.exec(rest)
    const named = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest)
    if (comment) this.at += comment[0].length
    else if (flags) this.flagGroup(flags)
    else {
      this.outer.push(this.options)
      if (named) this.groups.push((named[1] ?? named[2])!)
      else if (rest[1] !== '?') this.groups.push(null)
      if (named) this.emit(`(?<${named[1] ?? named[2]}>`, named[0].length)
      else this.emit('(', 1)
    }
  }

  private flagGroup([whole, on = '', off = '', close = '']: readonly (string | undefined)[]): void {
    const set = (letter: string, before: boolean) => (on.includes(letter) || before) && !off.includes(letter)
    const options = { multiline: set('m', this.options.multiline), spaced: set('x', this.options.spaced) }
    if (close === ':') this.outer.push(this.options)
    this.options = options
    const known = (letters: string): string => letters.replace(/[nx]/g, '')
    const minus = known(off) === '' ? '' : `-${known(off)}`
    const text = known(on) + minus
    // `(?)` alone is no group for the engine, `(?:` is one.
    this.emit(close === ')' && text === '' ? '' : `(?${text}${close}`, (whole ?? '').length)
  }
}
