import { sql } from 'kysely'
import { type Entry, entry, storing } from './batched-write.ts'

/** What a part of a task came to. */
interface ActionOutcome {
  readonly key: string
  readonly outcome: string
  readonly detail: object
}

/** Stores what a part of the task came to, for a run that follows a crash. What is stored for a key stays. */
export const recording = (outcome: ActionOutcome): Entry => entry(OUTCOMES, outcome)

const OUTCOMES = storing<ActionOutcome>('rest', ({ id }, rows) => [
  // Many things end at one time; which came first is to be seen later.
  sql`insert into task_action (task_id, key, outcome, detail, ended_at)
    select ${id}, key, outcome, detail, clock_timestamp() + place * interval '1 microsecond'
    from unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ outcome }) => outcome)}::text[],
      ${rows.map(({ detail }) => JSON.stringify(detail))}::jsonb[]) with ordinality done(key, outcome, detail, place)
    on conflict (task_id, key) do nothing`,
])
