import { createHash } from 'node:crypto'
import { propertyText } from '@flotilla/domain/processes'
import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import { inTransaction, type Tx } from '../database/connection.ts'
import { firstOrAborted } from '../engine/deployment/pauses.ts'
import { releaseTarget, takeTarget, targetTopic } from '../engine/locks.ts'
import {
  buildPayload,
  type CancelReport,
  type Execution,
  FRESH_INTERPRETER,
  finishInterpretation,
  type InterpreterState,
  interpretChunk,
  type Outcome,
  type OutputItem,
  offsetsOf,
  type Payload,
  parseTicket,
  restoreInterpreter,
  type SavedInterpreter,
  saveInterpreter,
  type Ticket,
} from '../execution/index.ts'
import { storeArtifact } from '../features/artifacts/store-artifact.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepType, succeeded } from './step-type.ts'

/** A busy target is looked at again this often; a signal comes sooner. */
const LOOK_AGAIN_MS = 30_000

/** `Octopus.Script`: a script on a target, on a target's behalf, or once on the built-in worker (domain reference 4.7). */
export const runScript: StepType = { run: run }

async function run(action: ActionRun): Promise<ActionResult> {
  for (let attempt = await lastAttempt(action); ; attempt += 1) {
    const result = await runAttempt(action, attempt)
    if (result !== 'never-started') return result
  }
}

/** The newest attempt that was recorded; 1 when there is none. A new one follows only a recorded "never started" (E4). */
async function lastAttempt({ deps, run, key }: ActionRun): Promise<number> {
  const row = await deps.database
    .selectFrom('script_attempt')
    .select(['attempt', 'outcome'])
    .where('task_id', '=', run.task.id)
    .where('action_key', '=', key)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return 1
  return (row.outcome as Outcome | null)?.kind === 'never-started' ? row.attempt + 1 : row.attempt
}

async function runAttempt(action: ActionRun, attempt: number): Promise<ActionResult | 'never-started'> {
  const { deps, run, key, target } = action
  const ticket = ticketOf(run.task.id, key, attempt)
  const stored = await deps.database
    .selectFrom('script_attempt')
    .selectAll()
    .where('ticket', '=', ticket)
    .executeTakeFirst()
  if (stored?.state === 'ended') return resultOf(stored.outcome as Outcome, null)

  const state = stored?.interpreter_state
    ? restoreInterpreter(stored.interpreter_state as SavedInterpreter)
    : FRESH_INTERPRETER
  if (stored) {
    const attached = await deps.localTransport.attach(ticket, {
      from: offsetsOf(state),
      payloadHash: stored.payload_hash,
      hasBegun: stored.has_begun,
    })
    if (!attached.ok)
      return endAttempt(
        action,
        ticket,
        { kind: 'unknown', why: 'work-directory-unsafe', processLeft: false },
        state,
        null,
      )
    return follow(action, ticket, attached.value, state)
  }
  const payload = makePayload(action)
  if (typeof payload === 'string') return failed(payload)
  const lock = await claimTarget(action, ticket, payload.hash, attempt)
  if (lock === 'cancelled') return cancelled
  await crashPoint('ticket.after')
  return deps.withScriptSlot(async () => {
    const started = await deps.localTransport.start(ticket, payload)
    if (!started.ok) {
      const why =
        started.error.kind === 'not-prepared' ? `${started.error.code}: ${started.error.detail}` : started.error.kind
      await endAttempt(action, ticket, { kind: 'never-started', why: 'cancelled-before-start' }, state, null)
      return failed(`The script could not be started on ${target?.name ?? 'the worker'} (${why}).`)
    }
    await crashPoint('send.after')
    return follow(action, ticket, started.value, state)
  })
}

/** A ticket names task, action, target and attempt; the alphabet is that of a directory name. */
function ticketOf(taskId: string, key: string, attempt: number): Ticket {
  const place = createHash('sha256').update(key).digest('hex').slice(0, 24)
  const ticket = parseTicket(`${taskId}.${place}.${attempt}`)
  if (!ticket.ok) throw new Error(`Malformed ticket ${ticket.error.text}`)
  return ticket.value
}

