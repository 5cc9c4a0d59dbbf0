import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import type { DocumentKind } from '../../database/documents.ts'

/** Makes one document of a space the default of its kind, so that every other one is not. */
export async function beOnlyDefault(tx: Tx, kind: DocumentKind, spaceId: string, id: string): Promise<void> {
  await sql`
    update ${sql.table(kind.table)} set document = jsonb_set(document, '{IsDefault}', 'false'),
      version = version + 1, modified_at = now()
    where space_id = ${spaceId} and id <> ${id} and document -> 'IsDefault' = 'true'`.execute(tx)
}

/** The id of the default document of a kind in a space. */
export async function defaultIdOf(tx: Tx, kind: DocumentKind, spaceId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(kind.table)} where space_id = ${spaceId} and document -> 'IsDefault' = 'true' limit 1`.execute(
    tx,
  )
  return rows[0]?.id
}
