import type { EnvironmentId, ProjectId, SpaceId, TenantId } from '@flotilla/domain'
import type { Permission } from '@flotilla/domain/access'
import { mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { crashPoint } from '../../crash-point.ts'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { Answer, CollectionOf } from '../../http/answers.ts'
import { WireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { answerWithEvents } from '../../http/event-stream.ts'
import { BooleanParameter, collection, isTrue, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space, spaceAddress } from '../context.ts'
import { dateOf } from '../deployments/routes.ts'
import { queueHealthCheck } from '../health-checks/queue-health-check.ts'
import { ChoiceAnswer } from '../named-answers.ts'
import { queueRetention } from '../retention/queue-retention.ts'
import { TaskAnswer, TaskDetailsAnswer, TaskPageAnswer } from './answers.ts'
import { cancelTask } from './cancel-task.ts'
import { changeState, SETTABLE_STATES } from './change-state.ts'
import { canRerun, presentTask } from './present-task.ts'
import { prioritize } from './prioritize.ts'
import { findTask, listTasks, TASK_COLUMNS, type TaskRow } from './queries.ts'
import { loadActivities, loadLinesByActivity, presentActivities } from './read-log.ts'
import { streamTask } from './stream-task.ts'

/** Where rights must reach for what belongs to a task. */
export const scopeOf = (task: TaskRow) => ({
  spaceId: task.space_id as SpaceId | null,
  ...(task.project_id ? { projectId: task.project_id as ProjectId } : {}),
  ...(task.environment_id
    ? { environmentId: task.environment_id as EnvironmentId, tenantId: task.tenant_id as TenantId | null }
    : {}),
})

/** The task of an address; one that the caller may not see does not exist. */
export async function requireTask(
  db: Queryable,
  caller: Caller,
  space: Space | undefined,
  id: string,
): Promise<TaskRow> {
  const task = await findTask(db, id)
  if (!task || (space && task.space_id !== space.id) || !mayDo(caller.grants, 'TaskView', scopeOf(task)))
    throw notFound('Task', id)
  return task
}

export function taskRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'mixed', tags: ['Tasks'] } as const
  const may = (caller: Caller, permission: Permission, task: TaskRow) => require(caller, permission, scopeOf(task))
  return [
    route({
      ...common,
      method: 'GET',
      path: '/tasks',
      summary: 'List tasks, newest first',
      access: 'TaskView',
      query: Type.Object({
        ...Paging,
        spaces: ListParameter(),
        includeSystem: BooleanParameter(),
        ids: ListParameter(),
        parentTask: ListParameter(),
        project: Type.Optional(Type.String()),
        environment: Type.Optional(Type.String()),
        tenant: Type.Optional(Type.String()),
        name: ListParameter(),
        states: ListParameter(),
        active: BooleanParameter(),
        running: BooleanParameter(),
        hasPendingInterruptions: BooleanParameter(),
        hasWarningsOrErrors: BooleanParameter(),
        runbook: Type.Optional(Type.String()),
        node: Type.Optional(Type.String()),
        batch: Type.Optional(Type.String()),
        tenantTag: Type.Optional(Type.String()),
        partialName: Type.Optional(Type.String()),
        description: Type.Optional(Type.String()),
        fromQueueDate: Type.Optional(WireDate()),
        toQueueDate: Type.Optional(WireDate()),
        fromStartDate: Type.Optional(WireDate()),
        toStartDate: Type.Optional(WireDate()),
        fromCompletedDate: Type.Optional(WireDate()),
        toCompletedDate: Type.Optional(WireDate()),
      }),
      response: TaskPageAnswer,
      handler: async ({ space, query, caller }) => {
        const page = pageOf(query)
        const spaces = space ? [space.id] : listOf(query.spaces)
        const defined = Object.fromEntries(
          Object.entries({
            spaces,
            includeSystem: isTrue(query.includeSystem),
            ids: listOf(query.ids),
            parents: listOf(query.parentTask),
            project: query.project || undefined,
            environment: query.environment || undefined,
            tenant: query.tenant || undefined,
            names: listOf(query.name),
            states: listOf(query.states),
            active: isTrue(query.active),
            running: isTrue(query.running),
            hasPendingInterruptions: isTrue(query.hasPendingInterruptions),
            hasWarningsOrErrors: isTrue(query.hasWarningsOrErrors),
            runbook: query.runbook || undefined,
            node: query.node || undefined,
            batch: query.batch || undefined,
            tenantTag: query.tenantTag || undefined,
            partialName: query.partialName || undefined,
            description: query.description || undefined,
            queued: span(query, 'QueueDate'),
            started: span(query, 'StartDate'),
            completed: span(query, 'CompletedDate'),
            visible: visibleWhere(caller, 'TaskView', TASK_COLUMNS),
          }).filter(([, value]) => value !== undefined),
        )
        const { items, total, countsByState } = await listTasks(database, defined, page)
        return {
          ...collection(
            'Task',
            items.map(presentTask),
            total,
            page,
            space ? `${spaceAddress(space.id)}/tasks` : '/api/tasks',
            query,
          ),
          TotalCounts: countsByState,
          TotalCountsInOtherSpaces: {},
        }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/tasks/tasktypes',
      summary: 'Kinds of tasks',
      access: 'TaskView',
      response: Type.Array(ChoiceAnswer),
      handler: async () =>
        [
          ['Deploy', 'Deploy'],
          ['RunbookRun', 'Run a runbook'],
          ['Health', 'Health check'],
          ['Retention', 'Apply retention policies'],
        ].map(([Id, Name]) => ({ Id, Name, Links: {} })),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/tasks',
      summary: 'Queue a task: a health check, or retention',
      access: 'TaskCreate',
      status: 201,
      body: Type.Object({
        Name: Type.String(),
        Description: Type.Optional(Type.String()),
        SpaceId: Type.Optional(Type.String()),
        Arguments: Type.Optional(Type.Record(Type.String(), Type.Any(), { default: {} })),
      }),
      response: TaskAnswer,
      handler: async ({ space, body, caller }) => {
        const spaceId = space?.id ?? body.SpaceId ?? 'Spaces-1'
        const task = await inTransaction(database, (tx) => queueTask(tx, caller, body, spaceId))
        deps.tasks.begin(task.id)
        return presentTask(task)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/tasks/:id',
      summary: 'Read a task',
      access: 'TaskView',
      response: TaskAnswer,
      handler: async ({ space, params, caller }) => presentTask(await requireTask(database, caller, space, params.id)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/tasks/:id/details',
      summary: 'A task with its log as a tree',
      access: 'TaskView',
      query: Type.Object({ verbose: BooleanParameter(), tail: Type.Optional(Type.Integer({ minimum: 1 })) }),
      response: TaskDetailsAnswer,
      handler: async ({ space, params, query, caller }) => {
        const task = await requireTask(database, caller, space, params.id)
        may(caller, 'TaskView', task)
        const [activities, lines] = await Promise.all([
          loadActivities(database, task.id),
          loadLinesByActivity(database, task.id, query.tail),
        ])
        const tree = presentActivities(task.id, activities, lines, isTrue(query.verbose) ?? true)
        return {
          Task: presentTask(task),
          ActivityLogs: tree,
          Progress: { ProgressPercentage: percentage(task, activities), EstimatedTimeRemaining: '' },
          PhysicalLogSize: task.last_log_number,
          Links: {},
        }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/tasks/:id/raw',
      summary: "A task's log as text",
      access: 'TaskView',
      response: 'text',
      handler: async ({ space, params, caller, reply }) => {
        const task = await requireTask(database, caller, space, params.id)
        const [activities, lines] = await Promise.all([
          loadActivities(database, task.id),
          loadLinesByActivity(database, task.id, undefined),
        ])
        reply.header('content-type', 'text/plain; charset=utf-8')
        return rawLog(task, activities, lines)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/tasks/:id/stream',
      summary: "A task's log and state as Server-Sent Events; `Last-Event-ID` resumes",
      access: 'TaskView',
      response: 'event-stream',
      handler: async ({ space, params, caller, raw, reply, callerNow }) => {
        const task = await requireTask(database, caller, space, params.id)
        const stillAllowed = async () => void (await requireTask(database, await callerNow(), space, task.id))
        const lastLine = Number(raw.headers['last-event-id'] ?? 0) || 0
        await answerWithEvents(deps.streams, { userId: caller.userId, request: raw, reply, stillAllowed }, (stream) =>
          streamTask(deps, task.id, lastLine, stream),
        )
        return undefined
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/tasks/:id/cancel',
      summary: 'Cancel a task and the children it started',
      access: 'TaskCancel',
      response: TaskAnswer,
      handler: async ({ space, params, caller }) => {
        const cancelled = await inTransaction(database, async (tx) => {
          const task = await requireTask(tx, caller, space, params.id)
          may(caller, 'TaskCancel', task)
          await cancelTask(tx, caller, task, `cancelled by ${caller.username}`)
          return presentTask((await findTask(tx, task.id))!)
        })
        await crashPoint('cancel.after')
        return cancelled
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/tasks/:id/queued-behind',
      summary: 'What a queued task waits for',
      access: 'TaskView',
      query: Type.Object(Paging),
      response: CollectionOf(TaskAnswer),
      handler: async ({ space, params, query, caller }) => {
        const task = await requireTask(database, caller, space, params.id)
        const page = pageOf(query)
        const { rows } = await sql<TaskRow>`
          select t.* from server_task t
          where ${task.waiting_for_lock}::text is not null and t.id <> ${task.id} and t.state in ('Queued', 'Executing', 'Cancelling')
            and ((t.waiting_for_lock = ${task.waiting_for_lock}
                and (t.is_first, t.is_priority, -t.number) > (${task.is_first}::boolean, ${task.is_priority}::boolean, ${-task.number}::bigint))
              or exists (select 1 from concurrency_lock l where l.tag = ${task.waiting_for_lock} and l.task_id = t.id))
            and ${visibleWhere(caller, 'TaskView', TASK_COLUMNS)}
          order by t.is_first desc, t.is_priority desc, t.number`.execute(database)
        return collection('Task', rows.map(presentTask), rows.length, page, `/api/tasks/${task.id}/queued-behind`)
      },
    }),
    ...changeRoutes(deps),
  ]
}

/** What may be done to tasks beside cancelling them. */
function changeRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'mixed', tags: ['Tasks'] } as const
  return [
    route({
      ...common,
      method: 'GET',
      path: '/tasks/:id/status/messages',
      summary: 'What holds a task up now, in words; empty when nothing does',
      access: 'TaskView',
      response: Type.Array(Answer('TaskStatusMessage', { Category: Type.String(), MessageText: Type.String() })),
      handler: async ({ space, params, caller }) => {
        const { waiting_for } = await requireTask(database, caller, space, params.id)
        return waiting_for ? [{ Category: 'Wait', MessageText: `Waiting for ${waiting_for}` }] : []
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/tasks/:id/state',
      summary: 'Say that an ended task came to something else',
      access: 'TaskEdit',
      body: Type.Object(
        {
          State: Type.Union(SETTABLE_STATES.map((state) => Type.Literal(state))),
          Reason: Type.Optional(Type.String({ default: '', maxLength: 10_000 })),
        },
        { title: 'TaskStateBody' },
      ),
      response: TaskAnswer,
      handler: ({ space, params, body, caller }) =>
        inTransaction(database, async (tx) => {
          const task = await requireTask(tx, caller, space, params.id)
          require(caller, 'TaskEdit', scopeOf(task))
          await changeState(tx, caller, task, { state: body.State, reason: body.Reason ?? '' })
          return presentTask((await findTask(tx, task.id))!)
        }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/tasks/:id/prioritize',
      summary: 'Move a waiting task before the others that wait for the same lock',
      access: 'TaskPrioritize',
      response: TaskAnswer,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const task = await requireTask(tx, caller, space, params.id)
          require(caller, 'TaskPrioritize', { spaceId: task.space_id as SpaceId | null })
          await prioritize(tx, caller, task)
          return presentTask((await findTask(tx, task.id))!)
        }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/tasks/rerun/:id',
      summary: 'Queue an ended health check or retention again',
      access: 'TaskCreate',
      response: TaskAnswer,
      handler: async ({ space, params, caller }) => {
        const task = await inTransaction(database, async (tx) => {
          const before = await requireTask(tx, caller, space, params.id)
          if (!canRerun(before))
            throw badRequest(
              `${before.id} cannot be run again: ${before.completed_time ? 'make a new deployment or run instead' : 'it has not ended'}.`,
            )
          return queueTask(tx, caller, { Name: before.name, Arguments: before.arguments }, before.space_id)
        })
        deps.tasks.begin(task.id)
        return presentTask(task)
      },
    }),
  ]
}

/** Queues a task of a kind that people may queue. */
function queueTask(
  tx: Tx,
  caller: Caller,
  asked: { readonly Name: string; readonly Arguments?: Readonly<Record<string, unknown>> },
  spaceId: string | null,
): Promise<TaskRow> {
  switch (asked.Name) {
    case 'Health':
      require(caller, 'TaskCreate', { spaceId: spaceId as SpaceId })
      return queueHealthCheck(tx, caller, spaceId ?? '', asked.Arguments ?? {})
    case 'Retention':
      require(caller, 'RetentionAdminister', { spaceId: null })
      return queueRetention(tx, caller)
    default:
      throw badRequest(`Name: tasks of the kind '${asked.Name}' cannot be queued here; 'Health' and 'Retention' can.`)
  }
}

type Dates = Readonly<Partial<Record<`${'from' | 'to'}${'Queue' | 'Start' | 'Completed'}Date`, string>>>

function span(query: Dates, what: 'QueueDate' | 'StartDate' | 'CompletedDate') {
  const [from, to] = [`from${what}`, `to${what}`] as const
  if (!query[from] && !query[to]) return undefined
  return { from: dateOf(from, query[from]), to: dateOf(to, query[to]) }
}

function percentage(task: TaskRow, activities: readonly { status: string; parent_number: number | null }[]): number {
  if (task.completed_time) return 100
  const steps = activities.filter((activity) => activity.parent_number === 1)
  if (steps.length === 0) return 0
  return Math.floor(
    (100 * steps.filter((step) => step.status !== 'Running' && step.status !== 'Pending').length) / steps.length,
  )
}

function rawLog(
  task: TaskRow,
  activities: Awaited<ReturnType<typeof loadActivities>>,
  lines: Awaited<ReturnType<typeof loadLinesByActivity>>,
): string {
  const out = [
    `Task ID:        ${task.id}`,
    `Task status:    ${task.state}`,
    `Task queued:    ${task.queue_time.toISOString()}`,
    '',
    '',
  ]
  const write = (parent: number | null, depth: number): void => {
    for (const activity of activities.filter((each) => each.parent_number === parent)) {
      const indent = '  '.repeat(depth)
      out.push(`${indent}| ${activity.status === 'Success' ? '==' : '  '} ${activity.status}: ${activity.name}`)
      for (const line of lines.get(activity.number) ?? []) {
        out.push(
          `${line.occurred_at.toISOString().slice(11, 23)}   ${line.category.padEnd(9)}|${indent}     ${line.message}`,
        )
      }
      write(activity.number, depth + 1)
    }
  }
  write(null, 0)
  return `${out.join('\n')}\n`
}
