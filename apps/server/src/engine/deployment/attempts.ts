import { type AfterFailure, type Failure, judgeFailure, mayBeRepeated } from '@flotilla/domain/deployments'
import { sql } from 'kysely'
import { crashPoint } from '../../crash-point.ts'
import type { Tx } from '../../database/connection.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import { findStepType } from '../../steps/registry.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepDeps } from '../../steps/step-type.ts'
import { type ActionPlace, createActionRun } from './action-run.ts'
import { awaitGuidance, raiseGuidance } from './guidance.ts'
import { attemptKey } from './keys.ts'
import { isFailure, statusOf } from './outcomes.ts'
import { firstOrAborted, type Wait } from './pauses.ts'
import type { RunState, StoredFailure } from './run-state.ts'

/** How an action ended after all its attempts. */
export interface Ending extends ActionResult {
  /** A person took its machine out of the rest of the deployment, or it does not answer and may be skipped. */
  readonly excludesMachine: boolean
}

type FailedResult = ActionResult & { readonly outcome: Failure }
type Followed = Exclude<AfterFailure, { readonly kind: 'give-up' }>

/** Timers count no further than 24 days; what is longer looks again. */
const LONGEST_SLEEP_MS = 3_600_000

/**
 * Runs an action until it passes or nothing more is to be tried. What follows a failed attempt is stored before it happens,
 * so after a crash the same decisions stand (reliability E3, E4).
 */
export async function runAttempts(deps: StepDeps, run: RunState, place: ActionPlace, wait: Wait): Promise<Ending> {
  for (;;) {
    const earlier = run.failures.get(place.key) ?? []
    const last = earlier.at(-1)
    if (last) {
      const ending = await followFailure(deps, run, place, wait, last, earlier.length)
      if (ending) return ending
    }
    const attempt = earlier.length + 1
    const result = await runAttempt(deps, run, place, attempt, wait)
    if (run.cancelled.aborted || !isFailure(result))
      return { ...result, excludesMachine: result.excludesMachine === true }
    const verdict = judgeFailure({
      action: place.action,
      outcome: result.outcome,
      earlier,
      usesGuidedFailure: run.execution.use_guided_failure,
      hasMachine: place.target !== null,
    })
    if (verdict.kind === 'give-up') return { ...result, excludesMachine: false }
    await storeFailure(deps, run, place, attempt, result, verdict)
  }
}

/** Does what was decided about a failed attempt; answers nothing when another attempt follows. */
async function followFailure(
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  wait: Wait,
  failure: StoredFailure,
  attempt: number,
): Promise<Ending | undefined> {
  if (failure.followedBy === 'retry') {
    await backOff(deps, run, place, attempt)
    return undefined
  }
  const verdict = await awaitGuidance(deps, run, place, attemptKey(place.key, attempt), wait)
  switch (verdict?.kind) {
    case 'go-on':
      return { outcome: verdict.outcome, message: failure.message, excludesMachine: verdict.excludesMachine }
    case 'fail':
      return { outcome: failure.outcome, message: failure.message, excludesMachine: false }
    default:
      // Another attempt; after a cancel it finds out whether it had begun, and begins nothing.
      return undefined
  }
}

/** Waits for what is left of the time before the next attempt, by the database's clock. A cancel ends it. */
async function backOff(deps: StepDeps, run: RunState, place: ActionPlace, attempt: number): Promise<void> {
  const tellWait = run.log.waitOf(place.activityKey)
  while (!run.cancelled.aborted) {
    const { rows } = await sql<{ left_ms: number }>`
      select extract(epoch from retry_at - clock_timestamp())::float8 * 1000 as left_ms from failed_attempt
      where task_id = ${run.task.id} and action_key = ${place.key} and attempt = ${attempt}`.execute(deps.database)
    const leftMs = rows[0]?.left_ms ?? 0
    if (leftMs <= 0) break
    tellWait('its next attempt')
    await sleepUnlessAborted(run.cancelled, Math.min(leftMs, LONGEST_SLEEP_MS))
  }
  tellWait(null)
}

async function sleepUnlessAborted(signal: AbortSignal, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await firstOrAborted(signal, [over])
  clearTimeout(timer)
}

