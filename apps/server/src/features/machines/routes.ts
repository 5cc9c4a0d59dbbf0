import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { listAndCount } from '../../database/count-ahead.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { collection, Paging, pageOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { lastCheck } from '../health-checks/last-check.ts'
import { discoverRoute } from '../ssh/discover.ts'
import { requireVisible, standardRoutes } from '../standard-routes.ts'
import { TaskAnswer } from '../tasks/answers.ts'
import { presentTask } from '../tasks/present-task.ts'
import { TASK_COLUMNS, type TaskRow } from '../tasks/queries.ts'
import { MachineConnectionAnswer } from './answers.ts'
import { HEALTH_EVENTS } from './machine-events.ts'
import { machineResource as resource } from './resource.ts'

/** Deployment targets: std, what is known of their connection, and the tasks that touched one. */
export function machineRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: [resource.tag] } as const
  const wordsOf = async (spaceId: string, field: string): Promise<string[]> => {
    const { rows } = await sql<{ word: string }>`
      select distinct document ->> ${field} as word from machine where space_id = ${spaceId} order by 1`.execute(
      database,
    )
    return rows.map(({ word }) => word).filter((word) => word && word !== 'Unknown')
  }
  return [
    discoverRoute(deps, 'Machine', 'MachineCreate'),
    route({
      ...common,
      method: 'GET',
      path: '/machines/operatingsystem/names/all',
      summary: 'The operating systems of the machines',
      access: 'MachineView',
      response: Type.Array(Type.String()),
      handler: ({ space }) => wordsOf(space.id, 'OperatingSystem'),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/machines/operatingsystem/shells/all',
      summary: 'The shells of the machines',
      access: 'MachineView',
      response: Type.Array(Type.String()),
      handler: ({ space }) => wordsOf(space.id, 'ShellName'),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/machines/:id/connection',
      summary: 'What the last health check found',
      access: 'MachineView',
      response: MachineConnectionAnswer,
      handler: async ({ space, caller, params }) => {
        const machine = await requireVisible(database, resource, caller, space.id, params.id)
        const checked = await lastCheck(database, machine.Id)
        return {
          MachineId: machine.Id,
          Status: resource.present!(machine).Status,
          CurrentTentacleVersion: null,
          // One without a connection of its own is only ever found healthy, at the moment at which it was added.
          ...(checked.LastChecked === null ? await lastFinding(database, machine.Id) : checked),
          Links: { Self: `/api/${space.id}/machines/${machine.Id}/connection` },
        }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/machines/:id/tasks',
      summary: 'Deployments and runs of runbooks that ran on the machine, and its newest health check; newest first',
      access: 'TaskView',
      query: Type.Object({ ...Paging, type: Type.Optional(Type.String()) }),
      response: CollectionOf(TaskAnswer),
      handler: async ({ space, caller, params, query }) => {
        const machine = await requireVisible(database, resource, caller, space.id, params.id)
        const page = pageOf(query)
        const onMachine = sql`from server_task where id in (
            select task_id from deployment where space_id = ${space.id} and deployed_to_machine_ids @> array[${machine.Id}]::text[]
            union all
            select task_id from runbook_run where space_id = ${space.id} and deployed_to_machine_ids @> array[${machine.Id}]::text[]
            union all
            select task_id from health_check where id = ${machine.Id} and task_id is not null)
          and ${query.type ? sql`name = ${query.type}` : sql`true`} and ${visibleWhere(caller, 'TaskView', TASK_COLUMNS)}`
        const { items, total } = await listAndCount<TaskRow>(
          database,
          { fromWhere: onMachine, order: sql`number desc` },
          page,
        )
        const address = `/api/${space.id}/machines/${machine.Id}/tasks`
        return collection('Task', items.map(presentTask), total, page, address, query)
      },
    }),
    ...standardRoutes(deps, resource),
  ]
}

/** The newest event of a machine's health. */
async function lastFinding(db: Queryable, machineId: string) {
  const { rows } = await sql<{ occurred_at: Date; message: string }>`
    select occurred_at, message from event
    where related_document_ids @> array[${machineId}]::text[] and category = any(${Object.values(HEALTH_EVENTS).filter(Boolean)}::text[])
    order by number desc limit 1`.execute(db)
  const last = rows[0]
  return {
    LastChecked: wireDate(last?.occurred_at),
    Logs: last
      ? [{ Category: 'Info', OccurredAt: wireDate(last.occurred_at), MessageText: last.message, Detail: null }]
      : [],
  }
}
