import { err, ok, type Result } from '@flotilla/kit'
import type { Queryable } from '../../../database/connection.ts'
import { findDocument } from '../../../database/documents.ts'
import type { ExecutionSource } from '../../../features/deployments/execution.ts'
import { nameAnswers } from '../../../features/deployments/named-answers.ts'
import { KINDS } from '../../../features/kinds.ts'
import type { AnswersField } from '../../../features/project-triggers/answers.ts'
import type { ScheduledPlace } from './find-wanted-release.ts'

/**
 * Answers to the prompts of a release or a runbook's snapshot from those of a trigger, which name them by the variable's id, its
 * name or its label, without case. Prompts that are not named keep their default.
 *
 * Errors: a name that no prompt has is told, as ignoring it would deploy with other values than somebody asked for.
 */
export async function answerPrompts(
  db: Queryable,
  given: { readonly field: AnswersField; readonly answers: Readonly<Record<string, string>> },
  source: ExecutionSource | undefined,
  { place, tenant }: ScheduledPlace,
): Promise<Result<Readonly<Record<string, string>>, string>> {
  if (Object.keys(given.answers).length === 0) return ok({})
  const environment = await findDocument(db, KINDS.environment, place.environmentId)
  // Whoever creates the deployment or the run says what is missing.
  if (!source || !environment) return ok({})
  const answers = await nameAnswers(db, given.answers, source, {
    environment: { id: environment.Id, name: environment.Name },
    tenant,
  })
  if (answers.unknown.length > 0) {
    const what = 'release' in source ? `release ${source.release.version}` : `runbook ${source.runbook.Name}`
    return err(`Action.${given.field}: ${what} asks for nothing by the name of ${answers.unknown.join(', ')}.`)
  }
  return ok(answers.formValues)
}
