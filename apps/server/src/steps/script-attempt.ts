import { createHash } from 'node:crypto'
import { err, ok, type Result } from '@flotilla/kit'
import {
  type CancelReport,
  type Execution,
  type Outcome,
  parseTicket,
  type ScriptTransport,
  type StartRefusal,
  type StreamName,
  type Ticket,
} from '@flotilla/work-directory'
import { crashPoint } from '../crash-point.ts'
import { ticketHash } from '../database/keyed-hashes.ts'
import { firstOrAborted } from '../engine/deployment/pauses.ts'
import { targetTopic } from '../engine/locks.ts'
import type { ScriptSlot } from '../engine/script-slots.ts'
import {
  finishInterpretation,
  HOLD_MS,
  interpretChunk,
  isHolding,
  offsetsOf,
  withSilences,
} from '../execution/index.ts'
import type { Entry } from '../features/tasks/batched-write.ts'
import { saying } from '../features/tasks/log-entries.ts'
import { errorFacts, logLine } from '../log.ts'
import type { AcquiredPackages, NotAcquired } from './acquire-packages.ts'
import { commitOutput, loadOutput, type OutputState, type TakingOutput } from './script-output.ts'
import type { ScriptRun } from './script-run.ts'
import { type ActionResult, cancelled, failed, succeeded } from './step-type.ts'
import { beginning, claiming, ending, type LeftBehind, type StoredOutcome } from './tickets.ts'
import { overTime, startTimeLimit } from './time-limit.ts'

/** A busy target is looked at again this often; a signal comes sooner. */
const LOOK_AGAIN_MS = 30_000

/** How a script ended. */
export interface ScriptEnd extends ActionResult {
  /** Where it was to run could not be reached: before anything was sent there, or later, when it may have begun. */
  readonly outOfReach?: 'before' | 'later'
}

/**
 * Runs a script at most once under each ticket, and takes in its output. What an earlier run of the task had begun is taken
 * up where it stands. Source: reliability reference E1-E5.
 */
export async function runScriptAttempts(script: ScriptRun): Promise<ScriptEnd> {
  let stored = script.hadBegun ? await newestAttempt(script) : undefined
  for (;;) {
    // A new attempt follows only a recorded "never started" (E4).
    const isOver = (stored?.outcome as Outcome | null | undefined)?.kind === 'never-started'
    const attempt = (stored?.attempt ?? 1) + (isOver ? 1 : 0)
    const result = await runAttempt(script, attempt, isOver ? undefined : stored)
    if (result !== 'never-started') return result
    stored = await newestAttempt(script)
  }
}

const newestAttempt = ({ deps, run, key }: ScriptRun) =>
  deps.database
    .selectFrom('script_attempt')
    .selectAll()
    .where('task_id', '=', run.task.id)
    .where('action_key', '=', key)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst()