async function runAttempt(
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  attempt: number,
  wait: Wait,
): Promise<ActionResult> {
  const isTold = mayBeRepeated({ action: place.action, usesGuidedFailure: run.execution.use_guided_failure })
  const node = {
    key: isTold ? `${place.activityKey}#${attempt}` : place.activityKey,
    parentKey: place.activityKey,
    name: `Attempt ${attempt}`,
  }
  if (isTold) run.log.begins({ ...node, at: new Date(deps.now()) })
  const actionRun = createActionRun(deps, run, place, attemptOf(run, place, attempt, node.key), wait)
  const type = findStepType(place.action.actionType)
  const result = !type
    ? failed(`Steps of the type ${place.action.actionType} are not supported by this server.`)
    : run.cancelled.aborted && !(await hasBegun(actionRun))
      ? cancelled
      : await type.run(actionRun)
  if (isTold) {
    if (isFailure(result)) tellFailure(deps, run, node.key, result)
    run.log.ends({ ...node, at: new Date(deps.now()) }, statusOf(result.outcome))
  }
  return result
}

const attemptOf = (
  run: RunState,
  { key, activityKey: placeKey }: ActionPlace,
  attempt: number,
  activityKey: string,
) => ({
  key: attemptKey(key, attempt),
  activityKey,
  hadBegun: run.begun.has(attempt === 1 ? placeKey : activityKey),
})

/** A cancelled run still takes up what had begun, so that it is stopped and its outcome is known; it begins nothing. */
async function hasBegun({ deps, run, key }: ActionRun): Promise<boolean> {
  const begun = await deps.database
    .selectFrom('script_attempt')
    .select('ticket')
    .where('task_id', '=', run.task.id)
    .where('action_key', '=', key)
    .where('state', '=', 'created')
    .executeTakeFirst()
  return begun !== undefined
}

const tellFailure = (deps: StepDeps, run: RunState, activityKey: string, { message }: ActionResult): void => {
  const occurredAt = new Date(deps.now())
  const key = `${activityKey}:attempt-failed`
  run.log.later(saying(activityKey, [{ category: 'Error', text: run.mask(message), occurredAt, key }]))
}

/** Stores that an attempt failed and what follows, with the question to people if there is one: one transaction. */
async function storeFailure(
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  attempt: number,
  result: FailedResult,
  verdict: Followed,
): Promise<void> {
  const message = run.mask(result.message)
  const earlier = run.failures.get(place.key) ?? []
  // Known from now on: no further machine of a rolling step begins while this is being stored.
  run.failures.set(place.key, [...earlier, { outcome: result.outcome, message, followedBy: verdict.kind }])
  await run.log.within(async (tx) => {
    const waitSeconds = verdict.kind === 'retry' ? verdict.waitSeconds : null
    await sql`insert into failed_attempt (task_id, action_key, attempt, outcome, message, followed_by, retry_at)
      values (${run.task.id}, ${place.key}, ${attempt}, ${result.outcome}, ${message}, ${verdict.kind},
        clock_timestamp() + ${waitSeconds}::float8 * interval '1 second')
      on conflict do nothing`.execute(tx)
    await tellWhatFollows(tx, deps, run, place, attempt, message, verdict)
    if (verdict.kind === 'ask')
      await raiseGuidance(tx, deps, run, place, {
        attemptKey: attemptKey(place.key, attempt),
        answers: verdict.answers,
        message,
      })
  })
  await crashPoint(verdict.kind === 'ask' ? 'pause.after' : 'retry.after')
}

const tellWhatFollows = (
  tx: Tx,
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  attempt: number,
  message: string,
  verdict: Followed,
): Promise<void> => {
  const wait = verdict.kind === 'retry' && verdict.waitSeconds > 0 ? ` in ${verdict.waitSeconds} s` : ''
  const follows =
    verdict.kind === 'ask'
      ? 'Waiting for a person to say what is to be done.'
      : `Trying again${wait}: retry ${verdict.retry} of ${verdict.mostRetries}.`
  return run.log.writeIn(
    tx,
    saying(place.activityKey, [
      {
        category: verdict.kind === 'ask' ? 'Wait' : 'Warning',
        text: `Failed: ${message} ${follows}`,
        occurredAt: new Date(deps.now()),
        key: `${place.key}:failed-attempt:${attempt}`,
      },
    ]),
  )
}
