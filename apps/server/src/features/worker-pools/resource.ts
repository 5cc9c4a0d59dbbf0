import { sql } from 'kysely'
import { Type } from 'typebox'
import { Flag, OneOf, Text } from '../fields.ts'
import { explainUsers, hostsWith, processesWith, valuesWith } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { beOnlyDefault } from '../machine-policies/only-default.ts'
import { endOfList } from '../sort-order.ts'
import type { Change, Resource } from '../standard-routes.ts'

/** Groups of workers. An empty default pool stands for the server's own worker. Source: API reference 5.15, domain reference 6.8. */
export const workerPoolResource: Resource = {
  kind: KINDS.workerPool,
  tag: 'Worker pools',
  added: { SortOrder: Type.Integer(), CanAddWorkers: Type.Boolean() },
  fields: {
    Description: Text(),
    IsDefault: Flag(),
    SortOrder: Type.Optional(Type.Integer({ minimum: 0 })),
    WorkerPoolType: OneOf(['StaticWorkerPool', 'DynamicWorkerPool']),
  },
  permissions: { view: 'WorkerView', create: 'WorkerEdit', edit: 'WorkerEdit', delete: 'WorkerEdit' },
  check: async (_change, body) =>
    body.WorkerPoolType === 'DynamicWorkerPool'
      ? ['WorkerPoolType: this server does not hire workers by itself. Use StaticWorkerPool.']
      : [],
  complete: async (change, body) => ({
    SortOrder:
      body.SortOrder ?? change.before?.SortOrder ?? (await endOfList(change.tx, KINDS.workerPool, change.spaceId)),
    // A space always has one default pool; it stops being it when another one becomes it.
    IsDefault: body.IsDefault === true || change.before?.IsDefault === true,
    CanAddWorkers: true,
  }),
  columns: (pool) => ({ sort_order: pool.SortOrder }),
  afterCreate: (change, pool) => keepOneDefault(change, pool.IsDefault),
  afterUpdate: (change, pool) => keepOneDefault(change, pool.IsDefault),
  inUse: async (db, pool) => {
    if (pool.IsDefault) return [`${pool.Name} is the default pool. Make another one the default first.`]
    return explainUsers(db, 'worker pool', pool, [
      sql`select 'worker' as what, id, name from worker where worker_pool_ids @> array[${pool.Id}]::text[]`,
      hostsWith(['Endpoint', 'DefaultWorkerPoolId'], pool),
      processesWith(' ? (@.WorkerPoolId == $id)', pool),
      valuesWith(pool),
    ])
  },
  links: (_pool, address) => ({ Workers: `${address}/workers{?skip,take,partialName}` }),
}

async function keepOneDefault({ tx, spaceId, id }: Change, isDefault: unknown): Promise<void> {
  if (isDefault) await beOnlyDefault(tx, KINDS.workerPool, spaceId, id)
}
