import { err, ok, type Result } from '@flotilla/kit'
import type { Queryable } from '../../../database/connection.ts'
import { findDocument } from '../../../database/documents.ts'
import { formOf, loadDeploymentWorld, snapshotsOf } from '../../../features/deployments/deployment-world.ts'
import { KINDS } from '../../../features/kinds.ts'
import { readVariables } from '../../../features/project-triggers/trigger-problems.ts'
import { loadReleaseWorld } from '../../../features/releases/release-world.ts'
import type { ScheduledPlace } from './find-wanted-release.ts'

/**
 * Answers to the prompts of a release from the `Variables` of an action, which name them by the variable's id, its name or
 * its label, without case. Prompts that are not named keep their default.
 *
 * Errors: a name that no prompt has is told, as ignoring it would deploy with other values than somebody asked for.
 */
export async function answerPrompts(
  db: Queryable,
  variables: unknown,
  releaseId: string,
  { place, tenant }: ScheduledPlace,
): Promise<Result<Readonly<Record<string, string>>, string>> {
  const given = Object.entries(readVariables(variables) ?? {})
  if (given.length === 0) return ok({})
  const world = await loadReleaseWorld(db, releaseId)
  const environment = await findDocument(db, KINDS.environment, place.environmentId)
  // Whoever creates the deployment says what is missing.
  if (!world || !environment) return ok({})
  const deployment = await loadDeploymentWorld(db, snapshotsOf(world), environment.Id)
  const { elements } = formOf(world, deployment, {
    environment: { id: environment.Id, name: environment.Name },
    tenant,
  })
  const answers = given.map(([name, value]) => {
    const asked = elements.filter((element) =>
      [element.name, element.variableName, element.label].some((known) => known.toLowerCase() === name.toLowerCase()),
    )
    return { name, value, asked }
  })
  const unknown = answers.filter(({ asked }) => asked.length === 0).map(({ name }) => name)
  if (unknown.length > 0) {
    return err(
      `Action.Variables: release ${world.release.version} asks for nothing by the name of ${unknown.join(', ')}.`,
    )
  }
  return ok(Object.fromEntries(answers.flatMap(({ asked, value }) => asked.map(({ name }) => [name, value]))))
}
