import { isSpaceAt, skipSpace } from './chars.ts'
import { calculation } from './grammar-calculation.ts'
import { condition, expression } from './grammar-expression.ts'
import {
  choose,
  found,
  keyword,
  literal,
  missed,
  open,
  type Parsed,
  type Rules,
  type Source,
} from './grammar-kernel.ts'
import { name, path } from './grammar-path.ts'
import type { Clause, Condition, Tag, Token } from './syntax.ts'

// Tokens and blocks. Source: template reference 2, "document", "text and escapes", "conditionals", "repetition".

const ELSE = '#{else}'
const ELSE_IF = '#{elseif'

/** Any token; only text may start with something else than `#{`. */
export function token(source: Source, at: number): Parsed<Token> {
  if (at >= source.text.length) return missed(at)
  if (source.text[at] !== '#') return source.remember('text', at, text)
  return choose<Token>(
    () => tag(source, at),
    () => source.remember('text', at, text),
  )
}

/** Any token but text. What does not parse as a block is tried as a substitution, since names may hold spaces. */
function tag(source: Source, at: number): Parsed<Tag> {
  if (!source.text.startsWith('#{', at)) return missed(source.text[at] === '#' ? at + 1 : at)
  return source.remember('tag', at, () =>
    source.nested(() =>
      choose<Tag>(
        () => conditional(source, at),
        () => unless(source, at),
        () => calculation(source, at),
        () => repetition(source, at),
        () => substitution(source, at),
      ),
    ),
  )
}

const rules: Rules = { tag, token }

/** Plain text with its escapes undone. */
function text(source: Source, at: number): Parsed<Token> {
  const { text } = source
  let value = ''
  let end = at
  while (end < text.length) {
    if (text[end] !== '#') {
      const hash = text.indexOf('#', end)
      const next = hash < 0 ? text.length : hash
      value += text.slice(end, next)
      end = next
    } else if (end + 1 === text.length) {
      value += '#'
      end++
    } else if (text.startsWith('###{', end) && end + 4 < text.length) {
      value += '#'
      end += 2
    } else if (text.startsWith('##{', end)) {
      value += '#{'
      end += 3
    } else if (text[end + 1] !== '{') {
      value += text.slice(end, end + 2)
      end += 2
    } else break
  }
  return end === at ? missed(at + 1) : found({ kind: 'text', text: value }, end)
}

function substitution(source: Source, at: number): Parsed<Tag> {
  const opened = open(source, at)
  if (!opened.ok) return opened
  const inner = expression(rules, source, skipSpace(source.text, opened.end))
  if (!inner.ok) return inner
  const closed = literal(source, skipSpace(source.text, inner.end), '}')
  return closed.ok ? found({ kind: 'substitution', expression: inner.value }, closed.end) : closed
}

/** Tokens as far as they go, or up to where `stops` says. Never fails. */
function block(source: Source, at: number, stops: (at: number) => boolean): { value: readonly Token[]; end: number } {
  const tokens: Token[] = []
  let end = at
  while (!stops(end)) {
    source.spend(1)
    const next = token(source, end)
    if (!next.ok) break
    tokens.push(next.value)
    end = next.end
  }
  return { value: tokens, end }
}

const atElse = (source: Source, at: number): boolean => source.text.startsWith(ELSE, at)
const atElseIf = (source: Source, at: number): boolean =>
  source.text.startsWith(ELSE_IF, at) && isSpaceAt(source.text, at + ELSE_IF.length)

/** `#{else}` and what follows it, if it stands here. */
function elseBlock(source: Source, at: number): { value: readonly Token[]; end: number } {
  return atElse(source, at) ? block(source, at + ELSE.length, () => false) : { value: [], end: at }
}

/** The opener, a keyword, and at least one white space. Gives the offset after them. */
function head(source: Source, at: number, word: string): Parsed<null> {
  const opened = open(source, at)
  if (!opened.ok) return opened
  const named = keyword(source, skipSpace(source.text, opened.end), word)
  if (!named.ok) return named
  return isSpaceAt(source.text, named.end) ? found(null, skipSpace(source.text, named.end)) : missed(named.end)
}

function closedCondition(source: Source, at: number): Parsed<Condition> {
  const result = condition(rules, source, at)
  if (!result.ok) return result
  const closed = literal(source, skipSpace(source.text, result.end), '}')
  return closed.ok ? found(result.value, closed.end) : closed
}

function conditional(source: Source, at: number): Parsed<Tag> {
  const start = head(source, at, 'if')
  if (!start.ok) return start
  const ifClause = clause(source, start.end)
  if (!ifClause.ok) return ifClause
  const clauses: Clause[] = [ifClause.value]
  let end = ifClause.end
  while (atElseIf(source, end)) {
    const next = clause(source, end + ELSE_IF.length)
    if (!next.ok) break
    clauses.push(next.value)
    end = next.end
  }
  const otherwise = elseBlock(source, end)
  const closed = literal(source, otherwise.end, '#{/if}')
  return closed.ok ? found({ kind: 'if', clauses, otherwise: otherwise.value }, closed.end) : closed
}

function clause(source: Source, at: number): Parsed<Clause> {
  const test = closedCondition(source, at)
  if (!test.ok) return test
  const body = block(source, test.end, (where) => atElse(source, where) || atElseIf(source, where))
  return found({ condition: test.value, body: body.value }, body.end)
}

function unless(source: Source, at: number): Parsed<Tag> {
  const start = head(source, at, 'unless')
  if (!start.ok) return start
  const test = closedCondition(source, start.end)
  if (!test.ok) return test
  const body = block(source, test.end, (where) => atElse(source, where))
  const whenTrue = elseBlock(source, body.end)
  const closed = literal(source, whenTrue.end, '#{/unless}')
  if (!closed.ok) return closed
  const clauses = [{ condition: test.value, body: whenTrue.value }]
  return found({ kind: 'if', clauses, otherwise: body.value }, closed.end)
}

function repetition(source: Source, at: number): Parsed<Tag> {
  const start = head(source, at, 'each')
  if (!start.ok) return start
  const variable = name(source, start.end)
  if (!variable.ok) return variable
  const inWord = keyword(source, skipSpace(source.text, variable.end), 'in')
  if (!inWord.ok) return inWord
  const collection = path(source, skipSpace(source.text, inWord.end))
  if (!collection.ok) return collection
  const closed = literal(source, skipSpace(source.text, collection.end), '}')
  if (!closed.ok) return closed
  const body = block(source, closed.end, () => false)
  const end = literal(source, body.end, '#{/each}')
  if (!end.ok) return end
  return found({ kind: 'each', variable: variable.value, path: collection.value, body: body.value }, end.end)
}