async function runAttempt(
  script: ScriptRun,
  attempt: number,
  stored: Awaited<ReturnType<typeof newestAttempt>>,
): Promise<ScriptEnd | 'never-started'> {
  const { deps, run, key } = script
  const ticket = ticketOf(run.task.id, key, attempt)
  if (stored?.state === 'ended')
    return stored.is_over_time ? failed(overTime(script)) : resultOf(stored.outcome as StoredOutcome)

  const slot = waitingAloud(script, deps.newScriptSlot(run.cancelled))
  const place = script.transport(slot)
  if (!place.ok) return failed(place.error)
  const transport = place.value
  const state = await loadOutput(deps.database, ticket, stored?.interpreter_state)
  if (stored) {
    const attached = await transport.attach(ticket, {
      from: offsetsOf(state.interpreter),
      payloadHash: stored.payload_hash,
      hasBegun: stored.has_begun,
    })
    if (!attached.ok) {
      const { kind } = attached.error
      const why = kind === 'out-of-reach' || kind === 'other-identity' ? kind : 'work-directory-unsafe'
      return endAttempt(script, transport, ticket, { kind: 'unknown', why, processLeft: false }, state)
    }
    return follow(script, transport, ticket, attached.value, state)
  }
  const acquired = await acquire(script)
  if (run.cancelled.aborted) return cancelled
  if (!acquired.ok) {
    const { message, outOfReach } = acquired.error
    return { ...failed(message), ...(outOfReach ? { outOfReach: 'before' as const } : {}) }
  }
  const prepared = script.prepare(ticket, acquired.value)
  if (!prepared.ok) return failed(prepared.error)
  const payload = { ...prepared.value, hash: ticketHash(deps.database, ticket, prepared.value.hash) }
  const lock = await claimTarget(script, ticket, payload.hash, attempt)
  if (lock === 'cancelled') return cancelled
  await script.beforeStart()
  await crashPoint('ticket.after')
  await slot.take()
  try {
    // Nothing is sent after a cancel, however long a slot or the place was waited for (X1).
    if (run.cancelled.aborted) {
      await endAttempt(script, transport, ticket, { kind: 'never-started', why: 'cancelled-before-start' }, state)
      return cancelled
    }
    const started = await transport.start(ticket, payload, undefined, run.cancelled)
    if (!started.ok) {
      await endAttempt(script, transport, ticket, { kind: 'never-started', why: 'cancelled-before-start' }, state)
      if (run.cancelled.aborted) return cancelled
      return {
        ...failed(`The script could not be started on ${script.place} (${explainRefusal(started.error)}).`),
        ...(started.error.kind === 'out-of-reach' ? { outOfReach: 'before' as const } : {}),
      }
    }
    await crashPoint('send.after')
    return await follow(script, transport, ticket, started.value, state)
  } finally {
    slot.end()
  }
}

/** Brings what the script needs to its place: in its turn, and beside whatever else is at work there. */
async function acquire(script: ScriptRun): Promise<Result<AcquiredPackages | null, NotAcquired>> {
  if (!script.acquire) return ok(null)
  const slot = waitingAloud(script, script.deps.newScriptSlot(script.run.cancelled))
  const place = script.transport(slot)
  if (!place.ok) return err({ message: place.error, outOfReach: false })
  await slot.take()
  try {
    return await script.acquire(place.value)
  } finally {
    slot.end()
  }
}

/** A ticket names task, action, target and attempt; the alphabet is that of a directory name. */
function ticketOf(taskId: string, key: string, attempt: number): Ticket {
  const place = createHash('sha256').update(key).digest('hex').slice(0, 24)
  const ticket = parseTicket(`${taskId}.${place}.${attempt}`)
  if (!ticket.ok) throw new Error(`Malformed ticket ${ticket.error.text}`)
  return ticket.value
}

/** Stores the ticket and takes the target, once that is free. */
async function claimTarget(
  { deps, run, key, activityKey, target, lock, say }: ScriptRun,
  ticket: Ticket,
  payloadHash: string,
  attempt: number,
): Promise<'claimed' | 'cancelled'> {
  const tellWait = run.log.waitOf(activityKey)
  const claim = claiming({ ticket, actionKey: key, attempt, payloadHash, targetId: target?.id ?? null, lock })
  for (;;) {
    const freed = target && lock !== 'none' ? deps.signals.next(targetTopic(target.id), LOOK_AGAIN_MS) : undefined
    const claimed = await run.log.ask(claim)
    if (claimed.kind !== 'busy') {
      tellWait(null)
      return claimed.kind
    }
    say('Wait', `target-busy:${ticket}`, `Waiting for ${target?.name}: it is used by ${claimed.taskId}.`)
    tellWait(`${target?.name}, which ${claimed.taskId} uses`)
    await firstOrAborted(run.cancelled, [freed])
    if (run.cancelled.aborted) return 'cancelled'
  }
}

const ITS_TURN = 'its turn: as many scripts run as may at once'

