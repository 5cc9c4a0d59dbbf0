import { sql } from 'kysely'
import { Type } from 'typebox'
import { type AppRoute, type Deps, route } from '../context.ts'
import { lastCheck } from '../health-checks/last-check.ts'
import { MachineConnectionAnswer } from '../machines/answers.ts'
import { discoverRoute } from '../ssh/discover.ts'
import { requireVisible, standardRoutes } from '../standard-routes.ts'
import { workerResource as resource } from './resource.ts'

/** Workers: std, and what is known of their connection. */
export function workerRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: [resource.tag], access: 'WorkerView' } as const
  const wordsOf = async (spaceId: string, field: string): Promise<string[]> => {
    const { rows } = await sql<{ word: string }>`
      select distinct document ->> ${field} as word from worker where space_id = ${spaceId} order by 1`.execute(
      database,
    )
    return rows.map(({ word }) => word).filter((word) => word && word !== 'Unknown')
  }
  return [
    discoverRoute(deps, 'Worker', 'WorkerEdit'),
    route({
      ...common,
      method: 'GET',
      path: '/workers/operatingsystem/names/all',
      summary: 'The operating systems of the workers',
      response: Type.Array(Type.String()),
      handler: ({ space }) => wordsOf(space.id, 'OperatingSystem'),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/workers/operatingsystem/shells/all',
      summary: 'The shells of the workers',
      response: Type.Array(Type.String()),
      handler: ({ space }) => wordsOf(space.id, 'ShellName'),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/workers/:id/connection',
      summary: 'What the last health check found',
      response: MachineConnectionAnswer,
      handler: async ({ space, caller, params }) => {
        const worker = await requireVisible(database, resource, caller, space.id, params.id)
        return {
          MachineId: worker.Id,
          Status: resource.present!(worker).Status,
          CurrentTentacleVersion: null,
          ...(await lastCheck(database, worker.Id)),
          Links: { Self: `/api/${space.id}/workers/${worker.Id}/connection` },
        }
      },
    }),
    ...standardRoutes(deps, resource),
  ]
}
