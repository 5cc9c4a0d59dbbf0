import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../database/connection.ts'
import type { Document } from '../database/documents.ts'

/** Something that uses another thing; `what` is a word for its kind: `machine`. */
export interface User {
  readonly what: string
  readonly id: string
  readonly name: string
}

/** A statement that answers the columns of a {@link User}. */
export type Users = RawBuilder<unknown>

const MOST_NAMED = 5

/** So many at most of those that the statements find, by kind and name. */
export async function loadUsers(db: Queryable, users: readonly Users[], limit: number): Promise<readonly User[]> {
  const { rows } = await sql<User>`
    select what, id, name from (${sql.join(users, sql` union `)}) users order by what, lower(name), id limit ${limit}`.execute(
    db,
  )
  return rows
}

/** Why a thing stays that others use: a sentence that names them. Empty when nothing does. `kind` is a word for it: `proxy`. */
export async function explainUsers(
  db: Queryable,
  kind: string,
  thing: Document,
  users: readonly Users[],
  advice = 'Take it out of them first.',
): Promise<string[]> {
  const found = await loadUsers(db, users, MOST_NAMED + 1)
  if (found.length === 0) return []
  const names = found.slice(0, MOST_NAMED).map(({ what, name }) => `the ${what} ${name}`)
  const others = found.length > MOST_NAMED ? ' and others' : ''
  return [`The ${kind} '${thing.Name}' is used by ${names.join(', ')}${others}. ${advice}`]
}

/** Why a thing stays that a task is about which has not ended. Empty when there is none. */
export async function explainTasks(
  db: Queryable,
  kind: 'project' | 'environment' | 'tenant',
  thing: Document,
): Promise<string[]> {
  const { rows } = await sql`select 1 from server_task
    where ${sql.ref(`${kind}_id`)} = ${thing.Id} and state in ('Queued', 'Executing', 'Cancelling') limit 1`.execute(db)
  return rows.length === 0
    ? []
    : [`The ${kind} '${thing.Name}' has a deployment that has not ended. Wait for it or cancel it.`]
}

/** Machines and workers whose document has the id of a thing at a path. */
export const hostsWith = (path: readonly string[], { SpaceId, Id }: Document): Users => {
  const among = (table: 'machine' | 'worker') => sql`
    select ${sql.lit(table)} as what, id, name from ${sql.table(table)}
    where space_id = ${SpaceId} and document #>> ${path}::text[] = ${Id}`
  return sql`${among('machine')} union ${among('worker')}`
}

/** Projects and runbooks with the id of a thing at a path (`$id`) of the actions of their process. */
export const processesWith = (path: string, { SpaceId, Id }: Document): Users => sql`
  select owner.what, owner.id, owner.name from deployment_process live
    join (select 'project' as what, id, name from project union all select 'runbook', id, name from runbook) owner on owner.id = live.owner_id
  where live.space_id = ${SpaceId} and live.snapshot_of is null
    and jsonb_path_exists(live.document, ${`$.Steps[*].Actions[*]${path}`}::jsonpath, jsonb_build_object('id', ${Id}::text))`

/** Projects and library sets with a variable or a template whose value is the id of a thing, and tenants that gave it as theirs. */
export const valuesWith = ({ SpaceId, Id }: Document): Users => {
  const owners = sql`(
    select 'project' as what, id, name, space_id, document from project union all
    select 'library variable set', id, name, space_id, document from library_variable_set) owner`
  return sql`
    select owner.what, owner.id, owner.name from variable_set live join ${owners} on owner.id = live.owner_id
    where live.space_id = ${SpaceId} and live.snapshot_of is null
      and jsonb_path_exists(live.document, '$.Variables[*] ? (@.Value == $id)', jsonb_build_object('id', ${Id}::text))
    union
    select owner.what, owner.id, owner.name from ${owners}
    where owner.space_id = ${SpaceId}
      and jsonb_path_exists(owner.document, '$.Templates[*] ? (@.DefaultValue == $id)', jsonb_build_object('id', ${Id}::text))
    union
    select 'tenant', tenant.id, tenant.name from tenant_variable given join tenant on tenant.id = given.tenant_id
    where given.space_id = ${SpaceId} and given.value = to_jsonb(${Id}::text)`
}
