import { sql } from 'kysely'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { conflict } from '../../http/errors.ts'
import { BooleanParameter, isTrue } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, route } from '../context.ts'
import { PropertyValue, Text } from '../fields.ts'
import { requireVisible } from '../standard-routes.ts'
import { TenantCommonVariablesAnswer, TenantProjectVariablesAnswer, TenantVariablesAnswer } from './answers.ts'
import { tenantOverviewRoutes } from './overview-routes.ts'
import {
  type AnswerKind,
  concurrencyToken,
  presentAnswers,
  presentMissing,
  presentTenantVariables,
} from './present-answers.ts'
import { tenantResource } from './resource.ts'
import { type GivenAnswer, saveAnswers } from './save-answers.ts'
import { loadTenantWorld, missingAnswers, seenBy, type TenantWorld } from './tenant-world.ts'

const values = () => Type.Record(Type.String(), PropertyValue())

const TenantVariables = Type.Object({
  ProjectVariables: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Object({ Variables: Type.Optional(Type.Record(Type.String(), values(), { default: {} })) }),
      { default: {} },
    ),
  ),
  LibraryVariables: Type.Optional(
    Type.Record(Type.String(), Type.Object({ Variables: Type.Optional(values()) }), { default: {} }),
  ),
  ConcurrencyToken: Text(),
})

const answer = Type.Object({
  Id: Type.Optional(Type.String()),
  ProjectId: Type.Optional(Type.String()),
  LibraryVariableSetId: Type.Optional(Type.String()),
  TemplateId: Type.String({ minLength: 1 }),
  Value: Type.Optional(PropertyValue()),
  Scope: Type.Optional(
    Type.Object({ EnvironmentIds: Type.Optional(Type.Array(Type.String(), { default: [] })) }, { default: {} }),
  ),
})
// One client sends the list in an object, another the bare list.
const Answers = Type.Union([Type.Array(answer), Type.Object({ Variables: Type.Array(answer) })])

/** Values of tenants for the templates of projects and library sets (API reference 5.16, domain reference 5.8). */
export function tenantVariablesRoutes(deps: Deps): AppRoute[] {
  return [
    ...valueRoutes(deps),
    ...listRoutes(deps, 'project'),
    ...listRoutes(deps, 'common'),
    ...tenantOverviewRoutes(deps),
  ]
}

const common = { scope: 'space', tags: ['Tenants'], access: 'TenantView' } as const

const worldOf = async (db: Queryable, caller: Caller, spaceId: string, tenantId: string): Promise<TenantWorld> =>
  loadTenantWorld(db, await requireVisible(db, tenantResource, caller, spaceId, tenantId))

/** The same for whoever changes it: others wait until he has committed. */
async function lockedWorld(tx: Tx, caller: Caller, spaceId: string, tenantId: string): Promise<TenantWorld> {
  const { Id } = await requireVisible(tx, tenantResource, caller, spaceId, tenantId)
  await sql`select 1 from tenant where id = ${Id} for update`.execute(tx)
  return worldOf(tx, caller, spaceId, Id)
}

function valueRoutes({ database }: Deps): AppRoute[] {
  const save = (caller: Caller, spaceId: string, tenantId: string, body: Static<typeof TenantVariables>) =>
    inTransaction(database, async (tx) => {
      const world = await lockedWorld(tx, caller, spaceId, tenantId)
      if (body.ConcurrencyToken && body.ConcurrencyToken !== concurrencyToken(world)) {
        throw conflict(
          'ConcurrencyToken: the variables of the tenant were changed by somebody else. Read them again and repeat the change.',
        )
      }
      await saveAnswers(tx, caller, world, [...givenOf(body), ...scopedCommon(world)], () => true)
      const saved = await worldOf(tx, caller, spaceId, tenantId)
      return presentTenantVariables(saved, seenBy(caller, saved))
    })
  const change = (method: 'PUT' | 'POST', summary: string) =>
    route({
      ...common,
      method,
      path: '/tenants/:id/variables',
      summary,
      body: TenantVariables,
      response: TenantVariablesAnswer,
      handler: ({ space, params, body, caller }) => save(caller, space.id, params.id, body),
    })
  return [
    route({
      ...common,
      method: 'GET',
      path: '/tenants/:id/variables',
      summary: 'All values of a tenant',
      response: TenantVariablesAnswer,
      handler: async ({ space, params, caller }) => {
        const world = await worldOf(database, caller, space.id, params.id)
        return presentTenantVariables(world, seenBy(caller, world))
      },
    }),
    change('PUT', 'Replace all values of a tenant'),
    // The Go client posts its update.
    change('POST', 'Replace all values of a tenant, for clients that post'),
  ]
}

