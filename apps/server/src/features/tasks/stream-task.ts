import type { FastifyReply, FastifyRequest } from 'fastify'
import { wireDate } from '../../http/dates.ts'
import { safetyHeaders } from '../../http/safety.ts'
import type { Deps } from '../context.ts'
import { presentTask } from './present-task.ts'
import { findTask, type TaskRow } from './queries.ts'
import { loadActivities, loadLines, presentLine } from './read-log.ts'
import { taskLogTopic, taskTopic } from './topics.ts'

const LINES_AT_ONCE = 500
/** Looks again by itself now and then; also keeps proxies from closing a quiet stream. */
const LOOK_AGAIN_MS = 15_000
/** How soon a stream ends whose reader has lost his right to it. */
const ASK_AGAIN_MS = 2_000
const FINAL = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])

/**
 * Follows a task until it is final: `activity` for each activity that is new or changed, `line` for each log line with its
 * number as event id, `task` for each change of state, and `end`. `Last-Event-ID` resumes behind that line (reliability L4).
 * `stillAllowed` throws when the reader may not see the task any more: the stream ends.
 */
export async function streamTask(
  deps: Deps,
  task: TaskRow,
  request: FastifyRequest,
  reply: FastifyReply,
  stillAllowed: () => Promise<void>,
): Promise<void> {
  const { raw } = reply
  reply.hijack()
  raw.writeHead(200, {
    ...safetyHeaders(request),
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  })
  let open = true
  const end = () => {
    open = false
    clearInterval(watch)
    raw.end()
  }
  // Whoever may not see the task any more is not told another line (reliability N2, Z7).
  const watch = setInterval(() => void stillAllowed().catch(end), ASK_AGAIN_MS)
  raw.once('close', end)
  const send: Send = async (event, data, id) => {
    if (!open) return
    const text = `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    // A reader that does not read is waited for here, so that nothing piles up in memory.
    if (!raw.write(text) && open) await new Promise((resolve) => raw.once('drain', resolve).once('close', resolve))
  }
  const lastLine = Number(request.headers['last-event-id'] ?? 0) || 0
  try {
    await follow(deps, task.id, lastLine, { send, isOpen: () => open, keepAlive: () => raw.write(': still here\n\n') })
  } finally {
    end()
  }
}

type Send = (event: string, data: unknown, id?: number) => Promise<void>

interface Reader {
  readonly send: Send
  readonly isOpen: () => boolean
  readonly keepAlive: () => void
}

async function follow(
  deps: Deps,
  taskId: string,
  lastLine: number,
  { send, isOpen, keepAlive }: Reader,
): Promise<void> {
  let after = lastLine
  const told = new Map<number, string>()
  let toldState = ''
  while (isOpen()) {
    const changed = Promise.race([
      deps.signals.next(taskTopic(taskId), LOOK_AGAIN_MS),
      deps.signals.next(taskLogTopic(taskId), LOOK_AGAIN_MS),
    ])
    // The state is read before the lines: who sees a final state has been sent every line (L8).
    const current = await findTask(deps.database, taskId)
    if (!current) break
    for (const activity of await loadActivities(deps.database, taskId)) {
      const state = `${activity.status} ${activity.progress_percentage} ${activity.progress_message}`
      if (told.get(activity.number) === state) continue
      told.set(activity.number, state)
      await send('activity', {
        Number: activity.number,
        Parent: activity.parent_number,
        Name: activity.name,
        Status: activity.status,
        Started: wireDate(activity.started_at),
        Ended: wireDate(activity.ended_at),
        ProgressPercentage: activity.progress_percentage,
        ProgressMessage: activity.progress_message,
      })
    }
    for (let full = true; full && isOpen(); ) {
      const lines = await loadLines(deps.database, taskId, after, LINES_AT_ONCE)
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
    if (isOpen()) keepAlive()
  }
}
