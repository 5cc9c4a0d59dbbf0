import { assertNever } from '@flotilla/kit'
import { formatDouble, parseConstant } from './format-double.ts'
import type { Clause, Condition, Expression, FilterOption, Path, Sum, Token } from './syntax.ts'

// The one spelling of each construct, used for echoing and for the missing list. Source: template reference 12.

export function printPath(path: Path): string {
  let text = ''
  for (const [place, step] of path.entries()) {
    if (step.kind === 'variable-index') text += `[#{${printPath(step.path)}}]`
    else if (step.kind === 'index') text += `[${step.text}]`
    else text += place === 0 ? step.text : `.${step.text}`
  }
  return text
}

/** An expression as it stands between `#{` and `}`. */
export const printExpression = (expression: Expression): string =>
  [
    printPath(expression.path),
    ...expression.filters.map((call) => [call.name, ...call.options.map(printOption)].join(' ')),
  ].join(' | ')

const printOption = (option: FilterOption): string => (option.kind === 'text' ? `"${option.text}"` : printToken(option))

export const printTokens = (tokens: readonly Token[]): string => tokens.map(printToken).join('')

export function printToken(token: Token): string {
  switch (token.kind) {
    case 'text':
      return token.text.replaceAll('#{', '##{')
    case 'substitution':
      return `#{${printExpression(token.expression)}}`
    case 'calc':
      return `#{${printSum(token.sum)}}`
    case 'each':
      return `#{each ${token.variable} in ${printPath(token.path)}}${printTokens(token.body)}#{/each}`
    case 'if':
      return printClauses(token.clauses, token.otherwise)
    default:
      return assertNever(token)
  }
}

/** Each clause after the first is an `if` nested in the `else` part of the one before. */
export function printClauses(clauses: readonly Clause[], otherwise: readonly Token[]): string {
  const opened = clauses.map(({ condition, body }) => `#{if ${printCondition(condition)}}${printTokens(body)}`)
  const last = otherwise.length > 0 ? `#{else}${printTokens(otherwise)}` : ''
  return opened.join('#{else}') + last + '#{/if}'.repeat(clauses.length)
}

function printCondition(condition: Condition): string {
  if (condition.kind === 'truthy') return printExpression(condition.operand)
  const { left, right } = condition
  const operator = condition.wants === 'equal' ? '==' : '!='
  const rightText = 'kind' in right ? `"${right.text}"` : printExpression(right)
  return `${printExpression(left)} ${operator} ${rightText} `
}

function printSum(sum: Sum): string {
  switch (sum.kind) {
    case 'path':
      return printPath(sum.path)
    case 'number':
      return printConstant(sum.text)
    case 'chain':
      return printSum(sum.first) + sum.rest.map(({ operator, operand }) => operator + printSum(operand)).join('')
    default:
      return assertNever(sum)
  }
}

function printConstant(text: string): string {
  const value = parseConstant(text)
  return value === null ? text : formatDouble(value)
}
