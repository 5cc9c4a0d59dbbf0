import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { processIdOf } from '../versioned.ts'

/** Adds the empty process of a new project or runbook. */
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

/** Removes the process of a deleted project or runbook with its snapshots and their secrets. */
export async function deleteProcess(tx: Tx, ownerId: string): Promise<void> {
  await sql`delete from secret where owner_id in (select id from deployment_process where owner_id = ${ownerId})`.execute(
    tx,
  )
  await sql`delete from deployment_process where owner_id = ${ownerId}`.execute(tx)
}

/** The same for the runbooks that went with their project. */
export async function deleteProcessesOfGoneRunbooks(tx: Tx, spaceId: string): Promise<void> {
  const { rows } = await sql<{ owner_id: string }>`
    select distinct owner_id from deployment_process process
    where space_id = ${spaceId} and starts_with(owner_id, 'Runbooks-') and snapshot_of is null
      and not exists (select from runbook where runbook.id = process.owner_id)`.execute(tx)
  for (const { owner_id } of rows) await deleteProcess(tx, owner_id)
}
