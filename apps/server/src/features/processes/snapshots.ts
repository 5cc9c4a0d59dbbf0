import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { copySecrets } from '../../database/secrets.ts'
import { notFound } from '../../http/errors.ts'
import { snapshotIdOf } from '../versioned.ts'
import { lockProcess, newestProcessSnapshot } from './queries.ts'

/**
 * Freezes the process of a project or runbook as it is now; answers the snapshot's id. A process that has not changed since its newest
 * snapshot is not copied again.
 */
export async function snapshotProcess(tx: Tx, ownerId: string): Promise<string> {
  const live = await lockProcess(tx, ownerId)
  if (!live) throw notFound('DeploymentProcess', ownerId)
  const known = await newestProcessSnapshot(tx, live.id, live.version)
  if (known) return known
  const id = snapshotIdOf(live.id, live.version)
  await sql`insert into deployment_process (id, space_id, owner_id, snapshot_of, version, document)
    select ${id}, space_id, owner_id, id, version, document from deployment_process where id = ${live.id}`.execute(tx)
  await copySecrets(tx, live.id, id)
  return id
}
