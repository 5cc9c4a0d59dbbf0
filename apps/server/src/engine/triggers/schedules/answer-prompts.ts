import { err, ok, type Result } from '@flotilla/kit'
import type { Queryable } from '../../../database/connection.ts'
import { findDocument } from '../../../database/documents.ts'
import { nameAnswers } from '../../../features/deployments/named-answers.ts'
import { KINDS } from '../../../features/kinds.ts'
import { loadReleaseWorld } from '../../../features/releases/release-world.ts'
import type { ScheduledPlace } from './find-wanted-release.ts'

/**
 * Answers to the prompts of a release from those of a trigger, which name them by the variable's id, its name or
 * its label, without case. Prompts that are not named keep their default.
 *
 * Errors: a name that no prompt has is told, as ignoring it would deploy with other values than somebody asked for.
 */
export async function answerPrompts(
  db: Queryable,
  given: Readonly<Record<string, string>>,
  releaseId: string,
  { place, tenant }: ScheduledPlace,
): Promise<Result<Readonly<Record<string, string>>, string>> {
  if (Object.keys(given).length === 0) return ok({})
  const world = await loadReleaseWorld(db, releaseId)
  const environment = await findDocument(db, KINDS.environment, place.environmentId)
  // Whoever creates the deployment says what is missing.
  if (!world || !environment) return ok({})
  const answers = await nameAnswers(db, given, world, {
    environment: { id: environment.Id, name: environment.Name },
    tenant,
  })
  if (answers.unknown.length > 0) {
    return err(
      `Action.Variables: release ${world.release.version} asks for nothing by the name of ${answers.unknown.join(', ')}.`,
    )
  }
  return ok(answers.formValues)
}
