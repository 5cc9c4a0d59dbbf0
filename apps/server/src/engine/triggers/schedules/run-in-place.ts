import type { ProjectId } from '@flotilla/domain'
import { decideRun, explainWhyNotRun, nameOfPlace } from '@flotilla/domain/triggers'
import { crashPoint } from '../../../crash-point.ts'
import type { Tx } from '../../../database/connection.ts'
import { type Document, findDocument } from '../../../database/documents.ts'
import { findRunbookParts } from '../../../features/deployments/execution.ts'
import { KINDS } from '../../../features/kinds.ts'
import { loadAnswers } from '../../../features/project-triggers/answers.ts'
import { triggerFacts } from '../../../features/project-triggers/resource.ts'
import { callerOf, recordBlocked, type TriggerDeps, type TriggerRow } from '../deploy-for-trigger.ts'
import { loadNameOf } from '../name-of.ts'
import { runForTrigger } from '../run-for-trigger.ts'
import { answerPrompts } from './answer-prompts.ts'
import type { ScheduledPlace } from './find-wanted-release.ts'
import { settleDecision } from './record-decision.ts'

/** Runs the runbook of a trigger in one of its places, or records why not. Answers the task to begin, if there is one. */
export async function runInPlace(
  deps: TriggerDeps,
  tx: Tx,
  trigger: TriggerRow,
  at: ScheduledPlace,
  decisionId: number,
): Promise<string | undefined> {
  const { project, place } = at
  const { action } = triggerFacts(trigger.document)
  const runbook = await findDocument(tx, KINDS.runbook, action.RunbookId as string)
  const decision = decideRun({
    trigger: { isDisabled: trigger.document.IsDisabled === true },
    project: { id: project.Id as ProjectId, isDisabled: project.IsDisabled === true },
    runbook: runbook
      ? { name: runbook.Name, publishedSnapshotId: runbook.PublishedRunbookSnapshotId as string | null }
      : null,
  })
  const nameOf = await loadNameOf(tx, [project.Id, place.environmentId, place.tenantId])
  await crashPoint('trigger.before')
  if (decision.kind === 'not') {
    const reason = { ...decision.why, message: explainWhyNotRun(decision.why, nameOf) }
    await settleDecision(tx, decisionId, { state: 'not-deployed', reason })
    return undefined
  }
  const run = await startRun(deps, tx, trigger, at, runbook!, decision.snapshotId)
  if (!run.ok) {
    const related = [trigger.id, project.Id, runbook!.Id, place.environmentId, place.tenantId]
    await recordBlocked(tx, (await callerOf(deps, trigger)).caller, trigger, run.error, related)
    const reason = { code: 'refused', message: run.error }
    await settleDecision(tx, decisionId, { state: 'not-deployed', reason })
    return undefined
  }
  const { id: runId, task_id } = run.value
  const message = `Runbook ${runbook!.Name} is run in ${nameOfPlace(place, nameOf)}.`
  await settleDecision(tx, decisionId, { state: 'run', reason: { code: 'run', message }, runId })
  return task_id
}

async function startRun(
  deps: TriggerDeps,
  tx: Tx,
  trigger: TriggerRow,
  at: ScheduledPlace,
  runbook: Document,
  snapshotId: string,
) {
  const { action } = triggerFacts(trigger.document)
  const answers = await loadAnswers(tx, trigger.id, action.FormValues)
  const source = await findRunbookParts(tx, snapshotId)
  const formValues = await answerPrompts(tx, { field: 'FormValues', answers }, source, at)
  if (!formValues.ok) return formValues
  return runForTrigger(deps, tx, trigger, {
    ...at.place,
    snapshotId,
    formValues: formValues.value,
    forcePackageDownload: runbook.ForcePackageDownload === true,
  })
}
