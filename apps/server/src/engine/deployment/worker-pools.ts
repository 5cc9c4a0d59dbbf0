import type { WorkerId } from '@flotilla/domain'
import type { Action } from '@flotilla/domain/processes'
import type { HealthStatus, Target } from '@flotilla/domain/targets'
import { resolveVariables, type Variable } from '@flotilla/domain/variables'
import { chooseWorkers, explainNoWorker, type WhyNoWorker, workerInTurn } from '@flotilla/domain/workers'
import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Reach } from '../../execution/index.ts'
import { REACH_COLUMNS, type ReachRow, reachOfRow, withPolicy } from '../../features/machines/reach.ts'
import { runContext } from './run-context.ts'
import type { RunSnapshot } from './run-snapshot.ts'

/** A worker as a deployment has chosen it when it began. */
export interface RunWorker {
  readonly id: string
  readonly name: string
  readonly reach: Reach
}

/** A pool as a deployment uses it. Without workers and without a reason why, the server itself works. */
export interface RunPool {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  /** They take turns. Missing in what an older server stored. */
  readonly workers?: readonly RunWorker[]
  readonly whyNone?: WhyNoWorker
}

/** A deployment has no more actions than it could give to so many workers. */
const MOST_WORKERS = 50

interface WorkerRow extends ReachRow {
  readonly name: string
  readonly pools: readonly string[]
  readonly is_disabled: boolean
  readonly health_status: string
}

/** The pools of a space with the workers chosen for a deployment; `turn` is another number for each deployment. */
export async function loadWorkerPools(db: Queryable, spaceId: string, turn: number): Promise<readonly RunPool[]> {
  const [pools, workers] = await Promise.all([
    sql<{ id: string; name: string; isDefault: boolean }>`
      select id, name, coalesce((document ->> 'IsDefault')::boolean, false) as "isDefault" from worker_pool
      where space_id = ${spaceId} order by sort_order, id`.execute(db),
    sql<WorkerRow>`
      select worker.id, worker.name, worker.worker_pool_ids as pools, worker.is_disabled, worker.health_status, ${REACH_COLUMNS}
      from ${withPolicy('worker')} where worker.space_id = ${spaceId}`.execute(db),
  ])
  return pools.rows.map((pool) => {
    const own = workers.rows.filter(({ pools: ids }) => ids.includes(pool.id))
    return { ...pool, ...workersFor(pool, own, turn) }
  })
}

function workersFor(
  pool: { readonly isDefault: boolean },
  rows: readonly WorkerRow[],
  turn: number,
): Pick<RunPool, 'workers' | 'whyNone'> {
  const reaches = new Map(rows.map((row) => [row.id, reachOfRow(row)]))
  const choice = chooseWorkers(
    pool,
    rows.map((row) => ({
      id: row.id as WorkerId,
      isDisabled: row.is_disabled,
      health: row.health_status as HealthStatus,
      canBeReached: reaches.get(row.id)!.style !== 'other',
    })),
    turn,
  )
  switch (choice.kind) {
    case 'built-in':
      return {}
    case 'none':
      return { whyNone: choice.why }
    case 'workers': {
      const names = new Map(rows.map(({ id, name }) => [id, name]))
      return {
        workers: choice.ids.slice(0, MOST_WORKERS).map((id) => ({ id, name: names.get(id)!, reach: reaches.get(id)! })),
      }
    }
  }
}

/** What finding an action's worker looks at. */
interface RunFacts {
  readonly snapshot: RunSnapshot
  readonly variables: readonly Variable[]
}

/**
 * The pool whose workers do an action: that of the step's variable, else the one that the step names, else the one of a
 * target that has none of its own, else the default one. Null in what an older server began: the server itself works.
 *
 * Errors: a sentence, when what is named is no pool.
 * Source: domain reference 6.8.
 */
export function poolOf(
  { snapshot, variables }: RunFacts,
  action: Action,
  target: Target | null,
): Result<RunPool | null, string> {
  const pools = snapshot.workerPools ?? []
  const named = action.workerPoolVariable.trim()
  if (named !== '') {
    const context = { ...runContext(snapshot), actionId: action.id, targetId: target?.id, targetRoles: target?.roles }
    const value = resolveVariables(variables, context).values.get(named.toLowerCase())?.value ?? ''
    const pool = pools.find(({ id }) => id === value)
    return pool ? ok(pool) : err(`The variable ${named} names no worker pool here.`)
  }
  const ofTarget = target && snapshot.reaches?.[target.id]
  const wanted = action.workerPoolId ?? (ofTarget?.style === 'None' ? ofTarget.workerPoolId : undefined)
  if (wanted === undefined) return ok(pools.find(({ isDefault }) => isDefault) ?? null)
  const pool = pools.find(({ id }) => id === wanted)
  return pool || snapshot.workerPools === undefined
    ? ok(pool ?? null)
    : err(`The worker pool ${wanted} does not exist.`)
}

/** The worker that does an action; null is the server itself. An error says why there is none. */
export function workerOf(facts: RunFacts, action: Action, target: Target | null): Result<RunWorker | null, string> {
  const pool = poolOf(facts, action, target)
  if (!pool.ok) return pool
  const { workers = [], whyNone, name } = pool.value ?? { name: '' }
  if (whyNone) return err(explainNoWorker(whyNone, name))
  const [first, ...others] = workers
  if (!first) return ok(null)
  return ok(workerInTurn([first, ...others], Object.keys(facts.snapshot.actions).indexOf(action.id)))
}
