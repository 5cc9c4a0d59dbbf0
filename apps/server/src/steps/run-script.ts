import { createHash } from 'node:crypto'
import {
  type CancelReport,
  type Execution,
  type Outcome,
  parseTicket,
  type ScriptTransport,
  type StartRefusal,
  type Ticket,
} from '@flotilla/work-directory'
import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import { type Statement, together } from '../database/connection.ts'
import { ticketHash } from '../database/keyed-hashes.ts'
import { firstOrAborted } from '../engine/deployment/pauses.ts'
import { releasingTarget, takeTarget, targetTopic } from '../engine/locks.ts'
import {
  finishInterpretation,
  HOLD_MS,
  interpretChunk,
  isHolding,
  offsetsOf,
  withSilences,
} from '../execution/index.ts'
import { lockTask } from '../features/tasks/task-run.ts'
import { errorFacts, logLine } from '../log.ts'
import { collectArtifacts } from './collect-artifacts.ts'
import { prepareScript, printVariables } from './prepare-script.ts'
import { commitOutput, loadOutput, type OutputState } from './script-output.ts'
import { nameOfPlace, transportOf } from './script-place.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepType, succeeded } from './step-type.ts'
import { overTime, startTimeLimit } from './time-limit.ts'

/** A busy target is looked at again this often; a signal comes sooner. */
const LOOK_AGAIN_MS = 30_000

/** `Octopus.Script`: a script on a target, on a target's behalf, or once on the built-in worker (domain reference 4.7). */
export const runScript: StepType = { run: run }

async function run(action: ActionRun): Promise<ActionResult> {
  let stored = action.hadBegun ? await newestAttempt(action) : undefined
  for (;;) {
    // A new attempt follows only a recorded "never started" (E4).
    const isOver = (stored?.outcome as Outcome | null | undefined)?.kind === 'never-started'
    const attempt = (stored?.attempt ?? 1) + (isOver ? 1 : 0)
    const result = await runAttempt(action, attempt, isOver ? undefined : stored)
    if (result !== 'never-started') return result
    stored = await newestAttempt(action)
  }
}

const newestAttempt = ({ deps, run, key }: ActionRun) =>
  deps.database
    .selectFrom('script_attempt')
    .selectAll()
    .where('task_id', '=', run.task.id)
    .where('action_key', '=', key)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst()

async function runAttempt(
  action: ActionRun,
  attempt: number,
  stored: Awaited<ReturnType<typeof newestAttempt>>,
): Promise<ActionResult | 'never-started'> {
  const { deps, run, key } = action
  const ticket = ticketOf(run.task.id, key, attempt)
  if (stored?.state === 'ended')
    return stored.is_over_time ? failed(overTime(action)) : resultOf(stored.outcome as StoredOutcome)

  const place = transportOf(action)
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
      return endAttempt(action, transport, ticket, { kind: 'unknown', why, processLeft: false }, state)
    }
    return follow(action, transport, ticket, attached.value, state)
  }
  const prepared = prepareScript(action)
  if (!prepared.ok) return failed(prepared.error)
  const payload = { ...prepared.value, hash: ticketHash(deps.database, ticket, prepared.value.hash) }
  const lock = await claimTarget(action, ticket, payload.hash, attempt)
  if (lock === 'cancelled') return cancelled
  await printVariables(action)
  await crashPoint('ticket.after')
  return deps.withScriptSlot(async () => {
    const started = await transport.start(ticket, payload)
    if (!started.ok) {
      await endAttempt(action, transport, ticket, { kind: 'never-started', why: 'cancelled-before-start' }, state)
      return failed(`The script could not be started on ${nameOfPlace(action)} (${explainRefusal(started.error)}).`)
    }
    await crashPoint('send.after')
    return follow(action, transport, ticket, started.value, state)
  })
}

/** A ticket names task, action, target and attempt; the alphabet is that of a directory name. */
function ticketOf(taskId: string, key: string, attempt: number): Ticket {
  const place = createHash('sha256').update(key).digest('hex').slice(0, 24)
  const ticket = parseTicket(`${taskId}.${place}.${attempt}`)
  if (!ticket.ok) throw new Error(`Malformed ticket ${ticket.error.text}`)
  return ticket.value
}

/**
 * Stores the ticket and takes the target, in one transaction with what led here and was not stored yet. It also looks whether
 * the task was cancelled: after the answer of a cancel no further script begins (reliability X1, C2).
 */
