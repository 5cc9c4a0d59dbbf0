import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { fingerprintOf, openText, sealText } from '../../database/keyring.ts'
import { announcedPlace } from '../../database/sealed-columns.ts'

/** What scripts of the task have asked to be hidden. */
export async function loadAnnounced(db: Queryable, taskId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('announced_secret').selectAll().where('task_id', '=', taskId).execute()
  return Promise.all(rows.map(({ fingerprint, sealed }) => openText(db, announcedPlace(taskId, fingerprint), sealed)))
}

/**
 * Remembers secrets that a script has told, so that a run that follows a crash hides them too, and hides them in the lines
 * of the task that are stored already. `forms` are the texts by which one may be recognised.
 *
 * Source: reliability reference M6; a line keeps its number, later masking only hides more (L4).
 */
export async function announceSecrets(
  tx: Tx,
  taskId: string,
  secrets: readonly string[],
  { forms, mask }: { readonly forms: (secret: string) => readonly string[]; readonly mask: (text: string) => string },
): Promise<void> {
  for (const secret of secrets) {
    const texts = forms(secret)
    if (texts.length === 0) continue
    const fingerprint = fingerprintOf(tx, ['announced_secret', taskId], secret)
    const stored = await tx
      .insertInto('announced_secret')
      .values({ task_id: taskId, fingerprint, sealed: sealText(tx, announcedPlace(taskId, fingerprint), secret) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('task_id')
      .execute()
    if (stored.length > 0) await hideInStoredLines(tx, taskId, texts, mask)
  }
}

async function hideInStoredLines(
  tx: Tx,
  taskId: string,
  texts: readonly string[],
  mask: (text: string) => string,
): Promise<void> {
  const { rows } = await sql<{ number: number; message: string }>`
    select number, message from task_log_line
    where task_id = ${taskId} and exists (select from unnest(${texts}::text[]) form where strpos(message, form) > 0)`.execute(
    tx,
  )
  for (const { number, message } of rows) {
    await sql`update task_log_line set message = ${mask(message)} where task_id = ${taskId} and number = ${number}`.execute(
      tx,
    )
  }
}
