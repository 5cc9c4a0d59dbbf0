import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Caller } from '../context.ts'
import { findVariableSets } from '../variables/queries.ts'
import { loadVariableRights } from '../variables/rights.ts'

/**
 * The variables that would apply nowhere without this environment, by the project or library set that has them; what the
 * caller may not see is only said to be there. Source: API reference 5.4.
 */
export async function ownVariables(db: Queryable, caller: Caller, spaceId: string, environmentId: string) {
  const { rows } = await sql<{ id: string }>`
    select id from variable_set
    where space_id = ${spaceId} and snapshot_of is null
      and (starts_with(owner_id, 'Projects-') or starts_with(owner_id, 'LibraryVariableSets-'))
      and document @> jsonb_build_object('Variables', jsonb_build_array(
        jsonb_build_object('Scope', jsonb_build_object('Environment', jsonb_build_array(${environmentId}::text)))))
    order by id`.execute(db)
  const sets = await findVariableSets(
    db,
    rows.map(({ id }) => id),
  )
  const shown: Record<string, { Id: string; Name: string }[]> = {}
  let hidesOfProject = false
  let hidesOfLibrary = false
  for (const set of sets) {
    const own = set.variables.filter(({ Scope: { Environment } }) => Environment?.join() === environmentId)
    const rights = await loadVariableRights(db, caller, set)
    const seen = own.filter((variable) => rights.maySeeSet && rights.maySee(variable))
    if (seen.length > 0) shown[set.ownerId] = seen.map(({ Id, Name }) => ({ Id, Name }))
    if (seen.length === own.length) continue
    if (set.ownerId.startsWith('Projects-')) hidesOfProject = true
    else hidesOfLibrary = true
  }
  return {
    HasUnauthorizedProjectVariables: hidesOfProject,
    HasUnauthorizedLibraryVariableSetVariables: hidesOfLibrary,
    VariableMap: shown,
  }
}
