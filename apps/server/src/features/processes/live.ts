import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { processIdOf } from '../versioned.ts'

/** Adds the empty process of a new project. */
export async function createProcess(
  tx: Tx,
  owner: { readonly ownerId: string; readonly spaceId: string },
): Promise<string> {
  const id = processIdOf(owner.ownerId)
  await tx
    .insertInto('deployment_process')
    .values({
      id,
      space_id: owner.spaceId,
      owner_id: owner.ownerId,
      snapshot_of: null,
      document: JSON.stringify({ Steps: [] }),
    })
    .execute()
  return id
}

/** Removes the process of a deleted project with its snapshots and their secrets. */
export async function deleteProcess(tx: Tx, projectId: string): Promise<void> {
  await sql`delete from secret where owner_id in (select id from deployment_process where owner_id = ${projectId})`.execute(
    tx,
  )
  await sql`delete from deployment_process where owner_id = ${projectId}`.execute(tx)
}
