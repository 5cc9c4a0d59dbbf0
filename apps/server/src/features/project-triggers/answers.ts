import { isSecret } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { loadSecrets } from '../../database/secrets.ts'
import { badRequest } from '../../http/errors.ts'
import type { SecretChange } from '../audit/secret-changes.ts'
import { KINDS } from '../kinds.ts'
import { keepSecrets } from '../secret-fields.ts'
import { findVariableSets } from '../variables/queries.ts'
import { variablesOf } from '../variables/to-domain.ts'
import { variableSetIdOf } from '../versioned.ts'

type Answer = string | { readonly HasValue?: boolean; readonly NewValue?: string }
type Answers = Readonly<Record<string, Answer>>

/** Where an action has its answers: those of a release as text, those of a runbook as such. */
export const ANSWERS_FIELDS = ['Variables', 'FormValues'] as const
export type AnswersField = (typeof ANSWERS_FIELDS)[number]

/** Answers to prompts, by the id, name or label of the variable, as text or as such; undefined when they cannot be read. */
export function readAnswers(given: unknown): Answers | undefined {
  if (given === undefined || given === null || (typeof given === 'string' && given.trim() === '')) return {}
  try {
    const value: unknown = typeof given === 'string' ? JSON.parse(given) : given
    return isRecord(value) && Object.values(value).every(isAnswer) ? (value as Answers) : undefined
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isAnswer = (value: unknown): boolean =>
  typeof value === 'string' ||
  (isRecord(value) && ('HasValue' in value || 'NewValue' in value) && typeof (value.NewValue ?? '') === 'string')

/** A trigger, as far as its answers are concerned. */
interface Answering {
  readonly id: string
  readonly spaceId: string
  readonly projectId: string
}

/**
 * Takes the secrets out of a trigger's answers: those that do not answer an open question of the project, so that an answer
 * to nothing known is one too. One sent back masked keeps what is stored. Answers what is to be stored and shown, in the form in
 * which it was given.
 *
 * Errors: 400 for one sent back masked of which nothing is stored.
 */
export async function settleAnswers(
  tx: Tx,
  trigger: Answering,
  field: AnswersField,
  given: unknown,
): Promise<{ readonly shown: unknown; readonly changes: readonly SecretChange[] }> {
  const answers = readAnswers(given) ?? {}
  const names = Object.keys(answers)
  const openNames = names.length === 0 ? new Set() : await loadOpenNames(tx, trigger.projectId)
  const marked = names.map((name) => {
    const answer = answers[name]!
    const isOpen = typeof answer === 'string' && (answer === '' || openNames.has(name.toLowerCase()))
    return { Id: name, Value: typeof answer !== 'string' || isOpen ? answer : { HasValue: true, NewValue: answer } }
  })
  const { value, changes } = await keepSecrets(tx, { ownerId: trigger.id, spaceId: trigger.spaceId }, marked)
  const lost = value.filter(({ Value }) => typeof Value !== 'string' && !Value.HasValue)
  if (lost.length > 0) {
    throw badRequest(...lost.map(({ Id }) => `Action.${field}: nothing is stored for '${Id}'. Give its value as text.`))
  }
  const settled = Object.fromEntries(value.map(({ Id, Value }) => [Id, Value]))
  const shown = typeof given === 'string' ? JSON.stringify(settled) : settled
  return { shown: names.length === 0 ? given : shown, changes }
}

/** By what names a project asks openly, in small letters. A name that stands for a secret question too is none of them. */
async function loadOpenNames(db: Queryable, projectId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ sets: string[] }>`
    select document -> 'IncludedLibraryVariableSetIds' as sets from project where id = ${projectId}`.execute(db)
  const owners = [projectId, ...(rows[0]?.sets ?? [])]
  const sets = await findVariableSets(db, owners.map(variableSetIdOf))
  const prompted = sets.flatMap((set) => variablesOf(set, 'project', () => null)).filter(({ prompt }) => prompt)
  const namesOf = (isAsked: boolean) =>
    prompted
      .filter((variable) => isSecret(variable) === isAsked)
      .flatMap(({ id, name, prompt }) => [id, name, prompt!.label].map((known) => known.toLowerCase()))
  const secret = new Set(namesOf(true))
  return new Set(namesOf(false).filter((name) => !secret.has(name)))
}

/** The answers of a trigger with its secrets: for deploying, never for showing them. */
export async function loadAnswers(
  db: Queryable,
  triggerId: string,
  given: unknown,
): Promise<Readonly<Record<string, string>>> {
  const answers = readAnswers(given) ?? {}
  const secrets = await loadSecrets(db, triggerId)
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      typeof answer === 'string' ? answer : (secrets.get(`${name}/Value`) ?? ''),
    ]),
  )
}

/** Forgets the secrets of triggers that went with their project. */
export async function forgetAnswersOfGoneTriggers(tx: Tx, spaceId: string): Promise<void> {
  await sql`delete from secret where space_id = ${spaceId} and starts_with(owner_id, ${`${KINDS.projectTrigger.idKind}-`})
    and not exists (select from project_trigger where id = owner_id)`.execute(tx)
}

/**
 * Seals answers that lie in clear: those that a server from before has left, and those to questions that have become secret
 * since. Part of each start.
 */
export async function sealClearAnswers(database: Database): Promise<void> {
  const { rows } = await sql<{ document: Document }>`
    select document || jsonb_build_object('Id', id, 'SpaceId', space_id) as document from project_trigger
    where document #>> '{Action,Variables}' is not null or document #>> '{Action,FormValues}' is not null`.execute(
    database,
  )
  for (const { document } of rows) {
    const trigger = { id: document.Id, spaceId: document.SpaceId as string, projectId: document.ProjectId as string }
    const action = document.Action as Readonly<Partial<Record<AnswersField, unknown>>>
    const field = ANSWERS_FIELDS.find((name) => name in action)!
    const before = JSON.stringify(action[field])
    await inTransaction(database, async (tx) => {
      const after = JSON.stringify((await settleAnswers(tx, trigger, field, action[field])).shown)
      if (after === before) return
      const path = ['Action', field]
      await sql`update project_trigger set document = jsonb_set(document, ${path}::text[], ${after}::jsonb)
        where id = ${trigger.id} and document #> ${path}::text[] = ${before}::jsonb`.execute(tx)
    })
  }
}
