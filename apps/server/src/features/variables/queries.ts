import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { variableSetIdOf } from '../versioned.ts'
import type { VariableDocument } from './schema.ts'

/** A live variable set (`snapshotOf` is null) or a snapshot of one. The owner is a project or a library set. */
export interface VariableSetRow {
  readonly id: string
  readonly spaceId: string
  readonly ownerId: string
  readonly snapshotOf: string | null
  readonly version: number
  readonly variables: readonly VariableDocument[]
  readonly modifiedAt: Date
}

interface Row {
  id: string
  space_id: string
  owner_id: string
  snapshot_of: string | null
  version: number
  document: { Variables: VariableDocument[] }
  modified_at: Date
}

const columns = sql`id, space_id, owner_id, snapshot_of, version, document, modified_at`

const fromRow = (row: Row): VariableSetRow => ({
  id: row.id,
  spaceId: row.space_id,
  ownerId: row.owner_id,
  snapshotOf: row.snapshot_of,
  version: row.version,
  variables: row.document.Variables,
  modifiedAt: row.modified_at,
})

/** Ids are compared without case. */
export const canonicalVariableSetId = (id: string): string => {
  const parts = /^variableset-((?:projects|libraryvariablesets|deployments)-[0-9]+)(-s-[0-9]+-[a-z]{5})?$/i.exec(id)
  return parts ? variableSetIdOf(canonicalId(parts[1]!)) + (parts[2]?.toUpperCase().replace('-S-', '-s-') ?? '') : id
}

export async function findVariableSets(db: Queryable, ids: readonly string[]): Promise<readonly VariableSetRow[]> {
  const { rows } = await sql<Row>`
    select ${columns} from variable_set where id = any(${ids.map(canonicalVariableSetId)}::text[])`.execute(db)
  return rows.map(fromRow)
}

export const findVariableSet = async (db: Queryable, id: string): Promise<VariableSetRow | undefined> =>
  (await findVariableSets(db, [id]))[0]

/** The live set, held until the transaction ends: who saves and who takes a snapshot go one after the other. */
export async function lockVariableSet(tx: Tx, ownerId: string): Promise<VariableSetRow | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from variable_set where id = ${variableSetIdOf(ownerId)} for update`.execute(tx)
  return rows[0] && fromRow(rows[0])
}

export async function updateVariableSet(tx: Tx, id: string, variables: readonly VariableDocument[]): Promise<void> {
  await sql`update variable_set
    set document = ${JSON.stringify({ Variables: variables })}::jsonb, version = version + 1, modified_at = now()
    where id = ${id}`.execute(tx)
}

export async function variableSnapshotOf(db: Queryable, liveId: string, version: number): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from variable_set where snapshot_of = ${liveId} and version = ${version} limit 1`.execute(db)
  return rows[0]?.id
}
