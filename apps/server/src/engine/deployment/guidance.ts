import { type Guidance, type GuidanceVerdict, judgeGuidance } from '@flotilla/domain/deployments'
import type { Tx } from '../../database/connection.ts'
import { nameOfAnswerer } from '../../features/interruptions/people.ts'
import { findInterruptionOf, raiseInterruption } from '../../features/interruptions/raise-interruption.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import type { ActionPlace } from './action-run.ts'
import { guidanceKey } from './keys.ts'
import type { Wait } from './pauses.ts'
import type { RunState } from './run-state.ts'

/** Asks people what is to be done about an attempt that failed (domain reference 3.7). */
export async function raiseGuidance(
  tx: Tx,
  deps: StepDeps,
  run: RunState,
  { action, target, activityKey }: ActionPlace,
  failed: { readonly attemptKey: string; readonly answers: readonly Guidance[]; readonly message: string },
): Promise<void> {
  const what = `${action.name}${target ? ` on ${target.name}` : ''}`
  await raiseInterruption(tx, {
    run,
    key: guidanceKey(failed.attemptKey),
    type: 'GuidedFailure',
    title: `${what} requires failure guidance`,
    instructions: `${what} failed: ${failed.message}`,
    answers: failed.answers,
    responsibleTeamIds: [],
    correlationId: activityKey,
    nodeName: deps.nodeName,
  })
}

/** Waits for the answer, however long. Answers nothing when the deployment was cancelled instead. */
export async function awaitGuidance(
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  attemptKey: string,
  wait: Wait,
): Promise<GuidanceVerdict | undefined> {
  const key = guidanceKey(attemptKey)
  const find = () => findInterruptionOf(deps.database, run.task.id, key)
  await wait(async () => !(await find())?.is_pending, {
    keepsLock: false,
    keepsRunning: !place.mayPause,
    tellWait: run.log.waitOf(place.activityKey),
  })
  const answered = await find()
  if (run.cancelled.aborted || !answered?.result) return undefined
  const who = await nameOfAnswerer(deps.database, answered)
  await run.log.lines(place.activityKey, [
    {
      category: 'Highlight',
      text: `${who} answered ${answered.result}${answered.notes ? `: ${run.mask(answered.notes)}` : '.'}`,
      occurredAt: new Date(deps.now()),
      key: `answered:${key}`,
    },
  ])
  return judgeGuidance(answered.result as Guidance)
}