async function claimTarget(
  { deps, run, key, target, scope, say }: ActionRun,
  ticket: Ticket,
  hash: string,
  attempt: number,
): Promise<'claimed' | 'cancelled'> {
  const isShared = scope.value('OctopusBypassDeploymentMutex')?.trim().toLowerCase() === 'true'
  for (;;) {
    const freed = target ? deps.signals.next(targetTopic(target.id), LOOK_AGAIN_MS) : undefined
    const taken = await run.log.alone(async (tx) => {
      if ((await lockTask(tx, run.task)) === 'Cancelling') return 'cancelled' as const
      if (target) {
        const lock = await takeTarget(tx, { targetId: target.id, ticket, taskId: run.task.id, isShared })
        if (!lock.ok) return lock.error
      }
      await tx
        .insertInto('script_attempt')
        .values({
          ticket,
          task_id: run.task.id,
          action_key: key,
          attempt,
          target_id: target?.id ?? null,
          payload_hash: hash,
          state: 'created',
        })
        .execute()
      return 'claimed' as const
    })
    if (taken === 'claimed' || taken === 'cancelled') return taken
    say('Wait', `target-busy:${ticket}`, `Waiting for ${target?.name}: it is used by ${taken.by}.`)
    await firstOrAborted(run.cancelled, [freed])
    if (run.cancelled.aborted) return 'cancelled'
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
  action: ActionRun,
  transport: ScriptTransport,
  ticket: Ticket,
  execution: Execution,
  from: OutputState,
): Promise<ActionResult | 'never-started'> {
  const { run } = action
  let state = from
  let killing: Promise<CancelReport> | undefined
  const cancel = () => {
    killing ??= transport.cancel(ticket)
  }
  const limit = await startTimeLimit(action, ticket)
  const silence = watchSilence(action, ticket)
  const ends = [run.cancelled, limit.isUp]
  if (ends.some(({ aborted }) => aborted)) cancel()
  else for (const signal of ends) signal.addEventListener('abort', cancel, { once: true })
  try {
    for await (const event of withSilences(execution, HOLD_MS, () => isHolding(state.held))) {
      if (event === 'silence') {
        state = await commitOutput(action, ticket, { state, items: [] }, { isLast: true })
      } else if (event.kind === 'begun') {
        await crashPoint('running.unseen')
        await run.log.within((tx) =>
          sql`update script_attempt set has_begun = true where ticket = ${ticket}`.execute(tx).then(() => {}),
        )
      } else if (event.kind === 'output-lost') {
        action.say(
          'Warning',
          `output-lost:${ticket}:${event.stream}`,
          `Some of the script's ${event.stream} was lost because the disk was full.`,
        )
      } else if (event.kind === 'output') {
        silence.isBroken()
        await crashPoint('log.read')
        const { state: interpreter, items } = interpretChunk(state.interpreter, event)
        state = await commitOutput(action, ticket, { state: { ...state, interpreter }, items })
        await crashPoint('log.after')
      } else {
        await crashPoint('exit.seen')
        // The script has ended; what it started may still be on its way out (reliability X2).
        const report = await killing
        if (report?.outOfReach !== undefined)
          action.say(
            'Warning',
            `left:${ticket}`,
            `${nameOfPlace(action)} could not be reached to end the script (${report.outOfReach}); it may still run there.`,
          )
        else if (report?.noneLeft === false)
          action.say('Warning', `left:${ticket}`, 'Some processes of the script could not be ended.')
        const isOverTime = await limit.end(report)
        const result = await endAttempt(action, transport, ticket, event.outcome, state)
        return isOverTime && !run.cancelled.aborted ? failed(overTime(action)) : result
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
function watchSilence({ deps, say }: ActionRun, ticket: Ticket): { isBroken(): void; close(): void } {
  const minutes = deps.limits.silenceMinutes
  const timer = setTimeout(
    () => say('Warning', `silent:${ticket}`, `The script has printed nothing for ${minutes} min.`),
    minutes * 60_000,
  )
  return { isBroken: () => timer.refresh(), close: () => clearTimeout(timer) }
}

async function endAttempt(
  action: ActionRun,
  transport: ScriptTransport,
  ticket: Ticket,
  outcome: Outcome,
  state: OutputState,
): Promise<ActionResult | 'never-started'> {
  const { run, target } = action
  const rest = finishInterpretation(state.interpreter)
  const end = { state: { ...state, interpreter: rest.state }, items: rest.items }
  const outcomeOf = ({ reason, excess }: OutputState): StoredOutcome => ({
    ...outcome,
    ...(reason === null ? {} : { reason: run.mask(reason) }),
    ...(excess === null ? {} : { excess: run.mask(excess) }),
  })
  const storing = (last: OutputState) => [
    sql`update script_attempt set state = 'ended', outcome = ${JSON.stringify(outcomeOf(last))}::jsonb, interpreter_state = null, ended_at = now()
      where ticket = ${ticket}`,
    ...(target ? [releasingTarget(target.id, ticket)] : []),
    ...tellingDropped(action, ticket, last),
  ]
  const last = await commitOutput(action, ticket, end, {
    isLast: true,
    alsoWrites: (next) => (next.artifacts.length === 0 ? storing(next) : []),
  })
  if (last.artifacts.length > 0) {
    await collectArtifacts(action, transport, ticket, last)
    await run.log.within(async (tx) => void (await together(tx, storing(last))))
  }
  await crashPoint('outcome.after')
  tidyUp(transport, ticket)
  if (run.cancelled.aborted) return cancelled
  return resultOf(outcomeOf(last))
}

/** The statement that says what the log had no room for, if there is something (reliability L1). */
function tellingDropped({ deps, run, activityKey }: ActionRun, ticket: Ticket, { dropped }: OutputState): Statement[] {
  if (dropped.lines === 0) return []
  const text = `The log of this task holds at most ${deps.limits.logBytes} bytes: ${dropped.lines} lines of this script, ${dropped.bytes} bytes, were not kept.`
  const line = { category: 'Warning', text, occurredAt: new Date(deps.now()), key: `log-full:${ticket}` } as const
  return [run.log.saying(activityKey, [line])]
}

/** Nothing waits for it: what is left here is removed by the sweep, as after a crash. */
function tidyUp(transport: ScriptTransport, ticket: Ticket): void {
  transport
    .cleanUp(ticket)
    .catch((error: unknown) =>
      logLine('warn', 'A work directory could not be tidied up', { ticket, ...errorFacts(error) }),
    )
}

/** With the reason that the script itself told, and what it put out too much of; masked. */
type StoredOutcome = Outcome & { readonly reason?: string; readonly excess?: string }

function resultOf(outcome: StoredOutcome): ActionResult | 'never-started' {
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
        message: `Nobody can tell how the script ended (${outcome.why})${outcome.processLeft ? '; one of its processes was still seen' : ''}.`,
      }
    case 'never-started':
      return 'never-started'
  }
}
