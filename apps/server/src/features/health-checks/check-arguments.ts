import { timeSpanMs } from '../machine-policies/time-span.ts'

/** What a task named `Health` is asked to do. Its arguments are text, as clients send and read them. */
export interface CheckArguments {
  /** Ids of machines and workers. */
  readonly ids: readonly string[]
  /** For all of them. */
  readonly timeoutMs: number
  /** For each. */
  readonly machineTimeoutMs: number
  /** Nothing is run, whatever the policies say. */
  readonly onlyConnects: boolean
}

/** Source: domain reference 6.7. */
const TIMEOUT = '00:05:00'
const MACHINE_TIMEOUT = '00:01:00'

type Arguments = Readonly<Record<string, unknown>>

/** Reads the arguments of a task that was queued. */
export function checkArgumentsOf(given: Arguments): CheckArguments {
  return {
    ids: idsIn(given.MachineIds),
    timeoutMs: spanIn(given.Timeout, TIMEOUT),
    machineTimeoutMs: spanIn(given.MachineTimeout, MACHINE_TIMEOUT),
    onlyConnects: String(given.OnlyTestConnection ?? '').toLowerCase() === 'true',
  }
}

/** Nobody waits longer for a machine, and timers do not count much further. */
const LONGEST_MS = 24 * 3_600_000

const spanIn = (given: unknown, standard: string): number =>
  Math.min(timeSpanMs(String(given ?? '')) || timeSpanMs(standard)!, LONGEST_MS)

/** What is wrong with the arguments that a client sends, one sentence each. */
export const checkArgumentProblems = (given: Arguments): string[] =>
  (['Timeout', 'MachineTimeout'] as const).flatMap((name) => {
    const text = given[name]
    if (text === undefined || text === null || text === '') return []
    return (timeSpanMs(String(text)) ?? 0) > 0
      ? []
      : [`Arguments.${name}: '${text}' is not a time span. Write hours, minutes and seconds as 00:05:00.`]
  })

/** Ids that clients send as a list or as text with commas. */
export function idsIn(given: unknown): readonly string[] {
  const ids = Array.isArray(given) ? given.map(String) : typeof given === 'string' ? given.split(',') : []
  return ids.map((id) => id.trim()).filter((id) => id !== '')
}
