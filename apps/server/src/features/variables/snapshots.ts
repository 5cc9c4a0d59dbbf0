import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { copySecrets } from '../../database/secrets.ts'
import { notFound } from '../../http/errors.ts'
import { snapshotIdOf } from '../versioned.ts'
import { lockVariableSet, variableSnapshotOf } from './queries.ts'

/**
 * Freezes the variables of a project or library set as they are now; answers the snapshot's id. A set that has not changed
 * since its newest snapshot is not copied again.
 */
export async function snapshotVariables(tx: Tx, ownerId: string): Promise<string> {
  const live = await lockVariableSet(tx, ownerId)
  if (!live) throw notFound('VariableSet', ownerId)
  const known = await variableSnapshotOf(tx, live.id, live.version)
  if (known) return known
  const id = snapshotIdOf(live.id, live.version)
  await sql`insert into variable_set (id, space_id, owner_id, snapshot_of, version, document)
    select ${id}, space_id, owner_id, id, version, document from variable_set where id = ${live.id}`.execute(tx)
  await copySecrets(tx, live.id, id)
  return id
}
