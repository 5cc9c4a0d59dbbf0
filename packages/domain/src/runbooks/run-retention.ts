import { type RetentionPolicy, readPolicy, type WrittenPolicy } from '../retention/index.ts'

/** How long a runbook keeps its runs in each environment, for each tenant. Source: API reference 5.23. */
export interface WrittenRunPolicy {
  readonly quantity: number
  readonly isForever: boolean
  readonly unit: WrittenPolicy['unit']
  readonly strategy: WrittenPolicy['strategy']
}

/** Runs that stay where a runbook says nothing of its own. */
export const KEPT_RUNS = 100

/** Reads the policy of a runbook. Older clients write "keep everything" as a flag, or as a quantity of 0. */
export function readRunPolicy({ quantity, isForever, unit, strategy }: WrittenRunPolicy): RetentionPolicy {
  if (isForever) return { kind: 'forever' }
  return readPolicy({ strategy, unit, quantity }) ?? { kind: 'items', count: KEPT_RUNS }
}
