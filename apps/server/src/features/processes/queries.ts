import { type RawBuilder, sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { isRunbookId, processIdOf } from '../versioned.ts'
import type { StepDocument } from './schema.ts'

/** A live process (`snapshotOf` is null) or a snapshot of one. */
export interface ProcessRow {
  readonly id: string
  readonly spaceId: string
  /** The project, or the runbook, that it belongs to. */
  readonly ownerId: string
  readonly snapshotOf: string | null
  readonly version: number
  readonly steps: readonly StepDocument[]
  readonly modifiedAt: Date
}

const columns = sql`id, space_id, owner_id, snapshot_of, version, document, modified_at`

interface Row {
  id: string
  space_id: string
  owner_id: string
  snapshot_of: string | null
  version: number
  document: { Steps: StepDocument[] }
  modified_at: Date
}

const fromRow = (row: Row): ProcessRow => ({
  id: row.id,
  spaceId: row.space_id,
  ownerId: row.owner_id,
  snapshotOf: row.snapshot_of,
  version: row.version,
  steps: row.document.Steps,
  modifiedAt: row.modified_at,
})

/** `deploymentProcess-projects-1` finds `deploymentprocess-Projects-1`: ids are compared without case. */
export const canonicalProcessId = (id: string): string => {
  const parts = /^(deployment|runbook)process-((?:projects|runbooks)-[0-9]+)(-s-[0-9]+-[a-z]{5})?$/i.exec(id)
  if (!parts) return id
  const [, word, owner, snapshot] = parts
  const ownerId = canonicalId(owner!)
  const isSpelt = isRunbookId(ownerId) === (word!.toLowerCase() === 'runbook')
  return isSpelt ? processIdOf(ownerId) + (snapshot?.toUpperCase().replace('-S-', '-s-') ?? '') : id
}

export async function findProcesses(db: Queryable, ids: readonly string[]): Promise<readonly ProcessRow[]> {
  const { rows } = await sql<Row>`
    select ${columns} from deployment_process where id = any(${ids.map(canonicalProcessId)}::text[])`.execute(db)
  return rows.map(fromRow)
}

export const findProcess = async (db: Queryable, id: string): Promise<ProcessRow | undefined> =>
  (await findProcesses(db, [id]))[0]

/** The live process, held until the transaction ends: who saves and who takes a snapshot go one after the other. */
export async function lockProcess(tx: Tx, ownerId: string): Promise<ProcessRow | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from deployment_process where id = ${processIdOf(ownerId)} for update`.execute(tx)
  return rows[0] && fromRow(rows[0])
}

export async function updateProcess(tx: Tx, id: string, steps: readonly StepDocument[]): Promise<void> {
  await sql`update deployment_process
    set document = ${JSON.stringify({ Steps: steps })}::jsonb, version = version + 1, modified_at = now()
    where id = ${id}`.execute(tx)
}

/** The newest snapshot of a live process, of the given version or of any. */
export async function newestProcessSnapshot(db: Queryable, liveId: string, version?: number): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from deployment_process where snapshot_of = ${liveId}
      ${version === undefined ? sql`` : sql`and version = ${version}`}
    order by version desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** A page of the live processes of a space, or of processes and snapshots that are asked for by id; and how many there are. */
export async function listProcesses(
  db: Queryable,
  ask: {
    readonly spaceId: string
    readonly ofRunbooks: boolean
    readonly ids: readonly string[] | undefined
    readonly visible: RawBuilder<boolean>
    readonly page: { readonly skip: number; readonly take: number }
  },
): Promise<{ readonly rows: readonly ProcessRow[]; readonly total: number }> {
  const wanted = sql`space_id = ${ask.spaceId} and starts_with(owner_id, 'Runbooks-') = ${ask.ofRunbooks} and ${ask.visible}
    and ${ask.ids ? sql`id = any(${ask.ids.map(canonicalProcessId)}::text[])` : sql`snapshot_of is null`}`
  const { rows } = await sql<Row>`
    select ${columns} from deployment_process where ${wanted}
    order by owner_id, version, id offset ${ask.page.skip} limit ${ask.page.take}`.execute(db)
  const counted = await sql<{ count: number }>`select count(*) from deployment_process where ${wanted}`.execute(db)
  return { rows: rows.map(fromRow), total: counted.rows[0]!.count }
}
