export const TASK_STATES = ['Queued', 'Executing', 'Cancelling', 'Success', 'Failed', 'Canceled', 'TimedOut'] as const
export type TaskState = (typeof TASK_STATES)[number]

export const FINAL_TASK_STATES = ['Success', 'Failed', 'Canceled', 'TimedOut'] as const satisfies readonly TaskState[]
export type FinalTaskState = (typeof FINAL_TASK_STATES)[number]

const NEXT: Readonly<Record<TaskState, readonly TaskState[]>> = {
  // A queued task may have begun before and be waiting for a person, so its start time tells, not this state.
  Queued: ['Executing', 'Canceled', 'TimedOut'],
  Executing: ['Queued', 'Cancelling', 'Success', 'Failed'],
  Cancelling: ['Canceled'],
  Success: [],
  Failed: [],
  Canceled: [],
  TimedOut: [],
}

/** Whether a task has ended for good (the API's `IsCompleted`). Source: domain reference 3.4. */
export function isCompleted(state: TaskState): state is FinalTaskState {
  return NEXT[state].length === 0
}

/**
 * Whether the server may move a task from one state to the other. A person with the right to edit tasks may rewrite the
 * state of an ended one; that is not a move.
 *
 * Source: domain reference 3.4, 3.6.
 */
export function canMove(from: TaskState, to: TaskState): boolean {
  return NEXT[from].includes(to)
}
