import { nextFiring, parseSchedule } from '@flotilla/domain/schedules'
import type { EpochMs } from '@flotilla/kit'
import { sql } from 'kysely'
import { type Database, inTransaction, type Tx } from '../../../database/connection.ts'
import type { Document } from '../../../database/documents.ts'
import { triggerFacts } from '../../../features/project-triggers/resource.ts'
import { isSchedule } from '../../../features/project-triggers/schedules.ts'
import { logLine } from '../../../log.ts'

const TRIGGERS_AT_ONCE = 100

/** Works out when triggers that were saved are due next. */
export async function settleNewTimes({ database, now }: { database: Database; now: () => EpochMs }): Promise<void> {
  let settled: number
  do {
    settled = await inTransaction(database, async (tx) => {
      const { rows } = await sql<{ id: string; document: Document }>`
        select t.id, t.document from trigger_schedule s join project_trigger t on t.id = s.trigger_id
        where s.next_at is null order by t.id limit ${TRIGGERS_AT_ONCE} for update of s skip locked`.execute(tx)
      for (const trigger of rows) await moveOn(tx, trigger, now())
      return rows.length
    })
  } while (settled === TRIGGERS_AT_ONCE)
}

/** Stores when a trigger is due next after `after`; one that never is again waits for nothing any more. */
export async function moveOn(
  tx: Tx,
  trigger: { readonly id: string; readonly document: Document },
  after: EpochMs,
): Promise<void> {
  const next = nextOf(trigger, after)
  if (next === null) await sql`delete from trigger_schedule where trigger_id = ${trigger.id}`.execute(tx)
  else await sql`update trigger_schedule set next_at = ${new Date(next)} where trigger_id = ${trigger.id}`.execute(tx)
}

function nextOf(trigger: { readonly id: string; readonly document: Document }, after: EpochMs): EpochMs | null {
  const { filter } = triggerFacts(trigger.document)
  if (!isSchedule(filter)) return null
  const schedule = parseSchedule(filter)
  if (schedule.ok) return nextFiring(schedule.value, after)
  // Saved when more was accepted; it must stop no other trigger (reliability T5).
  logLine('warn', 'The schedule of a trigger cannot be read; save it again', { trigger: trigger.id })
  return null
}
