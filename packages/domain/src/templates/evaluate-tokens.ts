import { assertNever } from '@flotilla/kit'
import { EMPTY_NODE } from './binding-tree.ts'
import { calculate } from './calculate.ts'
import { printClauses, printExpression, printToken } from './canonical.ts'
import { formatDouble } from './format-double.ts'
import { loopItems, runRounds } from './loop.ts'
import { Output } from './output.ts'
import { resolveText } from './resolve.ts'
import type { Run, Sheet } from './run.ts'
import { childScope, type Scope } from './scope.ts'
import type { Clause, Condition, Expression, FilterOption, Tag, Token } from './syntax.ts'
import { isFalsyText } from './truthiness.ts'

/** Where tokens are evaluated: the scope they see, the sheet they report on, the text they write to. */
interface Frame {
  readonly run: Run
  readonly scope: Scope
  readonly sheet: Sheet
  readonly output: Output
}

/** Evaluates parsed tokens to text. What cannot be evaluated is written as its own canonical text. */
export function evaluateTokens(run: Run, tokens: readonly Token[], scope: Scope, sheet: Sheet): string {
  const output = new Output(run.budget)
  writeTokens({ run, scope, sheet, output }, tokens)
  return output.text()
}

function writeTokens(frame: Frame, tokens: readonly Token[]): void {
  const { budget } = frame.run
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!
    budget.spend(1)
    if (token.kind === 'text') frame.output.write(token.text)
    else writeTag(frame, token)
  }
}

function writeTag(frame: Frame, tag: Tag): void {
  switch (tag.kind) {
    case 'substitution':
      writeSubstitution(frame, tag)
      break
    case 'if':
      frame.run.budget.nested(() => writeIf(frame, tag))
      break
    case 'each':
      frame.run.budget.nested(() => writeEach(frame, tag))
      break
    case 'calc':
      writeCalculation(frame, tag)
      break
    default:
      assertNever(tag)
  }
}

function writeSubstitution(frame: Frame, tag: Extract<Tag, { kind: 'substitution' }>): void {
  const value = evaluateExpression(frame, tag.expression)
  frame.output.write(value ?? printToken(tag))
  if (value !== null) return
  if (tag.expression.filters.at(-1)?.name === 'null') frame.sheet.isNull = true
  else frame.sheet.missing.add(printToken(tag))
}

/** A calculation that fails is echoed but, unlike every other token, not reported. */
function writeCalculation(frame: Frame, tag: Extract<Tag, { kind: 'calc' }>): void {
  const result = calculate(frame.run, tag.sum, frame.scope, frame.sheet)
  frame.output.write(result === null ? printToken(tag) : formatDouble(result))
}

/** The text of a path after its filters; null when there is none. */
function evaluateExpression(frame: Frame, { path, filters }: Expression): string | null {
  const { run, scope, sheet } = frame
  let value = path.length === 0 ? null : resolveText(run, path, scope, sheet)
  for (const call of filters) {
    const options = call.options.map((option) => evaluateOption(frame, option))
    run.budget.spend(1)
    value = run.applyFilter(call.key, value, options)
    run.budget.checkLength(value?.length ?? 0)
  }
  return value
}

function evaluateOption({ run, scope, sheet }: Frame, option: FilterOption): string {
  if (option.kind === 'text') return option.text
  return run.budget.nested(() => evaluateTokens(run, [option], childScope(scope, EMPTY_NODE), sheet))
}

function writeIf(frame: Frame, { clauses, otherwise }: Extract<Tag, { kind: 'if' }>): void {
  for (const [place, { condition, body }] of clauses.entries()) {
    frame.run.budget.spend(1)
    const verdict = judge(frame, condition)
    if (verdict === true) writeTokens(frame, body)
    else if (verdict !== false) writeFailedIf(frame, verdict.failed, clauses.slice(place), otherwise)
    if (verdict !== false) return
  }
  writeTokens(frame, otherwise)
}

/** The block from the failed clause on is echoed; reported is only the chain that failed. */
function writeFailedIf(
  { sheet, output }: Frame,
  failed: Expression,
  clauses: readonly Clause[],
  otherwise: readonly Token[],
): void {
  sheet.missing.add(printExpression(failed))
  output.write(printClauses(clauses, otherwise))
}

type Verdict = boolean | { readonly failed: Expression }

function judge(frame: Frame, condition: Condition): Verdict {
  if (condition.kind === 'truthy') {
    const value = operand(frame, condition.operand)
    return value === null ? { failed: condition.operand } : !isFalsyText(value)
  }
  const left = operand(frame, condition.left)
  if (left === null) return { failed: condition.left }
  const right = 'kind' in condition.right ? condition.right.text : operand(frame, condition.right)
  if (right === null) return { failed: condition.right as Expression }
  return (left === right) === (condition.wants === 'equal')
}

/** A path without a value counts as the empty text; a filter chain without one fails (null). */
function operand(frame: Frame, expression: Expression): string | null {
  const value = evaluateExpression(frame, expression)
  return value === null && expression.filters.length === 0 ? '' : value
}

function writeEach(frame: Frame, tag: Extract<Tag, { kind: 'each' }>): void {
  const { run, scope, sheet, output } = frame
  const items = loopItems(run, tag.path, scope, sheet)
  runRounds(run, tag, scope, items, (inLoop) => writeTokens({ run, scope: inLoop, sheet, output }, tag.body))
}
