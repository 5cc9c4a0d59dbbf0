import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../context.ts'
import { presentTask } from './present-task.ts'
import { findTask, type TaskRow } from './queries.ts'
import { loadActivities, loadLines, presentLine } from './read-log.ts'
import { taskLogTopic, taskTopic } from './topics.ts'

const LINES_AT_ONCE = 500
/** Looks again by itself now and then; also keeps proxies from closing a quiet stream. */
const LOOK_AGAIN_MS = 15_000
const FINAL = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])

/**
 * Follows a task until it is final: `activity` for each activity that is new or changed, `line` for each log line with its
 * number as event id, `task` for each change of state, and `end`. `Last-Event-ID` resumes behind that line (reliability L4).
 */
export async function streamTask(
  deps: Deps,
  task: TaskRow,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { raw } = reply
  reply.hijack()
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  let open = true
  request.raw.on('close', () => {
    open = false
  })
  const send = async (event: string, data: unknown, id?: number): Promise<void> => {
    const text = `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    // A reader that does not read is waited for here, so that nothing piles up in memory.
    if (!raw.write(text) && open) await new Promise((resolve) => raw.once('drain', resolve).once('close', resolve))
  }

  let after = Number(request.headers['last-event-id'] ?? 0) || 0
  const told = new Map<number, string>()
  let toldState = ''
  while (open) {
    const changed = Promise.race([
      deps.signals.next(taskTopic(task.id), LOOK_AGAIN_MS),
      deps.signals.next(taskLogTopic(task.id), LOOK_AGAIN_MS),
    ])
    // The state is read before the lines: who sees a final state has been sent every line (L8).
    const current = await findTask(deps.database, task.id)
    if (!current) break
    for (const activity of await loadActivities(deps.database, task.id)) {
      const state = `${activity.status} ${activity.progress_percentage} ${activity.progress_message}`
      if (told.get(activity.number) === state) continue
      told.set(activity.number, state)
      await send('activity', {
        Number: activity.number,
        Parent: activity.parent_number,
        Name: activity.name,
        Status: activity.status,
        ProgressPercentage: activity.progress_percentage,
        ProgressMessage: activity.progress_message,
      })
    }
    for (let full = true; full && open; ) {
      const lines = await loadLines(deps.database, task.id, after, LINES_AT_ONCE)
      for (const line of lines) {
        await send('line', { ...presentLine(line), Activity: line.activity_number }, line.number)
        after = line.number
      }
      full = lines.length === LINES_AT_ONCE
    }
    const state = `${current.state} ${current.pending_interruptions} ${current.waiting_for}`
    if (state !== toldState) {
      toldState = state
      await send('task', presentTask(current))
    }
    if (FINAL.has(current.state)) {
      await send('end', { State: current.state })
      break
    }
    await changed
    if (open) raw.write(': still here\n\n')
  }
  raw.end()
}
