import type { Queryable } from '../../database/connection.ts'
import { formOf, loadDeploymentWorld, type Place, snapshotsOf } from './deployment-world.ts'
import type { ExecutionSource } from './execution.ts'

export interface NamedAnswers {
  /** As `FormValues` has them: by the id of the variable. */
  readonly formValues: Readonly<Record<string, string>>
  /** Names that no question has in this place. */
  readonly unknown: readonly string[]
}

/**
 * Answers to the questions of a release or runbook in a place, given by the variable's id, its name or its label, without case.
 * Questions that are not named keep their default.
 */
export async function nameAnswers(
  db: Queryable,
  given: Readonly<Record<string, string>>,
  source: ExecutionSource,
  place: Place,
): Promise<NamedAnswers> {
  const names = Object.keys(given)
  if (names.length === 0) return { formValues: {}, unknown: [] }
  const deployment = await loadDeploymentWorld(db, snapshotsOf(source), place.environment.id)
  const { elements } = formOf(source, deployment, place)
  const answers = names.map((name) => ({
    name,
    asked: elements.filter((element) =>
      [element.name, element.variableName, element.label].some((known) => known.toLowerCase() === name.toLowerCase()),
    ),
  }))
  return {
    formValues: Object.fromEntries(
      answers.flatMap(({ name, asked }) => asked.map((element) => [element.name, given[name]!])),
    ),
    unknown: answers.filter(({ asked }) => asked.length === 0).map(({ name }) => name),
  }
}
