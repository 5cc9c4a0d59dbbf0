import { SCHEDULE_KINDS, type ScheduleFields } from '@flotilla/domain/schedules'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { signal } from '../../database/signals.ts'
import type { FilterBody } from './schema.ts'

/** Sent when a trigger's times have changed: every node looks anew for the earliest. */
export const SCHEDULES_TOPIC = 'trigger-schedules'

/** Whether a trigger acts at times, and not on events of machines. */
export const isSchedule = (filter: FilterBody): filter is FilterBody & ScheduleFields =>
  (SCHEDULE_KINDS as readonly string[]).includes(filter.FilterType)

/**
 * Has the times of a saved trigger worked out anew when they may have changed. A change of anything else leaves them: a time
 * that has come while somebody corrects a description is still served.
 */
export async function settleSchedule(tx: Tx, before: Document | undefined, trigger: Document): Promise<void> {
  const times = timesOf(trigger)
  if (before && times === timesOf(before)) return
  if (times === null) {
    await sql`delete from trigger_schedule where trigger_id = ${trigger.Id}`.execute(tx)
  } else {
    await sql`insert into trigger_schedule (trigger_id) values (${trigger.Id})
      on conflict (trigger_id) do update set next_at = null`.execute(tx)
  }
  await signal(tx, SCHEDULES_TOPIC)
}

/** What a trigger's times depend on, to be compared; null when it has none. */
function timesOf(trigger: Document): string | null {
  const filter = trigger.Filter as FilterBody
  if (trigger.IsDisabled === true || !isSchedule(filter)) return null
  return JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)))
}
