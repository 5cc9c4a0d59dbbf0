import { type RawBuilder, type Selectable, sql } from 'kysely'
import { isOneOf, type Queryable } from '../../database/connection.ts'
import { listAndCount, mostCounted } from '../../database/count-ahead.ts'
import { canonicalId } from '../../database/ids.ts'
import type { ServerTaskTable } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'

export type TaskRow = Selectable<ServerTaskTable>

export async function findTask(db: Queryable, id: string): Promise<TaskRow | undefined> {
  return db.selectFrom('server_task').selectAll().where('id', '=', canonicalId(id)).executeTakeFirst()
}

export async function findTasks(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, TaskRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('server_task').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

export interface TaskFilter {
  readonly spaces?: readonly string[]
  readonly includeSystem?: boolean
  readonly ids?: readonly string[]
  /** Made by one of these tasks. */
  readonly parents?: readonly string[]
  readonly project?: string
  readonly environment?: string
  readonly tenant?: string
  readonly names?: readonly string[]
  readonly states?: readonly string[]
  readonly active?: boolean
  readonly running?: boolean
  readonly hasPendingInterruptions?: boolean
  readonly hasWarningsOrErrors?: boolean
  /** Of the runs of this runbook. */
  readonly runbook?: string
  readonly node?: string
  /** Tasks come in no batches here: whatever is asked for, none is in it. */
  readonly batch?: string
  /** For a tenant that has this tag, as its set spells it. */
  readonly tenantTag?: string
  readonly partialName?: string
  readonly description?: string
  /** What of a task was in a span of time; either end may be open. */
  readonly queued?: Span
  readonly started?: Span
  readonly completed?: Span
  /** What the caller may see, as a condition on `server_task`. */
  readonly visible?: RawBuilder<boolean>
}

interface Span {
  readonly from: Date | null
  readonly to: Date | null
}

/** The columns by which rights restrict tasks. */
export const TASK_COLUMNS = {
  space: sql`space_id`,
  project: sql`project_id`,
  environment: sql`environment_id`,
  tenant: sql`tenant_id`,
}

const within = (column: string, span: Span | undefined) => [
  ...(span?.from ? [sql`${sql.ref(column)} >= ${span.from}`] : []),
  ...(span?.to ? [sql`${sql.ref(column)} <= ${span.to}`] : []),
]

const contains = (column: string, text: string | undefined) =>
  text ? [sql`position(lower(${text}) in lower(${sql.ref(column)})) > 0`] : []

const UNFINISHED = ['Queued', 'Executing', 'Cancelling']

/** A page of tasks, newest first, and how many there are in each state. */
export async function listTasks(
  db: Queryable,
  filter: TaskFilter,
  page: Page,
): Promise<{ items: TaskRow[]; total: number; countsByState: Record<string, number> }> {
  const conditions = [
    ...(filter.spaces
      ? [
          filter.includeSystem
            ? sql`(${isOneOf('space_id', filter.spaces.map(canonicalId))} or space_id is null)`
            : isOneOf('space_id', filter.spaces.map(canonicalId)),
        ]
      : filter.includeSystem === false
        ? [sql`space_id is not null`]
        : []),
    ...(filter.ids ? [sql`id = any(${filter.ids.map(canonicalId)})`] : []),
    ...(filter.parents ? [isOneOf('parent_task_id', filter.parents.map(canonicalId))] : []),
    ...(filter.project ? [sql`project_id = ${canonicalId(filter.project)}`] : []),
    ...(filter.environment ? [sql`environment_id = ${canonicalId(filter.environment)}`] : []),
    ...(filter.tenant ? [sql`tenant_id = ${canonicalId(filter.tenant)}`] : []),
    ...(filter.names ? [isOneOf('name', filter.names)] : []),
    ...(filter.states ? [isOneOf('state', filter.states)] : []),
    ...(filter.active === undefined
      ? []
      : [filter.active ? sql`state = any(${UNFINISHED})` : sql`state <> all(${UNFINISHED})`]),
    ...(filter.running === undefined
      ? []
      : [filter.running ? sql`state in ('Executing', 'Cancelling')` : sql`state not in ('Executing', 'Cancelling')`]),
    ...(filter.hasPendingInterruptions === undefined
      ? []
      : [filter.hasPendingInterruptions ? sql`pending_interruptions > 0` : sql`pending_interruptions = 0`]),
    ...(filter.hasWarningsOrErrors === undefined ? [] : [sql`has_warnings_or_errors = ${filter.hasWarningsOrErrors}`]),
    ...(filter.runbook
      ? [
          sql`exists (select from runbook_run run where run.task_id = server_task.id and run.runbook_id = ${canonicalId(filter.runbook)})`,
        ]
      : []),
    ...(filter.node ? [sql`lower(server_node) = lower(${filter.node})`] : []),
    ...(filter.batch ? [sql`false`] : []),
    ...(filter.tenantTag
      ? [
          sql`exists (select from tenant, jsonb_array_elements_text(tenant.document -> 'TenantTags') tag
            where tenant.id = tenant_id and lower(tag) = lower(${filter.tenantTag}))`,
        ]
      : []),
    ...contains('description', filter.partialName),
    ...contains('description', filter.description),
    ...within('queue_time', filter.queued),
    ...within('start_time', filter.started),
    ...within('completed_time', filter.completed),
    ...(filter.visible ? [filter.visible] : []),
  ]
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  const onlyState = filter.states?.length === 1 ? filter.states[0] : undefined
  // A success is found by when it began, which is what "latest" means for it; everything else by when it was queued.
  const order = onlyState === 'Success' ? sql`start_time desc, number desc` : sql`number desc`
  if (onlyState) {
    const query = { fromWhere: sql`from server_task where ${where}`, order }
    const { items, total } = await listAndCount<TaskRow>(db, query, page)
    return { items, total, countsByState: total > 0 ? { [onlyState]: total } : {} }
  }
  const mayBeUnfinished = filter.states?.some((state) => UNFINISHED.includes(state)) ?? true
  const [items, counts] = await Promise.all([
    sql<TaskRow>`select * from server_task where ${where} order by ${order} offset ${page.skip} limit ${page.take}`.execute(
      db,
    ),
    // Of those that have ended only the newest are counted, for there are more and more.
    sql<{ state: string; count: number }>`select state, count(*) as count from (
      ${mayBeUnfinished ? sql`select state from server_task where ${where} and state = any(${UNFINISHED}) union all` : sql``}
      (select state from server_task where ${where} and state <> all(${UNFINISHED})
        order by number desc limit ${mostCounted(page)})) counted group by state`.execute(db),
  ])
  const countsByState = Object.fromEntries(counts.rows.map(({ state, count }) => [state, count]))
  return { items: items.rows, total: counts.rows.reduce((sum, { count }) => sum + count, 0), countsByState }
}
