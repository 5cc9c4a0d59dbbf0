import { constants } from 'node:os'
import type { NeverStartedReason, Outcome, StreamName } from './transport.ts'

/** What a look at a work directory and its processes found. */
export interface TicketFacts {
  /** Content of `started`, when it exists. May be empty for a moment, or for ever if the runner died right then. */
  readonly started: string | undefined
  /** Content of `exit`, when it exists. Read after the processes were looked at. */
  readonly exit: string | undefined
  readonly bootId: string
  readonly runnerAlive: boolean
  /** Undefined when the runner never came to name the script's main process. */
  readonly mainAlive: boolean | undefined
  /** Processes that carry the ticket's mark. */
  readonly marked: number
  readonly directoryThere: boolean
}

export type TicketState =
  | { readonly kind: 'not-begun' }
  /** `willTell`: its runner lives and will make `exit`. Without it only a look at the processes shows the end. */
  | { readonly kind: 'running'; readonly willTell: boolean }
  /** `lost`: streams whose files lack something. */
  | { readonly kind: 'ended'; readonly outcome: Outcome; readonly lost?: readonly StreamName[] }

/**
 * Says where a ticket stands. First match wins; an exit code beats everything.
 * Source: reliability reference, "How E1 is reached", E5, E10, F21, F22, F38.
 */
export function judgeTicket(facts: TicketFacts): TicketState {
  const exit = parseExit(facts.exit ?? '')
  if (exit) return { kind: 'ended', ...exit }
  if (facts.started === undefined && facts.directoryThere) return { kind: 'not-begun' }
  const [how, second] = (facts.started ?? '').split('\n')
  if (how === 'never') return { kind: 'ended', outcome: { kind: 'never-started', why: second as NeverStartedReason } }
  const unknown = (why: 'target-rebooted' | 'runner-died' | 'work-directory-gone'): TicketState => ({
    kind: 'ended',
    outcome: { kind: 'unknown', why, processLeft: facts.marked > 0 },
  })
  if (how === 'run' && second && second !== facts.bootId) return unknown('target-rebooted')
  if (facts.runnerAlive || facts.mainAlive) return { kind: 'running', willTell: facts.runnerAlive }
  // Without a main process to watch, any process of the ticket may be it, or a runner that is just about to say.
  if (facts.mainAlive === undefined && facts.marked > 0 && facts.directoryThere)
    return { kind: 'running', willTell: false }
  return unknown(facts.directoryThere ? 'runner-died' : 'work-directory-gone')
}

/** An exit code is whole only with its line end: a power cut can leave an empty file. */
function parseExit(text: string): { readonly outcome: Outcome; readonly lost: readonly StreamName[] } | undefined {
  const found = /^([0-9]{1,3})((?: stdout| stderr)*)\n$/.exec(text)
  if (!found) return undefined
  return { outcome: outcomeOf(Number(found[1])), lost: found[2]!.split(' ').slice(1) as StreamName[] }
}

const SIGNAL_NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))
// Where two names share a number, the one people know.
SIGNAL_NAMES.set(constants.signals.SIGABRT, 'SIGABRT')

function outcomeOf(exitCode: number): Outcome {
  const signal = exitCode > 128 ? SIGNAL_NAMES.get(exitCode - 128) : undefined
  return signal ? { kind: 'signalled', signal, exitCode } : { kind: 'exited', exitCode }
}
