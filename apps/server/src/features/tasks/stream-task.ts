import type { EventStream } from '../../http/event-stream.ts'
import type { Deps } from '../context.ts'
import { presentTask } from './present-task.ts'
import { findTask } from './queries.ts'
import { loadActivities, loadChangedActivities, loadLines, presentActivity, presentLine } from './read-log.ts'
import { taskLogTopic, taskTopic } from './topics.ts'

const LINES_AT_ONCE = 500
/** Looks again by itself now and then, should a signal be lost. */
const LOOK_AGAIN_MS = 15_000
const FINAL = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])

/**
 * Follows a task until it is final: `activity` for each activity that is new or changed, `line` for each log line with its
 * number as event id, `task` for each change of state, and `end`. `Last-Event-ID` resumes behind that line (reliability L4).
 */
export async function streamTask(deps: Deps, taskId: string, lastLine: number, stream: EventStream): Promise<void> {
  let after = lastLine
  let lastChange: number | undefined
  let toldState = ''
  while (stream.isOpen()) {
    const changed = Promise.race([
      deps.signals.next(taskTopic(taskId), LOOK_AGAIN_MS),
      deps.signals.next(taskLogTopic(taskId), LOOK_AGAIN_MS),
    ])
    // The state is read before the lines: who sees a final state has been sent every line (L8).
    const current = await findTask(deps.database, taskId)
    if (!current) break
    const activities =
      lastChange === undefined
        ? await loadActivities(deps.database, taskId)
        : await loadChangedActivities(deps.database, taskId, lastChange)
    for (const activity of activities) {
      await stream.send('activity', {
        Number: activity.number,
        Parent: activity.parent_number,
        ...presentActivity(activity),
      })
    }
    lastChange = Math.max(lastChange ?? 0, ...activities.map(({ change_number }) => change_number))
    for (let full = true; full && stream.isOpen(); ) {
      const lines = await loadLines(deps.database, taskId, after, LINES_AT_ONCE)
      for (const line of lines) {
        await stream.send('line', { ...presentLine(line), Activity: line.activity_number }, line.number)
        after = line.number
      }
      full = lines.length === LINES_AT_ONCE
    }
    const state = `${current.state} ${current.pending_interruptions} ${current.waiting_for}`
    if (state !== toldState) {
      toldState = state
      await stream.send('task', presentTask(current))
    }
    if (FINAL.has(current.state)) {
      await stream.send('end', { State: current.state })
      break
    }
    await Promise.race([changed, stream.ended])
  }
}