/** What to run; a sentence when it cannot be run here. */
function makePayload({ action, scope }: ActionRun): Payload | string {
  const text = (name: string) => propertyText(action.properties, name)
  const source = text('Octopus.Action.Script.ScriptSource') || 'Inline'
  if (source !== 'Inline')
    return `Scripts from the source ${source} are not supported; put the script into the step (Inline).`
  const syntax = text('Octopus.Action.Script.Syntax') || 'PowerShell'
  const payload = buildPayload({
    syntax,
    body: scope.evaluate(text('Octopus.Action.Script.ScriptBody')),
    parameters: scope.evaluate(text('Octopus.Action.Script.ScriptParameters')),
    variables: scope.values(),
  })
  return payload.ok ? payload.value : `Scripts in ${payload.error.syntax} are not supported here; use Bash.`
}

/**
 * Stores the ticket and takes the target, in one transaction that also looks whether the task was cancelled: after the
 * answer of a cancel no further script begins (reliability X1, C2).
 */
async function claimTarget(
  { deps, run, key, target, say }: ActionRun,
  ticket: Ticket,
  hash: string,
  attempt: number,
): Promise<'claimed' | 'cancelled'> {
  for (;;) {
    const freed = target ? deps.signals.next(targetTopic(target.id), LOOK_AGAIN_MS) : undefined
    const taken = await inTransaction(deps.database, async (tx) => {
      const task = await tx
        .selectFrom('server_task')
        .select('state')
        .where('id', '=', run.task.id)
        .forUpdate()
        .executeTakeFirst()
      if (!task || task.state === 'Cancelling') return 'cancelled' as const
      if (target) {
        const lock = await takeTarget(tx, target.id, ticket, run.task.id)
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
    await say('Wait', `target-busy:${ticket}`, `Waiting for ${target?.name}: it is used by ${taken.by}.`)
    await firstOrAborted(run.cancelled, [freed])
    if (run.cancelled.aborted) return 'cancelled'
  }
}

async function follow(
  action: ActionRun,
  ticket: Ticket,
  execution: Execution,
  from: InterpreterState,
): Promise<ActionResult | 'never-started'> {
  const { deps, run } = action
  let state = from
  let failure: string | null = null
  let killing: Promise<CancelReport> | undefined
  const cancel = () => {
    killing = deps.localTransport.cancel(ticket)
  }
  if (run.cancelled.aborted) cancel()
  else run.cancelled.addEventListener('abort', cancel, { once: true })
  try {
    for await (const event of execution) {
      if (event.kind === 'begun') {
        await crashPoint('running.unseen')
        await run.log.within((tx) =>
          sql`update script_attempt set has_begun = true where ticket = ${ticket}`.execute(tx).then(() => {}),
        )
      } else if (event.kind === 'output-lost') {
        await action.say(
          'Warning',
          `output-lost:${ticket}:${event.stream}`,
          `Some of the script's ${event.stream} was lost because the disk was full.`,
        )
      } else if (event.kind === 'output') {
        await crashPoint('log.read')
        const { state: next, items } = interpretChunk(state, event)
        failure = await commit(action, ticket, next, items, failure)
        state = next
        await crashPoint('log.after')
      } else {
        await crashPoint('exit.seen')
        // The script has ended; what it started may still be on its way out (reliability X2).
        if ((await killing)?.noneLeft === false)
          await action.say('Warning', `left:${ticket}`, 'Some processes of the script could not be ended.')
        return await endAttempt(action, ticket, event.outcome, state, failure)
      }
    }
  } finally {
    run.cancelled.removeEventListener('abort', cancel)
  }
  throw new Error(`The execution of ${ticket} ended without an outcome.`)
}

/** Lines, effects and the new offset in one transaction: a chunk counts once, however often it is read (L1–L3, L6). */
async function commit(
  action: ActionRun,
  ticket: Ticket,
  state: InterpreterState,
  items: readonly OutputItem[],
  failure: string | null,
): Promise<string | null> {
  const { run } = action
  let reason = failure
  for (const item of items) {
    if (item.kind === 'mask') run.protect([item.value])
    if (item.kind === 'set-variable' && item.sensitive) run.protect([item.value])
    if (item.kind === 'result-message') reason = item.message
  }
  await run.log.within(async (tx) => {
    await applyItems(action, tx, items)
    const { stdout, stderr } = offsetsOf(state)
    await sql`update script_attempt set stdout_offset = ${stdout}, stderr_offset = ${stderr}, interpreter_state = ${JSON.stringify(saveInterpreter(state))}::jsonb
      where ticket = ${ticket}`.execute(tx)
  })
  return reason
}

async function applyItems(action: ActionRun, tx: Tx, items: readonly OutputItem[]): Promise<void> {
  const { run, activityKey, deps } = action
  const occurredAt = new Date(deps.now())
  const lines = items.flatMap((item) => {
    switch (item.kind) {
      case 'line':
        return [{ category: item.category, text: run.mask(item.text), occurredAt }]
      case 'variable-too-large':
        return [
          {
            category: 'Error' as const,
            text: `The output variable ${item.name} is larger than 1 MiB and was not kept.`,
            occurredAt,
          },
        ]
      case 'create-target':
      case 'delete-target':
        return [
          {
            category: 'Warning' as const,
            text: 'Scripts cannot create or delete targets on this server yet; the message was ignored.',
            occurredAt,
          },
        ]
      default:
        return []
    }
  })
  if (lines.length > 0) await run.log.writeLines(tx, activityKey, lines)
  for (const item of items) {
    if (item.kind === 'set-variable') await action.setOutput(tx, item.name, item.value, item.sensitive)
    if (item.kind === 'progress') {
      await sql`update task_activity set progress_percentage = ${Math.round(item.percentage)}, progress_message = ${run.mask(item.message)}
        where task_id = ${run.task.id} and key = ${activityKey}`.execute(tx)
    }
    if (item.kind === 'create-artifact') await collectArtifact(action, tx, item.path, item.name)
  }
}

async function collectArtifact({ run, activityKey }: ActionRun, tx: Tx, path: string, name: string): Promise<void> {
  const stored = await storeArtifact(tx, {
    spaceId: run.deployment.space_id,
    taskId: run.task.id,
    filename: run.mask(name),
    source: activityKey,
    path,
    related: [run.deployment.id, run.deployment.release_id, run.deployment.project_id],
  })
  if (!stored.ok)
    await run.log.writeLines(tx, activityKey, [{ category: 'Warning', text: stored.error, occurredAt: new Date() }])
}

async function endAttempt(
  action: ActionRun,
  ticket: Ticket,
  outcome: Outcome,
  state: InterpreterState,
  failure: string | null,
): Promise<ActionResult | 'never-started'> {
  const { deps, run, target } = action
  const rest = finishInterpretation(state)
  const reason = rest.items.reduce<string | null>(
    (told, item) => (item.kind === 'result-message' ? item.message : told),
    failure,
  )
  await run.log.within(async (tx) => {
    await applyItems(action, tx, rest.items)
    await sql`update script_attempt set state = 'ended', outcome = ${JSON.stringify(outcome)}::jsonb, ended_at = now() where ticket = ${ticket}`.execute(
      tx,
    )
    if (target) await releaseTarget(tx, target.id, ticket)
  })
  await crashPoint('outcome.after')
  await deps.localTransport.cleanUp(ticket)
  if (run.cancelled.aborted) return cancelled
  return resultOf(outcome, reason && run.mask(reason))
}

function resultOf(outcome: Outcome, reason: string | null): ActionResult | 'never-started' {
  switch (outcome.kind) {
    case 'exited':
      return outcome.exitCode === 0
        ? succeeded
        : failed(reason ?? `The script ended with exit code ${outcome.exitCode}.`)
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
