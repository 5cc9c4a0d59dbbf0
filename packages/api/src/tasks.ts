import type { Client } from './client.ts'
import { ApiError, UnreachableError } from './errors.ts'
import type { Task } from './resources.ts'
import { given, typed } from './typed.ts'

export const loadTask = async (client: Client, id: string): Promise<Task> =>
  given(await typed(client).GET('/api/tasks/{id}', { params: { path: { id } } }))

/** Cancels a task and the children it started. */
export const cancelTask = async (client: Client, id: string): Promise<Task> =>
  given(await typed(client).POST('/api/tasks/{id}/cancel', { params: { path: { id } } }))

/** The log so far, as text. */
export const loadTaskLog = (client: Client, id: string): Promise<string> =>
  client.get(`/api/tasks/${encodeURIComponent(id)}/raw`)

export type ActivityStatus =
  | 'Pending'
  | 'Running'
  | 'Success'
  | 'Failed'
  | 'Skipped'
  | 'SuccessWithWarning'
  | 'Canceled'

export interface Activity {
  readonly Number: number
  readonly Parent: number | null
  readonly Name: string
  readonly Status: ActivityStatus
  readonly Started: string | null
  readonly Ended: string | null
  readonly ProgressPercentage: number
  readonly ProgressMessage: string
  /** What it waits for before it goes on, in words. */
  readonly WaitingFor: string | null
}

export interface LogLine {
  readonly Number: number
  /** The number of the activity that it belongs to. */
  readonly Activity: number
  readonly Category: string
  readonly OccurredAt: string
  readonly MessageText: string
}

export type TaskEvent =
  | { readonly kind: 'activity'; readonly activity: Activity }
  | { readonly kind: 'line'; readonly line: LogLine }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'end'; readonly state: Task['State'] }

/** How long a server may be away (a restart, a fail-over) before following gives up. */
const AWAY_LIMIT_MS = 60_000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 3_000

/**
 * Follows a task until it is final. A connection that breaks is taken up again behind the last line: no line is lost or
 * told twice, whatever restarts in between.
 *
 * Errors: `ApiError` for an unknown task; `UnreachableError` when the server stays away for `awayLimitMs`, a minute unless told otherwise.
 */
export async function* followTask(
  client: Client,
  id: string,
  signal?: AbortSignal,
  awayLimitMs: number = AWAY_LIMIT_MS,
): AsyncGenerator<TaskEvent> {
  const path = `/api/tasks/${encodeURIComponent(id)}/stream`
  let lastEventId: string | undefined
  let awaySince: number | undefined
  let pauseMs = FIRST_PAUSE_MS
  // A new connection begins with the state of everything; what was told already is not told again.
  const known = new Map<string, string>()
  for (;;) {
    try {
      for await (const event of client.events(path, { lastEventId, ...(signal ? { signal } : {}) })) {
        awaySince = undefined
        pauseMs = FIRST_PAUSE_MS
        lastEventId = event.id ?? lastEventId
        const told = taskEventOf(event.event, event.data)
        if (told && isNews(known, told, event.data)) yield told
        if (told?.kind === 'end') return
      }
    } catch (error) {
      if (signal?.aborted) return
      const isAway = error instanceof UnreachableError || (error instanceof ApiError && error.status >= 500)
      awaySince ??= Date.now()
      if (!isAway || Date.now() - awaySince > awayLimitMs) throw error
    }
    if (signal?.aborted) return
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
}

function isNews(known: Map<string, string>, event: TaskEvent, data: string): boolean {
  if (event.kind === 'line' || event.kind === 'end') return true
  const key = event.kind === 'activity' ? String(event.activity.Number) : 'task'
  if (known.get(key) === data) return false
  known.set(key, data)
  return true
}

/** Undefined for an event of a newer server that this client does not know. */
function taskEventOf(event: string, data: string): TaskEvent | undefined {
  switch (event) {
    case 'activity':
      return { kind: 'activity', activity: JSON.parse(data) as Activity }
    case 'line':
      return { kind: 'line', line: JSON.parse(data) as LogLine }
    case 'task':
      return { kind: 'task', task: JSON.parse(data) as Task }
    case 'end':
      return { kind: 'end', state: (JSON.parse(data) as { State: Task['State'] }).State }
    default:
      return undefined
  }
}
