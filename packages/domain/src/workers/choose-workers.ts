import { assertNever } from '@flotilla/kit'
import type { WorkerId } from '../ids.ts'
import type { HealthStatus } from '../targets/index.ts'

/** A worker, as far as choosing one needs it. */
export interface Worker {
  readonly id: WorkerId
  readonly isDisabled: boolean
  readonly health: HealthStatus
  /** Whether the server has a way to workers of its kind at all. */
  readonly canBeReached: boolean
}

/** Who works for what uses a pool. */
export type PoolChoice =
  /** The server's own worker: it stands in for a default pool that is empty. */
  | { readonly kind: 'built-in' }
  /** These take turns, in this order. */
  | { readonly kind: 'workers'; readonly ids: readonly WorkerId[] }
  | { readonly kind: 'none'; readonly why: WhyNoWorker }

export const WHY_NO_WORKER = ['pool-is-empty', 'all-disabled', 'none-healthy'] as const
export type WhyNoWorker = (typeof WHY_NO_WORKER)[number]

/**
 * Chooses the workers of a pool for one deployment.
 *
 * Healthy ones, with or without warnings, go before those that were never checked; the others are not used. `turn` is
 * another number for each deployment, so that deployments begin at different workers.
 * As soon as the default pool has a worker, however it is, the server's own one is not used any more.
 * Source: domain reference 6.8, 6.3.
 */
export function chooseWorkers(
  pool: { readonly isDefault: boolean },
  workers: readonly Worker[],
  turn: number,
): PoolChoice {
  if (workers.length === 0) return pool.isDefault ? { kind: 'built-in' } : { kind: 'none', why: 'pool-is-empty' }
  const enabled = workers.filter(({ isDisabled }) => !isDisabled)
  if (enabled.length === 0) return { kind: 'none', why: 'all-disabled' }
  const reachable = enabled.filter(({ canBeReached }) => canBeReached)
  const healthy = reachable.filter(({ health }) => health === 'Healthy' || health === 'HasWarnings')
  const usable = healthy.length > 0 ? healthy : reachable.filter(({ health }) => health === 'Unknown')
  if (usable.length === 0) return { kind: 'none', why: 'none-healthy' }
  const sorted = usable.map(({ id }) => id).sort()
  const first = turn % sorted.length
  return { kind: 'workers', ids: [...sorted.slice(first), ...sorted.slice(0, first)] }
}

/** Who of those chosen does the action with this place in the process: each gets as many actions as the others. */
export const workerInTurn = <W>(workers: readonly [W, ...W[]], actionIndex: number): W =>
  workers[actionIndex % workers.length]!

/** Why nobody works, as a sentence. */
export function explainNoWorker(why: WhyNoWorker, poolName: string): string {
  switch (why) {
    case 'pool-is-empty':
      return `The worker pool ${poolName} has no workers.`
    case 'all-disabled':
      return `All workers of the pool ${poolName} are disabled.`
    case 'none-healthy':
      return `No worker of the pool ${poolName} is healthy.`
    default:
      return assertNever(why)
  }
}
