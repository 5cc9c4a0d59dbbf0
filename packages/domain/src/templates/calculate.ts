import { assertNever } from '@flotilla/kit'
import { parseConstant, parseDouble } from './format-double.ts'
import { resolve } from './resolve.ts'
import type { Run, Sheet } from './run.ts'
import type { Scope } from './scope.ts'
import type { Sum } from './syntax.ts'

/**
 * The number an expression gives in double arithmetic; null when any operand has no value or is no number.
 *
 * Every operand is looked up even after one failed, because missing tokens inside their values are reported.
 * Source: template reference 10.
 */
export function calculate(run: Run, sum: Sum, scope: Scope, sheet: Sheet): number | null {
  run.budget.spend(1)
  switch (sum.kind) {
    case 'number':
      return parseConstant(sum.text)
    case 'path': {
      const value = resolve(run, sum.path, scope, sheet)?.value ?? null
      return value === null ? null : parseDouble(value)
    }
    case 'chain': {
      let total = calculate(run, sum.first, scope, sheet)
      for (const { operator, operand } of sum.rest) {
        const next = calculate(run, operand, scope, sheet)
        total = total === null || next === null ? null : apply(operator, total, next)
      }
      return total
    }
    default:
      return assertNever(sum)
  }
}

function apply(operator: '+' | '-' | '*' | '/', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    default:
      return assertNever(operator)
  }
}
