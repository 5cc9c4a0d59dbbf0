import { err, ok, type Result } from '@flotilla/kit'
import type { Step } from './process.ts'

const DEFAULT_MACHINES_AT_ONCE = 10

export interface WindowRefusal {
  readonly kind: 'bad-window-size'
  /** As evaluated. */
  readonly text: string
}

export interface MachineLimit {
  readonly machinesAtOnce: number
  /** The project's limit is larger than the step's window, and was left aside. */
  readonly isProjectLimitIgnored: boolean
}

/** Whether a step takes its machines a window at a time. Source: domain reference 4.1, 4.3. */
export function isRolling(step: Pick<Step, 'window'>): boolean {
  return step.window !== null
}

/**
 * How many machines of a step are in progress at once; null for a step that does not roll.
 *
 * Errors: a size that is not a whole number from 1.
 * Source: domain reference 4.3.
 */
export function windowSize(
  step: Pick<Step, 'window'>,
  evaluate: (text: string) => string,
): Result<number | null, WindowRefusal> {
  return step.window === null ? ok(null) : parseWindow(evaluate(step.window))
}

/** Reads a window size that has no expressions in it. */
export function parseWindow(text: string): Result<number, WindowRefusal> {
  const trimmed = text.trim()
  return /^[1-9][0-9]{0,8}$/.test(trimmed) ? ok(Number(trimmed)) : err({ kind: 'bad-window-size', text })
}

/**
 * How many machines a step may work on at once, from its window (null: not rolling) and the project's own
 * `Octopus.Action.MaxParallelism` (null: not set).
 *
 * Source: domain reference 3.5 (4), 4.3.
 */
export function machineLimit(window: number | null, projectLimit: number | null): MachineLimit {
  if (window === null) return { machinesAtOnce: projectLimit ?? DEFAULT_MACHINES_AT_ONCE, isProjectLimitIgnored: false }
  return {
    machinesAtOnce: Math.min(window, projectLimit ?? window),
    isProjectLimitIgnored: projectLimit !== null && projectLimit > window,
  }
}

/**
 * The machines to begin now: as many as the limit leaves room for, in the order given.
 *
 * Once a machine has failed, a rolling step begins no further one; a step that does not roll goes on, as all its
 * machines were meant to run together and only the limit held some back.
 * Source: domain reference 3.8, 4.3.
 */
export function machinesToBegin<Machine>(progress: {
  readonly waiting: readonly Machine[]
  readonly runningCount: number
  readonly machinesAtOnce: number
  readonly isRolling: boolean
  readonly hasFailed: boolean
}): readonly Machine[] {
  if (progress.isRolling && progress.hasFailed) return []
  return progress.waiting.slice(0, Math.max(0, progress.machinesAtOnce - progress.runningCount))
}
