import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { variableSetIdOf } from '../versioned.ts'

/** Adds the empty variable set of a new project or library set. */
export async function createVariableSet(
  tx: Tx,
  owner: { readonly ownerId: string; readonly spaceId: string },
): Promise<string> {
  const id = variableSetIdOf(owner.ownerId)
  await tx
    .insertInto('variable_set')
    .values({
      id,
      space_id: owner.spaceId,
      owner_id: owner.ownerId,
      snapshot_of: null,
      document: JSON.stringify({ Variables: [] }),
    })
    .execute()
  return id
}

/** Removes the variable set of a deleted owner with its snapshots and their secrets. */
export async function deleteVariableSet(tx: Tx, ownerId: string): Promise<void> {
  await sql`delete from secret where owner_id in (select id from variable_set where owner_id = ${ownerId})`.execute(tx)
  await sql`delete from variable_set where owner_id = ${ownerId}`.execute(tx)
}
