import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { fingerprintOf, openText, sealText } from '../../database/keyring.ts'
import { announcedPlace } from '../../database/sealed-columns.ts'
import { signal } from '../../database/signals.ts'
import { taskSecretsTopic } from './topics.ts'

/** What was to be hidden in the task's log since it began, and was not known before. */
export async function loadAnnounced(db: Queryable, taskId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('announced_secret').selectAll().where('task_id', '=', taskId).execute()
  return Promise.all(rows.map(({ fingerprint, sealed }) => openText(db, announcedPlace(taskId, fingerprint), sealed)))
}

/**
 * Remembers secrets that a task has learned, so that a run that follows a crash hides them too, tells its children, and hides
 * them in the lines of the task that are stored already: once for each secret. `forms` are the texts by which one may be
 * recognised.
 *
 * Source: reliability reference M6; a line keeps its number, later masking only hides more (L4).
 */
export async function announceSecrets(
  tx: Tx,
  taskId: string,
  secrets: readonly string[],
  { forms, mask }: { readonly forms: (secret: string) => readonly string[]; readonly mask: (text: string) => string },
): Promise<void> {
  const texts: string[] = []
  for (const secret of secrets) {
    const known = forms(secret)
    if (known.length > 0 && (await keep(tx, taskId, secret))) texts.push(...known)
  }
  if (texts.length === 0) return
  await hideInStoredLines(tx, taskId, texts, mask)
  await signal(tx, taskSecretsTopic(taskId))
}

/** Says false when it was kept before. */
async function keep(tx: Tx, taskId: string, secret: string): Promise<boolean> {
  const fingerprint = fingerprintOf(tx, ['announced_secret', taskId], secret)
  const stored = await tx
    .insertInto('announced_secret')
    .values({ task_id: taskId, fingerprint, sealed: sealText(tx, announcedPlace(taskId, fingerprint), secret) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('task_id')
    .execute()
  return stored.length > 0
}

/** So many lines are in memory at once. */
const LINES_AT_ONCE = 500

async function hideInStoredLines(
  tx: Tx,
  taskId: string,
  texts: readonly string[],
  mask: (text: string) => string,
): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const { rows } = await sql<{ number: number; message: string }>`
      select number, message from task_log_line
      where task_id = ${taskId} and number > ${after}
        and exists (select from unnest(${texts}::text[]) form where strpos(message, form) > 0)
      order by number limit ${LINES_AT_ONCE}`.execute(tx)
    if (rows.length === 0) return
    await sql`update task_log_line line set message = hidden.message
      from unnest(${rows.map(({ number }) => number)}::bigint[], ${rows.map(({ message }) => mask(message))}::text[]) hidden(number, message)
      where line.task_id = ${taskId} and line.number = hidden.number`.execute(tx)
    after = rows.length < LINES_AT_ONCE ? undefined : rows.at(-1)!.number
  }
}
