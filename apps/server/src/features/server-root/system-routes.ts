import { availableParallelism, platform, release } from 'node:os'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { Answer, AnyObject, Links } from '../../http/answers.ts'
import { type AppRoute, type Deps, route } from '../context.ts'

/** What is counted, and its table. */
const COUNTED = {
  Spaces: 'space',
  Projects: 'project',
  Environments: 'environment',
  Tenants: 'tenant',
  Machines: 'machine',
  Users: 'user_account',
  ActionTemplates: 'action_template',
} as const

/** What the process that answers knows of itself. Source: API reference 5.32. */
export function systemRoutes({ database, version, nodeName }: Deps): AppRoute[] {
  const common = { method: 'GET', scope: 'system', tags: ['Server'], access: 'ConfigureServer' } as const
  return [
    route({
      ...common,
      path: '/serverstatus/system-info',
      summary: 'The process that answers, and where it runs',
      response: AnyObject(),
      handler: async () => ({
        Version: version,
        NodeName: nodeName,
        OSVersion: `${platform()} ${release()}`,
        RuntimeVersion: `Node.js ${process.version}`,
        ProcessorCount: availableParallelism(),
        Uptime: `${Math.floor(process.uptime())} seconds`,
        WorkingSetBytes: process.memoryUsage.rss(),
        Links: { Self: '/api/serverstatus/system-info' },
      }),
    }),
    route({
      ...common,
      path: '/serverstatus/counts',
      summary: 'How much there is of what people set up',
      response: Answer('ServerCounts', {
        ...Object.fromEntries(Object.keys(COUNTED).map((name) => [name, Type.Integer()])),
        Links: Links(),
      }),
      handler: async () => {
        const counts = Object.entries(COUNTED).map(
          ([name, table]) => sql`(select count(*) from ${sql.table(table)}) as ${sql.ref(name)}`,
        )
        const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)}`.execute(database)
        return { ...rows[0], Links: { Self: '/api/serverstatus/counts' } }
      },
    }),
    route({
      ...common,
      path: '/serverstatus/extensions',
      summary: 'Extensions: there are none',
      response: Type.Array(AnyObject()),
      handler: async () => [],
    }),
  ]
}
