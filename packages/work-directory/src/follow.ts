import { setTimeout as delay } from 'node:timers/promises'
import { judgeTicket, type TicketState } from './judge-ticket.ts'
import { readProcessState } from './processes.ts'
import { StreamReader } from './stream-reader.ts'
import type { Execution, ExecutionEvent, StreamOffsets, UnknownReason } from './transport.ts'
import { Wake, type WakeReason } from './wake.ts'
import { claimNeverStarted, gatherFacts, readIn, type TicketMemory, type WorkDirectory } from './work-directory.ts'

const STREAMS = ['stdout', 'stderr'] as const

/** The runner's process, when this very process started it: its end is told, not looked for. */
export interface OwnRunner {
  readonly ended: Promise<void>
  hasEnded(): boolean
}

/**
 * Follows a ticket through the files of its work directory until its outcome, whoever started it.
 * Source: reliability reference L1-L3, E6, E10.
 */
export function follow(directory: WorkDirectory, from: StreamOffsets, runner?: OwnRunner): Execution {
  const wake = new Wake(directory.path)
  let detached = false
  runner?.ended.then(() => wake.now('state'))
  return {
    ticket: directory.ticket,
    detach() {
      detached = true
      wake.now('state')
      wake.close()
    },
    [Symbol.asyncIterator]: () => events({ directory, from, wake, runner, isDetached: () => detached }),
  }
}

interface Following {
  readonly directory: WorkDirectory
  readonly from: StreamOffsets
  readonly wake: Wake
  readonly runner: OwnRunner | undefined
  readonly isDetached: () => boolean
}

async function* events(following: Following): AsyncGenerator<ExecutionEvent, void> {
  const { directory, from, wake, isDetached } = following
  const readers = STREAMS.map((stream) => new StreamReader(directory, stream, from[stream]))
  const memory: TicketMemory = {}
  let hasBegun = false
  try {
    let reason: WakeReason = 'state'
    let willTell = true
    while (!isDetached()) {
      let state: TicketState | undefined
      // A growing file says nothing about the end; asking each time would cost more than reading.
      if (reason === 'state') {
        state = await currentState(following, memory)
        willTell = state.kind !== 'running' || state.willTell
        if (state.kind === 'running' && !hasBegun) {
          hasBegun = true
          yield { kind: 'begun' }
        }
      }
      if (state?.kind === 'ended') await Promise.all(readers.map((reader) => reader.endHere()))
      for await (const event of drain(readers, isDetached)) {
        if (!hasBegun) yield { kind: 'begun' }
        hasBegun = true
        yield event
      }
      if (isDetached()) return
      if (state?.kind === 'ended') {
        if (!hasBegun && state.outcome.kind !== 'never-started') yield { kind: 'begun' }
        for (const stream of state.lost ?? []) yield { kind: 'output-lost', stream }
        yield { kind: 'ended', outcome: state.outcome }
        return
      }
      reason = await wake.next({ willBeTold: willTell })
    }
  } finally {
    wake.close()
    await Promise.all(readers.map((reader) => reader.close()))
  }
}

/** Where the ticket stands; when it has ended, all its output is in the files. */
async function currentState(following: Following, memory: TicketMemory): Promise<TicketState> {
  const { directory, runner } = following
  const ownRunnerEnded = runner?.hasEnded()
  let state = judgeTicket(await gatherFacts(directory, memory))
  if (state.kind === 'not-begun' && ownRunnerEnded) {
    await claimNeverStarted(directory, 'runner-failed')
    state = judgeTicket(await gatherFacts(directory, memory))
  }
  // With an exit code the runner has seen to it; without, its collectors may still be writing.
  if (state.kind === 'ended' && state.outcome.kind === 'unknown') await waitForCollectors(directory)
  return state
}

const COLLECTOR_LIMIT_MS = 5_000

/** Waits until each collector has ended or sleeps in `read`, as the runner would have done. */
async function waitForCollectors(directory: WorkDirectory): Promise<void> {
  const pids = ((await readIn(directory, 'collectors')) ?? '').split('\n').map(Number)
  const deadline = performance.now() + COLLECTOR_LIMIT_MS
  for (const pid of pids) {
    if (!pid) continue
    while (/^[RD]/.test(readProcessState({ pid }) ?? '') && performance.now() < deadline) await delay(5)
  }
}

async function* drain(readers: readonly StreamReader[], isDetached: () => boolean): AsyncGenerator<ExecutionEvent> {
  for (let isMore = true; isMore && !isDetached(); ) {
    isMore = false
    for (const reader of readers) {
      const chunk = await reader.read()
      if (!chunk) continue
      isMore = true
      yield { kind: 'output', stream: reader.stream, ...chunk }
    }
  }
}

/** An execution that is over before it can be followed. */
export function endedAsUnknown(directory: WorkDirectory, why: UnknownReason, processLeft: boolean): Execution {
  return {
    ticket: directory.ticket,
    detach() {},
    async *[Symbol.asyncIterator]() {
      yield { kind: 'ended', outcome: { kind: 'unknown', why, processLeft } } as const
    },
  }
}