/** A slot, of which the log tells whether its place, or where the script is to run, is waited for. */
function waitingAloud({ run, activityKey, place }: ScriptRun, slot: ScriptSlot): ScriptSlot {
  const tellWait = run.log.waitOf(activityKey)
  const telling = (turn: Promise<void> | undefined) => {
    tellWait(turn ? ITS_TURN : null)
    return turn?.then(() => tellWait(null))
  }
  return {
    take: () => telling(slot.take()),
    away: () => {
      slot.away()
      tellWait(`${place}, which does not answer`)
    },
    back: (wasSent) => telling(slot.back(wasSent)),
    end: slot.end,
  }
}

/** Why nothing was started, in brackets. */
const explainRefusal = (refusal: StartRefusal): string => {
  switch (refusal.kind) {
    case 'not-prepared':
      return `${refusal.code}: ${refusal.detail}`
    case 'out-of-reach':
    case 'other-identity':
      return refusal.detail
    default:
      return refusal.kind
  }
}

async function follow(
  script: ScriptRun,
  transport: ScriptTransport,
  ticket: Ticket,
  execution: Execution,
  from: OutputState,
): Promise<ScriptEnd | 'never-started'> {
  const { run } = script
  let state = from
  let killing: Promise<CancelReport> | undefined
  const cancel = () => {
    killing ??= transport.cancel(ticket)
  }
  const limit = await startTimeLimit(script, ticket).catch((error: unknown) => {
    execution.detach()
    throw error
  })
  const silence = watchSilence(script, ticket)
  const ends = [run.cancelled, limit.isUp]
  if (ends.some(({ aborted }) => aborted)) cancel()
  else for (const signal of ends) signal.addEventListener('abort', cancel, { once: true })
  try {
    for await (const event of withSilences(execution, HOLD_MS, () => isHolding(state.held))) {
      if (event === 'silence') {
        state = await commitOutput(script, ticket, { state, items: [] }, { isLast: true })
      } else if (event.kind === 'begun') {
        await crashPoint('running.unseen')
        await run.log.write(beginning(ticket))
      } else if (event.kind === 'output-lost') {
        run.log.later(tellingLost(script, ticket, event.stream))
      } else if (event.kind === 'output') {
        silence.isBroken()
        await crashPoint('log.read')
        const { state: interpreter, items } = interpretChunk(state.interpreter, event)
        state = await commitOutput(script, ticket, { state: { ...state, interpreter }, items })
        await crashPoint('log.after')
      } else {
        await crashPoint('exit.seen')
        // The script has ended; what it started may still be on its way out (reliability X2).
        const report = await killing
        if (report?.outOfReach !== undefined)
          script.say(
            'Warning',
            `left:${ticket}`,
            `${script.place} could not be reached to end the script (${report.outOfReach}); it may still run there.`,
          )
        else if (report?.noneLeft === false)
          script.say('Warning', `left:${ticket}`, 'Some processes of the script could not be ended.')
        const isOverTime = await limit.end(report)
        const result = await endAttempt(script, transport, ticket, event.outcome, state)
        return isOverTime && !run.cancelled.aborted ? failed(overTime(script)) : result
      }
    }
  } finally {
    for (const signal of ends) signal.removeEventListener('abort', cancel)
    limit.close()
    silence.close()
  }
  throw new Error(`The execution of ${ticket} ended without an outcome.`)
}

/** Warns once when a script has printed nothing for long: it may wait for somebody (reliability O). */
function watchSilence({ deps, say }: ScriptRun, ticket: Ticket): { isBroken(): void; close(): void } {
  const minutes = deps.limits.silenceMinutes
  const timer = setTimeout(
    () => say('Warning', `silent:${ticket}`, `The script has printed nothing for ${minutes} min.`),
    minutes * 60_000,
  )
  return { isBroken: () => timer.refresh(), close: () => clearTimeout(timer) }
}

