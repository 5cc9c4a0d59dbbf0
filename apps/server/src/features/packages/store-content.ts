import { createHash } from 'node:crypto'
import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Database, Tx } from '../../database/connection.ts'
import { readParts } from '../../database/parts.ts'

/** A whole content that nothing points to yet. */
export interface ReceivedContent {
  readonly id: number
  readonly sha256: string
  readonly sizeBytes: number
}

/**
 * Stores a content part by part as it arrives, outside a transaction: one would be open for as long as the sender takes.
 *
 * Errors: `too-large` beyond `limitBytes`, counted on what really came. Errors of the source come through. What was stored is
 * removed either way; if even that fails, `deleteUnusedContents` finds it later.
 */
export async function receiveContent(
  database: Database,
  chunks: AsyncIterable<Buffer>,
  limitBytes: number,
): Promise<Result<ReceivedContent, { readonly kind: 'too-large' }>> {
  const { id } = await database.insertInto('package_content').defaultValues().returning('id').executeTakeFirstOrThrow()
  const hash = createHash('sha256')
  let sizeBytes = 0
  let part = 0
  try {
    for await (const content of readParts(chunks)) {
      sizeBytes += content.length
      if (sizeBytes > limitBytes) {
        await dropContent(database, id)
        return err({ kind: 'too-large' })
      }
      hash.update(content)
      await database.insertInto('package_content_part').values({ content_id: id, part, content }).execute()
      part += 1
    }
  } catch (error) {
    await dropContent(database, id).catch(() => {})
    throw error
  }
  return ok({ id, sha256: hash.digest('hex'), sizeBytes })
}

/**
 * Makes a received content one that packages may point to; answers its id, which is that of an equal one if there is one.
 * The caller points to it in the same transaction.
 */
export async function settleContent(tx: Tx, { id, sha256, sizeBytes }: ReceivedContent): Promise<number> {
  // Of two pushes with the same content the second sees what the first one stored.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`package-content:${sha256}`}, 0))`.execute(tx)
  const equal = await tx
    .selectFrom('package_content')
    .select('id')
    .where('sha256', '=', sha256)
    .forKeyShare()
    .executeTakeFirst()
  if (equal) {
    await tx.deleteFrom('package_content').where('id', '=', id).execute()
    return equal.id
  }
  await tx.updateTable('package_content').set({ sha256, size_bytes: sizeBytes }).where('id', '=', id).execute()
  return id
}

export const dropContent = async (database: Database, id: number): Promise<void> => {
  await database.deleteFrom('package_content').where('id', '=', id).where('sha256', 'is', null).execute()
}

const HOURS_TO_ARRIVE = 24

/** Deletes contents that no package points to any more, and those of which the end never came. */
export async function deleteUnusedContents(database: Database): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from package_content content where case
      when sha256 is null then received_at < now() - make_interval(hours => ${HOURS_TO_ARRIVE})
      else not exists (select 1 from package where content_id = content.id) end`.execute(database)
  for (const { id } of rows) {
    await database
      .deleteFrom('package_content')
      .where('id', '=', id)
      .execute()
      .catch((error: { code?: string }) => {
        // 23503: a package has come meanwhile that points to it.
        if (error.code !== '23503') throw error
      })
  }
}
