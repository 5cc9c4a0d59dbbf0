import { MANUAL_ANSWERS } from '@flotilla/domain/approvals'
import { propertyText } from '@flotilla/domain/processes'
import { crashPoint } from '../crash-point.ts'
import type { InterruptionRow } from '../features/interruptions/queries.ts'
import { findInterruptionOf, raiseInterruption } from '../features/interruptions/raise-interruption.ts'
import { saying } from '../features/tasks/log-entries.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepType, succeeded } from './step-type.ts'

/** `Octopus.Manual`: waits for a person to answer Proceed or Abort (domain reference 9.1). */
export const manualIntervention: StepType = { run }

async function run(action: ActionRun): Promise<ActionResult> {
  const { deps, run, key } = action
  const raised = await raise(action)
  if (!raised) return cancelled
  await crashPoint('pause.after')
  const text = (name: string) => propertyText(action.action.properties, name)
  await action.pauseUntil(async () => !(await findInterruptionOf(deps.database, run.task.id, key))?.is_pending, {
    keepsLock: text('Octopus.Action.Manual.BlockConcurrentDeployments').toLowerCase() === 'true',
  })
  if (run.cancelled.aborted) return cancelled
  const answered = (await findInterruptionOf(deps.database, run.task.id, key)) ?? raised
  return conclude(action, answered)
}

/** Asks, or finds what was asked before; a cancelled deployment asks nothing any more. */
async function raise(action: ActionRun): Promise<InterruptionRow | undefined> {
  const { deps, run, key, scope, step, target } = action
  const existing = await findInterruptionOf(deps.database, run.task.id, key)
  if (existing || run.cancelled.aborted) return existing
  const text = (name: string) => propertyText(action.action.properties, name)
  const teams = scope
    .evaluate(text('Octopus.Action.Manual.ResponsibleTeamIds'))
    .split(',')
    .map((team) => team.trim())
    .filter((team) => team !== '')
  await run.log.within(async (tx) => {
    await raiseInterruption(tx, {
      run,
      key,
      type: 'ManualIntervention',
      title: target ? `${step.name} on ${target.name}` : step.name,
      answers: MANUAL_ANSWERS,
      instructions: run.mask(scope.evaluate(text('Octopus.Action.Manual.Instructions'))),
      responsibleTeamIds: teams,
      correlationId: action.activityKey,
      nodeName: deps.nodeName,
    })
    await run.log.writeIn(
      tx,
      saying(action.activityKey, [
        {
          category: 'Wait',
          text: 'Waiting for a person to proceed or abort.',
          occurredAt: new Date(deps.now()),
          key: `raised:${key}`,
        },
      ]),
    )
  })
  return (await findInterruptionOf(deps.database, run.task.id, key))!
}

async function conclude(action: ActionRun, answered: InterruptionRow): Promise<ActionResult> {
  const { deps, run } = action
  const responsible = answered.submitted_by
    ? await deps.database
        .selectFrom('user_account')
        .selectAll()
        .where('id', '=', answered.submitted_by)
        .executeTakeFirst()
    : undefined
  const isApproved = answered.result === 'Proceed'
  const who = responsible?.display_name || responsible?.username || 'somebody'
  await run.log.within(async (tx) => {
    await action.setOutput(tx, 'Manual.Notes', answered.notes)
    await action.setOutput(tx, 'Manual.Approved', isApproved ? 'True' : 'False')
    if (responsible) {
      await action.setOutput(tx, 'Manual.ResponsibleUser.Id', responsible.id)
      await action.setOutput(tx, 'Manual.ResponsibleUser.Username', responsible.username)
      await action.setOutput(tx, 'Manual.ResponsibleUser.DisplayName', responsible.display_name)
      await action.setOutput(tx, 'Manual.ResponsibleUser.EmailAddress', responsible.email_address)
    }
    const notes = answered.notes ? `: ${run.mask(answered.notes)}` : '.'
    await run.log.writeIn(
      tx,
      saying(action.activityKey, [
        {
          category: isApproved ? 'Highlight' : 'Error',
          text: `${who} answered ${answered.result}${notes}`,
          occurredAt: new Date(deps.now()),
          key: `answered:${action.key}`,
        },
      ]),
    )
  })
  return isApproved
    ? succeeded
    : failed(`${who} aborted the deployment${answered.notes ? `: ${run.mask(answered.notes)}` : '.'}`)
}
