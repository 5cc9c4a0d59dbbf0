import { sql } from 'kysely'
import { Type } from 'typebox'
import { AnyObject } from '../../http/answers.ts'
import { installationIdOf } from '../access/installation.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { RootAnswer, ServerHealthAnswer, ServerStatusAnswer, SpaceRootAnswer, TimeZoneAnswer } from './answers.ts'
import { constantRoutes } from './constants.ts'
import { rootLinks, spaceLinks } from './links.ts'
import { serverNodeRoutes } from './nodes.ts'
import { systemRoutes } from './system-routes.ts'

const common = { scope: 'system', tags: ['Server'], method: 'GET' } as const

/** Kinds of requests that clients ask for before they rely on them. Only what this server really answers. */
const CAPABILITIES: readonly string[] = ['GetAllSpacesRequest']

/** The roots that clients start from, and what the server says of itself. Source: API reference 2, 5.32. */
export function serverRootRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  return [
    route({
      ...common,
      path: '',
      summary: 'The root: version and links',
      access: 'public',
      response: RootAnswer,
      handler: async () => {
        const { rows } = await sql<{ id: string }>`
          select id from space order by (document -> 'IsDefault' = 'true') desc, length(id), id limit 1`.execute(
          database,
        )
        return {
          Application: 'Octopus Deploy',
          Version: deps.version,
          ApiVersion: '3.0.0',
          InstallationId: await installationIdOf(database),
          IsEarlyAccessProgram: false,
          HasLongTermSupport: false,
          Links: rootLinks(rows[0]?.id ?? 'Spaces-1'),
        }
      },
    }),
    route({
      ...common,
      scope: 'space',
      path: '/spaceroot',
      summary: 'The root of a space: links',
      access: 'signed-in',
      response: SpaceRootAnswer,
      handler: async ({ space }) => ({ Id: space.id, Links: spaceLinks(space.id) }),
    }),
    ...statusRoutes(deps),
    ...systemRoutes(deps),
    ...serverNodeRoutes(deps),
    ...constantRoutes(),
    route({
      ...common,
      path: '/capabilities',
      summary: 'Kinds of requests that this server answers',
      access: 'signed-in',
      response: Type.Object({ Capabilities: Type.Array(Type.String()) }),
      handler: async () => ({ Capabilities: CAPABILITIES }),
    }),
    route({
      ...common,
      path: '/capabilities/:name',
      summary: 'Whether this server answers a kind of request',
      access: 'signed-in',
      response: Type.Object({ Exists: Type.Boolean() }),
      handler: async ({ params }) => ({ Exists: CAPABILITIES.includes(params.name) }),
    }),
    route({
      ...common,
      path: '/configuration/feature-toggles',
      summary: 'Feature toggles: there are none, so every one is off',
      access: 'signed-in',
      query: Type.Object({ Name: Type.Optional(Type.String()) }),
      response: Type.Object({ FeatureToggles: Type.Array(AnyObject()) }),
      handler: async () => ({ FeatureToggles: [] }),
    }),
  ]
}

function statusRoutes({ version }: Deps): AppRoute[] {
  return [
    route({
      ...common,
      path: '/serverstatus',
      summary: 'How the server is',
      access: 'signed-in',
      response: ServerStatusAnswer,
      handler: async () => ({
        IsDatabaseEncrypted: false,
        IsMajorMinorUpgrade: false,
        IsInMaintenanceMode: false,
        IsUpgradeAvailable: false,
        MaximumAvailableVersion: version,
        MaximumAvailableVersionCoveredByLicense: version,
        MaintenanceExpires: null,
        IsPotentialClone: false,
        Links: {
          Self: '/api/serverstatus',
          Health: '/api/serverstatus/health',
          Timezones: '/api/serverstatus/timezones',
          SystemInfo: '/api/serverstatus/system-info',
          Counts: '/api/serverstatus/counts',
          Extensions: '/api/serverstatus/extensions',
        },
      }),
    }),
    route({
      ...common,
      path: '/serverstatus/health',
      summary: 'Whether the server works as it should',
      access: 'signed-in',
      response: ServerHealthAnswer,
      handler: async () => ({
        IsOperatingNormally: true,
        Description: 'The server is working as it should.',
        IsEntireClusterReadOnly: false,
        IsEntireClusterDrainingTasks: false,
        IsCompliantWithLicense: true,
        Links: { Self: '/api/serverstatus/health' },
      }),
    }),
    route({
      ...common,
      path: '/serverstatus/timezones',
      summary: 'Time zones that schedules can use',
      access: 'signed-in',
      response: Type.Array(TimeZoneAnswer),
      handler: async () => {
        const local = Intl.DateTimeFormat().resolvedOptions().timeZone
        const names = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]
        return names.map((name) => ({ Id: name, Name: name, IsLocal: name === local, Links: {} }))
      },
    }),
  ]
}
