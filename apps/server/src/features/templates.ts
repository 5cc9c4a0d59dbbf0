import { randomUUID } from 'node:crypto'
import { badRequest } from '../http/errors.ts'
import { keepSecrets, recordSecretChanges } from './secret-fields.ts'
import type { Change } from './standard-routes.ts'

interface Template {
  readonly Id: string
  readonly Name: string
  readonly DefaultValue?: unknown
}

/** Names are variables, and answers and secrets are kept by id: each is there once. */
export function templateProblems(field: string, given: readonly Pick<Template, 'Id' | 'Name'>[]): string[] {
  const repeated = (words: readonly string[]) => [...new Set(words.filter((word, at) => words.indexOf(word) !== at))]
  return [
    ...given.flatMap(({ Name }, at) => (Name.trim() === '' ? [`${field}[${at}].Name: must not be blank.`] : [])),
    ...repeated(given.map(({ Name }) => Name.trim().toLowerCase())).map(
      (name) => `${field}: '${name}' is there more than once.`,
    ),
    ...repeated(given.map(({ Id }) => Id.toLowerCase()).filter((id) => id !== '')).map(
      (id) => `${field}: the id '${id}' is there more than once.`,
    ),
  ]
}

/** Variable templates of a project or library set, with ids and defaults; secret defaults are kept apart. */
export async function settleTemplates(
  change: Change,
  body: Readonly<Record<string, unknown>>,
): Promise<readonly unknown[]> {
  const given = (body.Templates ?? []) as readonly Template[]
  const problems = templateProblems('Templates', given)
  if (problems.length > 0) throw badRequest(...problems)
  const templates = given.map((template) => ({ DefaultValue: '', ...template, Id: template.Id || randomUUID() }))
  const owner = { ownerId: change.id, spaceId: change.spaceId }
  const { value, changes } = await keepSecrets(change.tx, owner, { Templates: templates })
  await recordSecretChanges(change, `A secret default of ${change.before?.Name} was changed`, changes)
  return value.Templates
}
