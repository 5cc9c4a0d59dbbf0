import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '@flotilla/kit'
import {
  type Execution,
  type ExecutionEvent,
  judgeTicket,
  type Outcome,
  type StreamName,
  type StreamOffsets,
  type Ticket,
  type TicketFacts,
  type UnknownReason,
} from '@flotilla/work-directory'
import { type Answering, nextFrame, type ReachFailure } from './reach-host.ts'

export interface Following {
  readonly ticket: Ticket
  readonly from: StreamOffsets
  /** Follows anew from these offsets after the connection was cut, trying as long as the host may be out of reach. */
  readonly again: (
    from: StreamOffsets,
    hasBegun: boolean,
    signal: AbortSignal,
  ) => Promise<Result<Answering, ReachFailure>>
  /** Takes over the session of a ticket that has ended. */
  readonly ended: (answering: Answering) => void
}

/** Nobody tells when a script that has outlived its runner ends. */
const LOOK_AGAIN_MS = 1_000

/** Follows a ticket through sessions on its host until its outcome. Source: reliability reference L1-L3, E6, F23. */
export function followSsh(following: Following, answering: Answering): Execution {
  const detaching = new AbortController()
  let current: Answering | undefined = answering
  const stop = () => {
    detaching.abort()
    current?.session.release()
    current = undefined
  }
  return {
    ticket: following.ticket,
    detach: stop,
    [Symbol.asyncIterator]: () =>
      events(following, answering, {
        signal: detaching.signal,
        holds: (next) => {
          current = next
          if (detaching.signal.aborted) stop()
        },
        stop,
      }),
  }
}

interface Hold {
  readonly signal: AbortSignal
  /** Notes the session to be ended by `detach`; none while nothing is held. */
  readonly holds: (answering: Answering | undefined) => void
  readonly stop: () => void
}

async function* events(
  following: Following,
  start: Answering,
  { signal, holds, stop }: Hold,
): AsyncGenerator<ExecutionEvent, void> {
  const offsets = { ...following.from }
  let hasBegun = false
  let answering = start
  try {
    for (;;) {
      const seen: Seen = yield* followOnce(answering, offsets, hasBegun)
      hasBegun = seen.hasBegun
      if (signal.aborted) return
      if (seen.outcome) {
        holds(undefined)
        following.ended(answering)
        for (const stream of seen.lost) yield { kind: 'output-lost', stream }
        yield { kind: 'ended', outcome: seen.outcome }
        return
      }
      answering.session.release()
      if (seen.isRunning) await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {})
      const next = await following.again(offsets, hasBegun, signal)
      if (signal.aborted) {
        if (next.ok) next.value.session.release()
        return
      }
      if (!next.ok) {
        yield { kind: 'ended', outcome: { kind: 'unknown', why: next.error.kind, processLeft: false } }
        return
      }
      answering = next.value
      holds(answering)
    }
  } finally {
    stop()
  }
}

interface Seen {
  readonly hasBegun: boolean
  /** Undefined: the connection was cut, or the script runs on with nobody to tell of its end (`isRunning`). */
  readonly outcome?: Outcome
  readonly isRunning?: boolean
  readonly lost: readonly StreamName[]
}

/** Follows in one session; moves the offsets on. */
async function* followOnce(
  { first, frames }: Answering,
  offsets: { -readonly [stream in StreamName]: number },
  hadBegun: boolean,
): AsyncGenerator<ExecutionEvent, Seen> {
  let hasBegun = hadBegun
  let facts: TicketFacts | undefined
  let ends: StreamOffsets = { stdout: Number.POSITIVE_INFINITY, stderr: Number.POSITIVE_INFINITY }
  let words: readonly string[] = first
  for (;;) {
    if (words[0] === 'begun' && !hasBegun) {
      hasBegun = true
      yield { kind: 'begun' }
    } else if (words[0] === 'facts') facts = parseFacts(words)
    else if (words[0] === 'sizes') ends = { stdout: Number(words[1]), stderr: Number(words[2]) }
    else if (words[0] === 'gone' || words[0] === 'refused') {
      const [why, processLeft] =
        words[0] === 'gone' ? (['work-directory-gone', words[1] !== '0'] as const) : refusal(words)
      return { hasBegun, outcome: { kind: 'unknown', why, processLeft }, lost: [] }
    } else if (words[0] === 'done' && facts) {
      const state = judgeTicket(facts)
      if (state.kind !== 'ended') return { hasBegun, isRunning: true, lost: [] }
      if (!hasBegun && state.outcome.kind !== 'never-started') {
        hasBegun = true
        yield { kind: 'begun' }
      }
      return { hasBegun, outcome: state.outcome, lost: state.lost ?? [] }
    }
    for (;;) {
      const frame = await nextFrame(frames)
      if (!frame) return { hasBegun, lost: [] }
      if (frame.kind === 'line') {
        words = frame.words
        break
      }
      // What comes from now on is of processes that the script left behind.
      const bytes = frame.bytes.subarray(0, Math.max(0, ends[frame.stream] - offsets[frame.stream]))
      if (bytes.length === 0) continue
      if (!hasBegun) yield { kind: 'begun' }
      hasBegun = true
      const offset = offsets[frame.stream]
      offsets[frame.stream] += bytes.length
      yield { kind: 'output', stream: frame.stream, offset, bytes }
    }
  }
}

/** While it was followed nobody could refuse but because of what has become of the directory. */
const refusal = (words: readonly string[]): readonly [UnknownReason, boolean] => [
  words[1] === 'unsafe' || words[1] === 'payload-differs' ? 'work-directory-unsafe' : 'work-directory-gone',
  false,
]

/** `facts STARTED BOOT NOW RUNNER MAIN MARKED THERE EXIT...` */
export function parseFacts(words: readonly string[]): TicketFacts {
  const [, started = '-', second = '', bootId = '', runner, main, marked, there, ...exit] = words
  return {
    started: started === '-' ? undefined : started === 'empty' ? '' : `${started}\n${second}\n`,
    bootId,
    runnerAlive: runner === '1',
    mainAlive: main === '-' ? undefined : main === '1',
    marked: Number(marked),
    directoryThere: there === '1',
    exit: exit.length === 0 ? undefined : `${exit.join(' ')}\n`,
  }
}

/** An execution that is over before it can be followed. */
export function endedAsUnknown(ticket: Ticket, why: UnknownReason): Execution {
  return {
    ticket,
    detach() {},
    async *[Symbol.asyncIterator]() {
      yield { kind: 'ended', outcome: { kind: 'unknown', why, processLeft: false } } as const
    },
  }
}
