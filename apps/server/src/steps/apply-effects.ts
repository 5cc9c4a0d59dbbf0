import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { OutputItem } from '../execution/index.ts'
import type { ActionRun } from './step-type.ts'

/** Does what the script of an action asked for. */
export async function applyEffects(action: ActionRun, tx: Tx, items: readonly OutputItem[]): Promise<void> {
  const { run, activityKey } = action
  for (const item of items) {
    if (item.kind === 'set-variable') await action.setOutput(tx, item.name, item.value, item.sensitive)
    if (item.kind === 'progress') {
      await sql`update task_activity set progress_percentage = ${item.percentage}, progress_message = ${run.mask(item.message)}
        where task_id = ${run.task.id} and key = ${activityKey}`.execute(tx)
    }
  }
}
