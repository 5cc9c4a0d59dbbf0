import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { Answer, AnsweredDate, CollectionOf, Links } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'

const Node = {
  Id: Type.String(),
  Name: Type.String(),
  MaxConcurrentTasks: Type.Integer(),
  IsInMaintenanceMode: Type.Boolean(),
  LastSeen: AnsweredDate(),
  Rank: Type.String(),
  IsOffline: Type.Boolean(),
}
const ServerNode = Answer('ServerNode', { ...Node, Links: Links() })
const ServerNodeSummary = Answer('ServerNodeSummary', { ...Node, RunningTaskCount: Type.Integer(), Links: Links() })

/** A node has no limit of tasks: they wait for locks, and scripts for a place on the node. */
const NO_LIMIT = 2_147_483_647

/** The processes that share the work. A dead one is in the list until another has taken over its work. Source: API reference 5.32. */
export function serverNodeRoutes({ database }: Deps): AppRoute[] {
  const common = { method: 'GET', scope: 'system', tags: ['Server'], access: 'ConfigureServer' } as const
  const address = '/api/octopusservernodes'
  return [
    route({
      ...common,
      path: '/octopusservernodes',
      summary: 'The nodes of the server',
      query: Type.Object({ ...Paging, ids: ListParameter(), partialName: Type.Optional(Type.String()) }),
      response: CollectionOf(ServerNode),
      handler: async ({ query }) => {
        const page = pageOf(query)
        const ids = listOf(query.ids)
        const wanted = (await loadNodes(database)).filter(
          ({ name }) =>
            (!ids || ids.includes(name)) && name.toLowerCase().includes((query.partialName ?? '').toLowerCase()),
        )
        const items = wanted.slice(page.skip, page.skip + page.take).map(present)
        return collection('OctopusServerNode', items, wanted.length, page, address, query)
      },
    }),
    route({
      ...common,
      path: '/octopusservernodes/all',
      summary: 'The nodes of the server, as an array',
      response: Type.Array(ServerNode),
      handler: async () => (await loadNodes(database)).map(present),
    }),
    route({
      ...common,
      path: '/octopusservernodes/summary',
      summary: 'The nodes of the server, and what they do',
      response: Answer('ServerNodesSummary', { Nodes: Type.Array(ServerNodeSummary), Links: Links() }),
      handler: async () => ({
        Nodes: (await loadNodes(database)).map((node) => ({ ...present(node), RunningTaskCount: node.running })),
        Links: { Self: `${address}/summary` },
      }),
    }),
    route({
      ...common,
      path: '/octopusservernodes/:id',
      summary: 'A node of the server',
      response: ServerNode,
      handler: async ({ params }) => {
        const node = (await loadNodes(database)).find(({ name }) => name === params.id)
        if (!node) throw notFound('Node', params.id)
        return present(node)
      },
    }),
  ]
}

interface NodeRow {
  readonly name: string
  readonly heartbeat_at: Date
  readonly is_silent: boolean
  readonly running: number
}

/** A node writes its heartbeat every 5 s and is taken for dead after 15. */
async function loadNodes(db: Queryable): Promise<readonly NodeRow[]> {
  const { rows } = await sql<NodeRow>`
    select name, heartbeat_at, heartbeat_at < now() - interval '15 seconds' as is_silent,
      (select count(*) from server_task where server_node = node.name and state in ('Executing', 'Cancelling')) as running
    from server_node node order by name`.execute(db)
  return rows
}

const present = ({ name, heartbeat_at, is_silent }: NodeRow) => ({
  Id: name,
  Name: name,
  MaxConcurrentTasks: NO_LIMIT,
  IsInMaintenanceMode: false,
  LastSeen: wireDate(heartbeat_at),
  // All nodes are equal; clients know this word for one that works.
  Rank: 'Follower',
  IsOffline: is_silent,
  Links: { Self: `/api/octopusservernodes/${encodeURIComponent(name)}` },
})
