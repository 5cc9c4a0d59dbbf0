import { assertNever, type Result } from '@flotilla/kit'
import type { RunCondition } from './process.ts'

/** How the deployment stands at the moment the condition is judged; for a child action, how its own machine does. */
export interface RunSoFar {
  readonly hasFailed: boolean
  readonly isCancelled: boolean
}

export type WhySkipped = 'cancelled' | 'earlier-failure' | 'nothing-failed' | 'condition-false'

export type RunVerdict<Problem> =
  | { readonly kind: 'run' }
  | { readonly kind: 'skip'; readonly why: WhySkipped }
  | { readonly kind: 'error'; readonly expression: string; readonly problem: Problem }

/**
 * Whether a step or action runs now.
 *
 * An expression decides alone, even after a failure: who wants otherwise says so in it. One that cannot be evaluated
 * is an error of its step: neither true nor false.
 * Source: domain reference 4.4; reliability Y6.
 */
export function judgeRunCondition<Problem>(
  condition: RunCondition,
  { hasFailed, isCancelled }: RunSoFar,
  isTruthy: (text: string) => Result<boolean, Problem>,
): RunVerdict<Problem> {
  // Not even what runs always begins after a cancellation: a person asked for an end.
  if (isCancelled) return skip('cancelled')
  switch (condition.kind) {
    case 'Success':
      return hasFailed ? skip('earlier-failure') : { kind: 'run' }
    case 'Failure':
      return hasFailed ? { kind: 'run' } : skip('nothing-failed')
    case 'Always':
      return { kind: 'run' }
    case 'Variable': {
      const judged = isTruthy(condition.expression)
      if (!judged.ok) return { kind: 'error', expression: condition.expression, problem: judged.error }
      return judged.value ? { kind: 'run' } : skip('condition-false')
    }
    default:
      return assertNever(condition)
  }
}

function skip(why: WhySkipped): { readonly kind: 'skip'; readonly why: WhySkipped } {
  return { kind: 'skip', why }
}
