import { foldCase, skipSpace } from './chars.ts'
import { choose, found, literal, missed, type Parsed, type Rules, type Source } from './grammar-kernel.ts'
import { path, word } from './grammar-path.ts'
import type { Condition, Expression, FilterCall, FilterOption } from './syntax.ts'

// Expressions, filters and conditions. Source: template reference 2, "expressions and filters" and "conditionals".

/** A filter chain, else a plain path. */
export const expression = (rules: Rules, source: Source, at: number): Parsed<Expression> =>
  source.remember('expression', at, () =>
    choose<Expression>(
      () => filterChain(rules, source, at),
      () => {
        const plain = path(source, at)
        return plain.ok ? found({ path: plain.value, filters: [] }, plain.end) : plain
      },
    ),
  )

function filterChain(rules: Rules, source: Source, at: number): Parsed<Expression> {
  const { text } = source
  const start = path(source, skipSpace(text, at))
  const filters: FilterCall[] = []
  let end = start.ok ? skipSpace(text, start.end) : at
  for (;;) {
    const call = filterCall(rules, source, end)
    if (!call.ok) return filters.length === 0 ? call : found({ path: start.ok ? start.value : [], filters }, end)
    filters.push(call.value)
    end = call.end
  }
}

function filterCall(rules: Rules, source: Source, at: number): Parsed<FilterCall> {
  const { text } = source
  if (text[at] !== '|') return missed(at)
  const name = word(source, skipSpace(text, at + 1))
  if (!name.ok) return name
  const options: FilterOption[] = []
  let end = skipSpace(text, name.end)
  for (;;) {
    const next = option(rules, source, end)
    if (!next.ok) return found({ name: name.value, key: foldCase(name.value), options }, end)
    options.push(next.value)
    end = next.end
  }
}

/** Around a token option no white space is skipped; around a text option it is. */
function option(rules: Rules, source: Source, at: number): Parsed<FilterOption> {
  const tag = rules.tag(source, at)
  if (tag.ok) return tag
  const start = skipSpace(source.text, at)
  const text = choose(
    () => word(source, start),
    () => quoted(source, start),
  )
  if (!text.ok) return text
  return found({ kind: 'text', text: text.value }, skipSpace(source.text, text.end))
}

/** `"…"` with neither `"` nor `#` inside, or `\"…\"` with anything but its own delimiter. */
function quoted(source: Source, at: number): Parsed<string> {
  const { text } = source
  if (text[at] === '"') {
    let end = at + 1
    while (end < text.length && text[end] !== '"' && text[end] !== '#') end++
    source.spend(end - at)
    return text[end] === '"' ? found(text.slice(at + 1, end), end + 1) : missed(end)
  }
  const opened = literal(source, at, '\\"')
  if (!opened.ok) return opened
  const end = text.indexOf('\\"', opened.end)
  source.spend((end < 0 ? text.length : end) - at)
  return end < 0 ? missed(text.length) : found(text.slice(opened.end, end), end + 2)
}

type Operator = 'equal' | 'different'

function operator(source: Source, at: number): Parsed<Operator> {
  const equal = literal(source, at, '==')
  if (equal.ok) return found('equal', equal.end)
  const different = literal(source, at, '!=')
  return different.ok ? found('different', different.end) : missed(Math.max(equal.at, different.at))
}

/** The four forms of a condition, tried in the reference's order, which decides both meaning and failure offsets. */
export function condition(rules: Rules, source: Source, at: number): Parsed<Condition> {
  const { text } = source
  const start = skipSpace(text, at)
  const operand = (where: number) => expression(rules, source, where)
  const string = (where: number) => quoted(source, where)
  return choose<Condition>(
    () => compare(source, operand(start), operand, (left, wants, right) => ({ kind: 'compare', left, wants, right })),
    () =>
      compare(source, string(start), operand, (quote, wants, left) => ({
        kind: 'compare',
        left,
        wants,
        right: { kind: 'text', text: quote },
      })),
    () =>
      compare(source, operand(start), string, (left, wants, quote) => ({
        kind: 'compare',
        left,
        wants,
        right: { kind: 'text', text: quote },
      })),
    () => {
      const only = operand(start)
      return only.ok ? found({ kind: 'truthy', operand: only.value }, skipSpace(text, only.end)) : only
    },
  )
}

function compare<L, R>(
  source: Source,
  left: Parsed<L>,
  parseRight: (at: number) => Parsed<R>,
  build: (left: L, wants: Operator, right: R) => Condition,
): Parsed<Condition> {
  if (!left.ok) return left
  const wants = operator(source, skipSpace(source.text, left.end))
  if (!wants.ok) return wants
  const right = parseRight(skipSpace(source.text, wants.end))
  if (!right.ok) return right
  return found(build(left.value, wants.value, right.value), skipSpace(source.text, right.end))
}
