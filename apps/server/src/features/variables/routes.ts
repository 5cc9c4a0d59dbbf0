import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { ListParameter, listOf } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { requireRelease } from '../releases/routes.ts'
import { requireVisible } from '../standard-routes.ts'
import { variableSetIdOf } from '../versioned.ts'
import { loadVariableNames } from './names.ts'
import { canonicalVariableSetId, findVariableSet, findVariableSets, type VariableSetRow } from './queries.ts'
import { loadVariableRights } from './rights.ts'
import { saveVariables } from './save-variables.ts'
import { type GivenVariable, variableSetAnswer, variableSetBody } from './schema.ts'
import { loadScopeValues } from './scope-values.ts'

/** Variable sets of projects and library sets, and their snapshots (API reference 5.18). */
export function variablesRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  // Which right a set needs depends on its owner and on each variable's scope; the handlers ask for it.
  const common = { scope: 'space', tags: ['Variables'], access: 'signed-in' } as const
  const save = (caller: Caller, ownerId: string, body: { Version: number; Variables?: readonly unknown[] }) =>
    inTransaction(database, async (tx) => {
      const Variables = (body.Variables ?? []) as readonly GivenVariable[]
      const warnings = await saveVariables(tx, caller, ownerId, { Version: body.Version, Variables })
      const saved = await present(tx, caller, (await findVariableSet(tx, variableSetIdOf(ownerId)))!)
      return warnings.length > 0 ? { ...saved, Warnings: warnings } : saved
    })
  /** Those of the sets that the caller may see, in their order. */
  const presentSeen = async (caller: Caller, space: Space, ids: readonly string[]) => {
    const rows = new Map((await findVariableSets(database, ids)).map((row) => [row.id, row]))
    const answers: unknown[] = []
    for (const id of new Set(ids.map(canonicalVariableSetId))) {
      const row = rows.get(id)
      if (row?.spaceId !== space.id || !(await loadVariableRights(database, caller, row)).maySeeSet) continue
      answers.push(await present(database, caller, row))
    }
    return answers
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/variables/names',
      summary: 'Names of variables that a project can use',
      query: Type.Object({
        project: Type.Optional(Type.String()),
        runbook: Type.Optional(Type.String()),
        projectEnvironmentsFilter: Type.Optional(Type.String()),
      }),
      response: Type.Array(Type.String()),
      handler: async ({ space, query, caller }) => {
        if (!query.project) return loadVariableNames(database, [])
        const project = await requireVisible(database, projectResource, caller, space.id, query.project)
        return loadVariableNames(database, [project.Id, ...(project.IncludedLibraryVariableSetIds as string[])])
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/variables/all',
      summary: 'Variable sets by their ids, as an array',
      query: Type.Object({ ids: ListParameter() }),
      response: Type.Array(variableSetAnswer),
      handler: ({ space, query, caller }) => presentSeen(caller, space, listOf(query.ids) ?? []),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/variables',
      summary: "A release's snapshots of variables, the project's first, as an array",
      response: Type.Array(variableSetAnswer),
      handler: async ({ space, params, caller }) => {
        const release = await requireRelease(database, caller, space, params.id)
        return presentSeen(caller, space, [release.variable_snapshot_id, ...release.library_snapshot_ids])
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/variables/:id',
      summary: 'Read a variable set or a snapshot of one',
      response: variableSetAnswer,
      handler: async ({ space, params, caller }) =>
        present(database, caller, await requireSet(database, caller, space, params.id)),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/variables/:id',
      summary: 'Replace the variables of a set',
      body: variableSetBody,
      response: variableSetAnswer,
      handler: async ({ space, params, body, caller }) => {
        const row = await requireSet(database, caller, space, params.id)
        if (row.snapshotOf) {
          throw badRequest(`Id: '${row.id}' is a snapshot, which never changes. Change '${row.snapshotOf}' instead.`)
        }
        return save(caller, row.ownerId, body)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/variables',
      summary: "Read a project's variables",
      response: variableSetAnswer,
      handler: async ({ space, params, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        return present(database, caller, await requireSet(database, caller, space, variableSetIdOf(project.Id)))
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/projects/:id/variables',
      summary: "Replace a project's variables",
      body: variableSetBody,
      response: variableSetAnswer,
      handler: async ({ space, params, body, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        const row = await requireSet(database, caller, space, variableSetIdOf(project.Id))
        return save(caller, row.ownerId, body)
      },
    }),
  ]
}

async function requireSet(db: Queryable, caller: Caller, space: Space, id: string): Promise<VariableSetRow> {
  const row = await findVariableSet(db, id)
  const isVisible = row?.spaceId === space.id && (await loadVariableRights(db, caller, row)).maySeeSet
  if (!row || !isVisible) throw notFound('VariableSet', id)
  return row
}

async function present(db: Queryable, caller: Caller, row: VariableSetRow) {
  const rights = await loadVariableRights(db, caller, row)
  return {
    Id: row.id,
    SpaceId: row.spaceId,
    OwnerId: row.ownerId,
    Version: row.version,
    Variables: row.variables.filter(rights.maySee),
    ScopeValues: await loadScopeValues(db, caller, row),
    LastModifiedOn: wireDate(row.modifiedAt),
    LastModifiedBy: null,
    Links: { Self: `${spaceAddress(row.spaceId)}/variables/${row.id}` },
  }
}