async function endAttempt(
  script: ScriptRun,
  transport: ScriptTransport,
  ticket: Ticket,
  outcome: Outcome,
  state: OutputState,
): Promise<ScriptEnd | 'never-started'> {
  const { run } = script
  const leftBehind = leftBehindOf(script, outcome)
  // A line of which the rest is still to come is not shown in two pieces (L5).
  const rest = leftBehind ? { state: state.interpreter, items: [] } : finishInterpretation(state.interpreter)
  const end = { state: { ...state, interpreter: rest.state }, items: rest.items }
  const outcomeOf = ({ reason, excess }: OutputState): StoredOutcome => ({
    ...outcome,
    ...(reason === null ? {} : { reason: run.mask(reason) }),
    ...(excess === null ? {} : { excess: run.mask(excess) }),
  })
  const storing = (last: OutputState) => [
    ending({ ticket, outcome: outcomeOf(last), leftBehind }),
    ...tellingDropped(script, ticket, last),
  ]
  const last = await commitOutput(script, ticket, end, {
    isLast: true,
    alsoWrites: (next) => (next.artifacts.length === 0 ? storing(next) : []),
  })
  if (last.artifacts.length > 0) {
    await script.collectArtifacts(transport, ticket, last)
    await run.log.write(...storing(last))
  }
  await crashPoint('outcome.after')
  if (!leftBehind) tidyUp(transport, ticket)
  if (run.cancelled.aborted) return cancelled
  return resultOf(outcomeOf(last))
}

const leftBehindOf = ({ reach, place, activityKey }: ScriptRun, outcome: Outcome): LeftBehind | null =>
  reach && outcome.kind === 'unknown' && outcome.why === 'out-of-reach' ? { reach, place, activityKey } : null

/** Says what the log had no room for, if there is something (reliability L1). */
export function tellingDropped(
  { deps, activityKey }: TakingOutput,
  ticket: Ticket,
  { dropped }: OutputState,
): readonly Entry[] {
  if (dropped.lines === 0) return []
  const text = `The log of this task holds at most ${deps.limits.logBytes} bytes: ${dropped.lines} lines of this script, ${dropped.bytes} bytes, were not kept.`
  const line = { category: 'Warning', text, occurredAt: new Date(deps.now()), key: `log-full:${ticket}` } as const
  return [saying(activityKey, [line])]
}

/** Says that the machine could not keep all that the script put out. */
export function tellingLost({ deps, activityKey }: TakingOutput, ticket: Ticket, stream: StreamName): Entry {
  const text = `Some of the script's ${stream} was lost because the disk was full.`
  const key = `output-lost:${ticket}:${stream}`
  return saying(activityKey, [{ category: 'Warning', text, occurredAt: new Date(deps.now()), key }])
}

/** Nothing waits for it: what is left here is removed by the sweep, as after a crash. */
export function tidyUp(transport: ScriptTransport, ticket: Ticket): void {
  transport
    .cleanUp(ticket)
    .catch((error: unknown) =>
      logLine('warn', 'A work directory could not be tidied up', { ticket, ...errorFacts(error) }),
    )
}

function resultOf(outcome: StoredOutcome): ScriptEnd | 'never-started' {
  const { excess, reason = excess } = outcome
  switch (outcome.kind) {
    case 'exited':
      if (outcome.exitCode !== 0) return failed(reason ?? `The script ended with exit code ${outcome.exitCode}.`)
      return excess === undefined ? succeeded : failed(excess)
    case 'signalled':
      return failed(reason ?? `The script was ended by the signal ${outcome.signal}.`)
    case 'unknown':
      return {
        outcome: 'unknown',
        ...(outcome.why === 'out-of-reach' || outcome.why === 'other-identity' ? { outOfReach: 'later' as const } : {}),
        message: `Nobody can tell how the script ended (${outcome.why})${outcome.processLeft ? '; one of its processes was still seen' : ''}.`,
      }
    case 'never-started':
      return 'never-started'
  }
}