function givenOf({ ProjectVariables = {}, LibraryVariables = {} }: Static<typeof TenantVariables>): GivenAnswer[] {
  const ofProjects = Object.entries(ProjectVariables).flatMap(([ownerId, { Variables = {} }]) =>
    Object.entries(Variables).flatMap(([environmentId, byTemplate]) =>
      Object.entries(byTemplate).map(([templateId, value]) => ({
        ownerId,
        templateId,
        environmentIds: [environmentId],
        value,
      })),
    ),
  )
  const ofSets = Object.entries(LibraryVariables).flatMap(([ownerId, { Variables = {} }]) =>
    Object.entries(Variables).map(([templateId, value]) => ({ ownerId, templateId, environmentIds: [], value })),
  )
  return [...ofProjects, ...ofSets]
}

/** Answers that the body of `variables` has no place for stay as they are. */
const scopedCommon = ({ sets, answers }: TenantWorld): GivenAnswer[] =>
  answers.filter(
    ({ ownerId, environmentIds }) => environmentIds.length > 0 && sets.some(({ owner }) => owner.id === ownerId),
  )

function listRoutes({ database }: Deps, kind: AnswerKind): AppRoute[] {
  const path = kind === 'project' ? '/tenants/:id/projectvariables' : '/tenants/:id/commonvariables'
  const words = kind === 'project' ? 'for templates of projects' : 'for common templates'
  const response = kind === 'project' ? TenantProjectVariablesAnswer : TenantCommonVariablesAnswer
  const ownerOf = (given: Static<typeof answer>) =>
    (kind === 'project' ? given.ProjectId : given.LibraryVariableSetId) ?? ''
  return [
    route({
      ...common,
      method: 'GET',
      path,
      summary: `A tenant's values ${words}, as a list`,
      query: Type.Object({ includeMissingVariables: BooleanParameter() }),
      response,
      handler: async ({ space, params, query, caller }) => {
        const world = await worldOf(database, caller, space.id, params.id)
        const missing = isTrue(query.includeMissingVariables) ? missingAnswers(world) : []
        return {
          TenantId: world.tenant.Id,
          Variables: presentAnswers(world, kind, seenBy(caller, world)),
          MissingVariables: presentMissing(missing, kind),
          Links: {},
        }
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path,
      summary: `Replace a tenant's values ${words}`,
      body: Answers,
      response,
      handler: ({ space, params, body, caller }) =>
        inTransaction(database, async (tx) => {
          const world = await lockedWorld(tx, caller, space.id, params.id)
          const given = (Array.isArray(body) ? body : body.Variables).map((each) => ({
            id: each.Id || undefined,
            ownerId: ownerOf(each),
            templateId: each.TemplateId,
            environmentIds: each.Scope?.EnvironmentIds ?? [],
            value: each.Value ?? '',
          }))
          await saveAnswers(
            tx,
            caller,
            world,
            given,
            ({ ownerId }) => ownerId.startsWith('Projects-') === (kind === 'project'),
          )
          const saved = await worldOf(tx, caller, space.id, params.id)
          return { TenantId: saved.tenant.Id, Variables: presentAnswers(saved, kind, seenBy(caller, saved)), Links: {} }
        }),
    }),
  ]
}
