import { isNumericAt, isSpaceAt, skipSpace } from './chars.ts'
import { found, keyword, literal, missed, open, type Parsed, type Source } from './grammar-kernel.ts'
import { path } from './grammar-path.ts'
import type { Chain, Sum, Tag } from './syntax.ts'

// `#{calc …}`. Source: template reference 2, "calculation".

export function calculation(source: Source, at: number): Parsed<Tag> {
  const { text } = source
  const opened = open(source, at)
  if (!opened.ok) return opened
  const word = keyword(source, skipSpace(text, opened.end), 'calc')
  if (!word.ok) return word
  if (!isSpaceAt(text, word.end)) return missed(word.end)
  const result = sum(source, skipSpace(text, word.end))
  if (!result.ok) return result
  const closed = literal(source, skipSpace(text, result.end), '}')
  return closed.ok ? found({ kind: 'calc', sum: result.value }, closed.end) : closed
}

type Operand = (source: Source, at: number) => Parsed<Sum>

const sum: Operand = (source, at) => chain(source, at, '+-', product)
const product: Operand = (source, at) => chain(source, at, '*/', factor)

/** Operands joined by operators; an operator whose right side fails is left for whoever comes next. */
function chain(source: Source, at: number, operators: string, operand: Operand): Parsed<Sum> {
  const first = operand(source, at)
  if (!first.ok) return first
  const rest: Chain['rest'][number][] = []
  let end = first.end
  for (;;) {
    const place = skipSpace(source.text, end)
    const operator = source.text[place]
    source.spend(place - end + 1)
    if (operator === undefined || !operators.includes(operator)) break
    const next = operand(source, skipSpace(source.text, place + 1))
    if (!next.ok) break
    rest.push({ operator: operator as '+' | '-' | '*' | '/', operand: next.value })
    end = next.end
  }
  return found(rest.length === 0 ? first.value : { kind: 'chain', first: first.value, rest }, end)
}

/** Each choice here is final once something was consumed, which is why `(2*A)` does not parse: `A)` is a name. */
function factor(source: Source, at: number): Parsed<Sum> {
  const { text } = source
  if (text[at] === '(') {
    const inner = source.nested(() => sum(source, at + 1))
    if (!inner.ok) return inner
    const closed = literal(source, inner.end, ')')
    return closed.ok ? found(inner.value, closed.end) : closed
  }
  if (isNumericAt(text, at) || text[at] === '.') return number(source, at)
  if (text[at] === '{') {
    const inner = path(source, skipSpace(text, at + 1))
    if (!inner.ok) return inner
    const closed = literal(source, skipSpace(text, inner.end), '}')
    return closed.ok ? found({ kind: 'path', path: inner.value }, closed.end) : closed
  }
  const bare = path(source, skipSpace(text, at))
  return bare.ok ? found({ kind: 'path', path: bare.value }, skipSpace(text, bare.end)) : bare
}

function number(source: Source, at: number): Parsed<Sum> {
  const { text } = source
  const whole = digitsEnd(text, at)
  const fraction = text[whole] === '.' ? digitsEnd(text, whole + 1) : whole
  source.spend(fraction - at)
  // A dot without digits after it belongs to the number only when digits before it leave nothing to fail.
  const end = fraction > whole + 1 ? fraction : whole
  if (end === at) return missed(at + 1)
  return found({ kind: 'number', text: text.slice(at, end) }, end)
}

function digitsEnd(text: string, at: number): number {
  let end = at
  while (isNumericAt(text, end)) end++
  return end
}
