import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'
import { findProcesses } from '../processes/queries.ts'
import { isRunbookId, processIdOf } from '../versioned.ts'
import type { VariableSetRow } from './queries.ts'

interface Choice {
  readonly Id: string
  readonly Name: string
}

/** A space has up to ten thousand machines; who needs one beyond these scopes by its id. */
const MOST_CHOICES = 1_000

/** What the variables of a set may be scoped to, as far as the caller may see it. Source: API reference 5.18. */
export async function loadScopeValues(db: Queryable, caller: Caller, set: VariableSetRow) {
  const named = async (table: string, visible: ReturnType<typeof visibleWhere>, order = sql`lower(name)`) => {
    const { rows } = await sql<Choice>`
      select id as "Id", name as "Name" from ${sql.table(table)}
      where space_id = ${set.spaceId} and ${visible} order by ${order} limit ${MOST_CHOICES}`.execute(db)
    return rows
  }
  const space = sql`space_id`
  const isLibrary = !set.ownerId.startsWith('Projects-')
  const [Environments, Machines, Channels, Roles, TenantTags, Tenants, processes] = await Promise.all([
    named('environment', visibleWhere(caller, 'EnvironmentView', { space, environment: sql`id` }), sql`sort_order`),
    named('machine', visibleWhere(caller, 'MachineView', { space, environments: sql`environment_ids` })),
    isLibrary ? [] : named('channel', sql<boolean>`project_id = ${set.ownerId}`),
    loadRoles(db, set.spaceId),
    loadTags(db, set.spaceId),
    named('tenant', visibleWhere(caller, 'TenantView', { space, tenant: sql`id` })),
    isLibrary ? [] : loadProcesses(db, set.ownerId),
  ])
  return {
    Environments,
    Machines,
    Channels,
    Roles,
    TenantTags,
    Tenants,
    Actions: processes.flatMap(({ steps }) =>
      steps.flatMap((step) => step.Actions.map(({ Id, Name }) => ({ Id, Name }))),
    ),
    Processes: processes.map(({ id, name }) =>
      isRunbookId(id)
        ? { Id: id, Name: name, ProcessType: 'Runbook' }
        : { Id: id, Name: 'Deployment process', ProcessType: 'Deployment' },
    ),
  }
}

/** The processes of a project: its own, then those of its runbooks. */
async function loadProcesses(db: Queryable, projectId: string) {
  const runbooks = await db
    .selectFrom('runbook')
    .select(['id', 'name'])
    .where('project_id', '=', projectId)
    .orderBy(sql`lower(name)`)
    .limit(MOST_CHOICES)
    .execute()
  const owners = [{ id: projectId, name: '' }, ...runbooks]
  const rows = await findProcesses(
    db,
    owners.map(({ id }) => processIdOf(id)),
  )
  return owners.flatMap((owner) => {
    const process = rows.find(({ ownerId }) => ownerId === owner.id)
    return process ? [{ ...owner, steps: process.steps }] : []
  })
}

async function loadRoles(db: Queryable, spaceId: string): Promise<readonly Choice[]> {
  const { rows } = await sql<Choice>`
    select distinct role as "Id", role as "Name" from machine, unnest(roles) role
    where space_id = ${spaceId} order by role limit ${MOST_CHOICES}`.execute(db)
  return rows
}

async function loadTags(db: Queryable, spaceId: string): Promise<readonly Choice[]> {
  const { rows } = await sql<Choice>`
    select tag ->> 'CanonicalTagName' as "Id", tag ->> 'CanonicalTagName' as "Name"
    from tag_set, jsonb_array_elements(document -> 'Tags') tag
    where space_id = ${spaceId} and document -> 'Scopes' ? 'Tenant'
    order by sort_order, (tag ->> 'SortOrder')::int limit ${MOST_CHOICES}`.execute(db)
  return rows
}
