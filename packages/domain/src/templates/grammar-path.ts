import { foldCase, isNameCharAt, isSpaceAt, isWordCharAt, skipSpace, trim } from './chars.ts'
import { found, literal, missed, open, type Parsed, type Source } from './grammar-kernel.ts'
import type { Path, Position, Step } from './syntax.ts'

// Names and paths. Source: template reference 2, "names and paths".

/** A name, trimmed at both ends; inner white space belongs to it. */
export function name(source: Source, at: number): Parsed<string> {
  const { text } = source
  let end = at
  while (isNameCharAt(text, end) && !endsName(text, end)) end++
  source.spend(end - at)
  return end === at ? missed(at) : found(trim(text.slice(at, end)), end)
}

/** White space that ends a name because of what follows it. */
function endsName(text: string, at: number): boolean {
  if (!isSpaceAt(text, at)) return false
  const next = text[at + 1]
  // At the very end of the input the brace does not count: the look-ahead wants one more character.
  if (next === '|' || next === '}') return at + 2 < text.length
  const pair = text.slice(at + 1, at + 3)
  return (pair === 'in' || pair === '==' || pair === '!=') && isSpaceAt(text, at + 3)
}

/** A word: name characters without white space. */
export function word(source: Source, at: number): Parsed<string> {
  let end = at
  while (isWordCharAt(source.text, end)) end++
  source.spend(end - at)
  return end === at ? missed(at) : found(source.text.slice(at, end), end)
}

/** A path. Matches as much as it can, so what follows is for the caller to judge. */
export const path = (source: Source, at: number): Parsed<Path> => source.remember('path', at, pathRule)

function pathRule(source: Source, at: number): Parsed<Path> {
  const first = name(source, at)
  if (!first.ok) return first
  const steps: Step[] = [step('name', first.value, source.position(at))]
  let end = first.end
  for (;;) {
    const next = source.text[end] === '.' ? dottedName(source, end) : index(source, end)
    if (!next.ok) return found(steps, end)
    steps.push(next.value)
    end = next.end
  }
}

const step = (kind: 'name' | 'index', text: string, position: Position): Step => ({
  kind,
  text,
  key: foldCase(text),
  position,
})

function dottedName(source: Source, dot: number): Parsed<Step> {
  const result = name(source, dot + 1)
  if (!result.ok) return result
  return found(step('name', result.value, source.position(dot + 1)), result.end)
}

function index(source: Source, at: number): Parsed<Step> {
  if (source.text[at] !== '[') return missed(at)
  const variable = variableIndex(source, at)
  if (variable.ok) return variable
  const fixed = literalIndex(source, at)
  return fixed.ok ? found(step('index', fixed.value, source.position(at)), fixed.end) : fixed
}

/** `[#{path}]`: a plain path that fills the brackets alone. */
function variableIndex(source: Source, at: number): Parsed<Step> {
  const { text } = source
  const opened = open(source, skipSpace(text, at + 1))
  if (!opened.ok) return opened
  const inner = source.nested(() => path(source, skipSpace(text, opened.end)))
  if (!inner.ok) return inner
  const closed = literal(source, skipSpace(text, inner.end), '}')
  if (!closed.ok) return closed
  const end = literal(source, skipSpace(text, closed.end), ']')
  if (!end.ok) return end
  return found({ kind: 'variable-index', path: inner.value, position: source.position(at) }, end.end)
}

/** `[text]` with balanced brackets inside; white space after any opening bracket is dropped. */
function literalIndex(source: Source, at: number): Parsed<string> {
  const { text } = source
  let value = ''
  let depth = 0
  let end = at
  while (end < text.length) {
    const unit = text[end]!
    if (unit === ']' && --depth === 0) {
      source.spend(end - at)
      return found(value, end + 1)
    }
    if (unit === '[') {
      if (depth++ > 0) value += unit
      end = skipSpace(text, end + 1)
    } else {
      value += unit
      end++
    }
  }
  source.spend(end - at)
  return missed(end)
}
