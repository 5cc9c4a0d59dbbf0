import { appendFileSync } from 'node:fs'

/** One thing that happened while a crash test ran. Source: reliability reference 3.2. */
export type HistoryEvent =
  | { readonly kind: 'invoke'; readonly call: string }
  /** `taskId`: what the answer accepted. */
  | { readonly kind: 'ok'; readonly call: string; readonly taskId?: string }
  | { readonly kind: 'refused'; readonly call: string; readonly status: number }
  /** The connection was cut: it may or may not have happened. */
  | { readonly kind: 'unknown'; readonly call: string }
  | { readonly kind: 'fault'; readonly what: string }

/** What a test script wrote down about itself, in the file of its target. */
export interface ScriptMark {
  readonly ticket: string
  readonly what: 'begin' | 'end'
  readonly target: string
  /** Epoch milliseconds, with fractions. */
  readonly atMs: number
  /** At the end: how many numbered lines it has printed. */
  readonly lines: number
}

export interface LoggedLine {
  /** The line's number in its task's log. */
  readonly number: number
  readonly text: string
}

/** A deployment and its task as they are at the end. */
export interface TaskRecord {
  readonly id: string
  /** What it does, for people: `Deploy Web UI release 1.0.0 to Production`. */
  readonly name: string
  readonly state: string
  readonly isFinal: boolean
  readonly errorMessage: string
  readonly startedAtMs: number | null
  readonly completedAtMs: number | null
  readonly parentTaskId: string | null
  readonly projectId: string
  readonly projectName: string
  readonly tenantId: string | null
  /** Tasks with the same tag must not run together. */
  readonly concurrencyTag: string
  /** In the order of their numbers, over all activities. */
  readonly log: readonly LoggedLine[]
}

/** Everything that checkers look at. */
export interface History {
  readonly events: readonly HistoryEvent[]
  readonly marks: readonly ScriptMark[]
  readonly tasks: readonly TaskRecord[]
  /** Commands of processes that carry a ticket's mark although everything has ended. */
  readonly leftProcesses: readonly string[]
}

export interface Recorder {
  note(event: HistoryEvent): void
  readonly events: readonly HistoryEvent[]
}

/** Records events in memory and, a JSON line each, in `file`, where they stay when the test fails. */
export function recordTo(file: string): Recorder {
  const events: HistoryEvent[] = []
  return {
    events,
    note: (event) => {
      events.push(event)
      appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`)
    },
  }
}
