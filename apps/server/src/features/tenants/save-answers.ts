import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { canonicalId, nextId } from '../../database/ids.ts'
import { forgetSecrets, loadSecrets, storeSecret } from '../../database/secrets.ts'
import { badRequest, forbidden } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import { secretChanges } from '../audit/secret-changes.ts'
import type { Caller } from '../context.ts'
import { shownSecret } from '../secret-fields.ts'
import type { StoredAnswer } from './tenant-answers.ts'
import { mayWithAnswer, type TenantWorld } from './tenant-world.ts'
import { isSecretTemplate } from './variable-templates.ts'

/** An answer as a client sends it; without an id it answers by template and environment. */
export interface GivenAnswer {
  readonly id?: string | undefined
  readonly ownerId: string
  readonly templateId: string
  readonly environmentIds: readonly string[]
  readonly value: string | { readonly HasValue?: boolean; readonly NewValue?: string }
}

interface Settled {
  readonly answer: StoredAnswer
  /** Undefined where the answer is no secret. */
  readonly secret: string | undefined
}

/**
 * Replaces the answers of a tenant, or those that `isMeant`. What the caller may not see stays as it is, and blank text is no
 * answer. Those who save at the same time go one after the other.
 *
 * Errors: 400 with a sentence for each answer to nothing that is asked; 403 when one is touched that the caller may not edit.
 */
export async function saveAnswers(
  tx: Tx,
  caller: Caller,
  world: TenantWorld,
  given: readonly GivenAnswer[],
  isMeant: (answer: Pick<StoredAnswer, 'ownerId'>) => boolean,
): Promise<void> {
  const { tenant, answers } = world
  const isShown = (answer: StoredAnswer) => isMeant(answer) && mayWithAnswer(caller, 'VariableView', world, answer)
  const shown = answers.filter(isShown)
  const kept = answers.filter((answer) => !isShown(answer))
  const wanted = given.map((answer) => ({
    ...answer,
    ownerId: canonicalId(answer.ownerId),
    environmentIds: [...new Set(answer.environmentIds.map(canonicalId))],
  }))
  const problems = [...wanted.flatMap((answer) => problemsOf(world, shown, answer)), ...repeated(wanted, kept)]
  if (problems.length > 0) throw badRequest(...problems)
  const secrets = await loadSecrets(tx, tenant.Id)
  const settled: Settled[] = []
  for (const answer of wanted) settled.push(...(await settle(tx, world, shown, secrets, answer)))
  const touched = touchedAnswers(shown, settled, secrets)
  if (touched.some((answer) => !mayWithAnswer(caller, 'VariableEdit', world, answer))) throw forbidden('VariableEdit')
  if (touched.length === 0) return
  await store(tx, world, shown, kept, settled)
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `The variables of the tenant ${tenant.Name} were changed`,
    spaceId: tenant.SpaceId as string,
    related: [tenant.Id, ...new Set(touched.map(({ ownerId }) => ownerId))],
    details: {
      before: shown,
      after: settled.map(({ answer }) => answer),
      secrets: secretChanges(tx, tenant.Id, secretsOf(shown, secrets), new Map(settled.flatMap(freshSecret))),
    },
  })
}

const secretsOf = (
  answers: readonly StoredAnswer[],
  secrets: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const ids = new Set(answers.map(({ id }) => id))
  return new Map([...secrets].filter(([id]) => ids.has(id)))
}

const freshSecret = ({ answer, secret }: Settled): readonly (readonly [string, string])[] =>
  secret === undefined ? [] : [[answer.id, secret]]

const templateFor = (
  { projects, sets }: TenantWorld,
  { ownerId, templateId }: Pick<GivenAnswer, 'ownerId' | 'templateId'>,
) =>
  [...projects, ...sets]
    .find(({ owner }) => owner.id === ownerId)
    ?.owner.templates.find(({ Id }) => Id.toLowerCase() === templateId.toLowerCase())

/** What is wrong with an answer. One that is stored already is accepted, so that all that a GET gives may be sent back. */
function problemsOf(world: TenantWorld, shown: readonly StoredAnswer[], given: GivenAnswer): string[] {
  const { ownerId, templateId, environmentIds, value } = given
  const owner = [...world.projects, ...world.sets].find((each) => each.owner.id === ownerId)
  const template = templateFor(world, given)
  const at = `Variables[${template?.Name ?? templateId}]`
  const isStored = shown.some(
    (answer) =>
      answer.ownerId === ownerId &&
      answer.templateId === templateId &&
      environmentIds.every((id) => answer.environmentIds.includes(id)),
  )
  if (!owner) return isStored ? [] : [`${at}: the tenant is not asked for variables of ${ownerId}. Connect it first.`]
  if (!template) return isStored ? [] : [`${at}: ${owner.owner.name} has no such template.`]
  const foreign = environmentIds.filter((id) => !owner.environmentIds.includes(id))
  return [
    ...(foreign.length > 0 && !isStored
      ? [`${at}: the tenant is not connected to ${owner.owner.name} in ${foreign.join(', ')}.`]
      : []),
    ...(owner.owner.source === 'project' && environmentIds.length === 0
      ? [`${at}: Scope.EnvironmentIds must name an environment.`]
      : []),
    ...(typeof value !== 'string' && !isSecretTemplate(template)
      ? [`${at}: is no secret, so its value must be text.`]
      : []),
  ]
}

/** One answer for each template in each environment. */
function repeated(wanted: readonly GivenAnswer[], kept: readonly StoredAnswer[]): string[] {
  const seen = new Set<string>()
  const problems = new Set<string>()
  for (const { ownerId, templateId, environmentIds } of [...kept, ...wanted]) {
    for (const environment of environmentIds.length === 0 ? [''] : environmentIds) {
      const place = `${ownerId} ${templateId.toLowerCase()} ${environment}`
      if (seen.has(place))
        problems.add(`Variables[${templateId}]: there is more than one value for ${environment || 'all environments'}.`)
      seen.add(place)
    }
  }
  return [...problems]
}

/** The answer as it is stored; none where it says nothing. */
async function settle(
  tx: Tx,
  world: TenantWorld,
  shown: readonly StoredAnswer[],
  secrets: ReadonlyMap<string, string>,
  given: GivenAnswer,
): Promise<readonly Settled[]> {
  const { ownerId, environmentIds, value } = given
  const template = templateFor(world, given)
  const templateId = template?.Id ?? given.templateId
  const same = shown.filter((answer) => answer.ownerId === ownerId && answer.templateId === templateId)
  const before = given.id
    ? same.find(({ id }) => id === given.id)
    : (same.find((answer) => isDeepStrictEqual(answer.environmentIds, environmentIds)) ??
      same.find((answer) => environmentIds.every((id) => answer.environmentIds.includes(id))))
  const isSecret = template ? isSecretTemplate(template) : typeof value !== 'string'
  const text = isSecret ? secretText(value, before && secrets.get(before.id)) : (value as string)
  if (text.trim() === '') return []
  const isItself =
    before !== undefined && (given.id !== undefined || isDeepStrictEqual(before.environmentIds, environmentIds))
  const id = isItself ? before.id : await nextId(tx, 'TenantVariables')
  const stored = { id, ownerId, templateId, environmentIds, value: isSecret ? shownSecret(true) : text }
  return [{ answer: stored, secret: isSecret ? text : undefined }]
}

function secretText(value: GivenAnswer['value'], before: string | undefined): string {
  if (typeof value === 'string') return value
  return value.NewValue ?? (value.HasValue === false ? '' : (before ?? ''))
}

function touchedAnswers(
  shown: readonly StoredAnswer[],
  settled: readonly Settled[],
  secrets: ReadonlyMap<string, string>,
): readonly StoredAnswer[] {
  const old = new Map(shown.map((answer) => [answer.id, answer]))
  const left = new Set(settled.map(({ answer }) => answer.id))
  return [
    ...shown.filter(({ id }) => !left.has(id)),
    ...settled.flatMap(({ answer, secret }) => {
      const was = old.get(answer.id)
      if (was && isDeepStrictEqual(was, answer) && secrets.get(answer.id) === secret) return []
      return was ? [was, answer] : [answer]
    }),
  ]
}

/** Adds a row for an answer; the text of a secret is kept apart. */
export async function insertAnswer(tx: Tx, tenant: Document, answer: StoredAnswer): Promise<void> {
  await tx
    .insertInto('tenant_variable')
    .values({
      id: answer.id,
      space_id: tenant.SpaceId as string,
      tenant_id: tenant.Id,
      owner_id: answer.ownerId,
      template_id: answer.templateId,
      environment_ids: [...answer.environmentIds],
      value: JSON.stringify(answer.value),
    })
    .execute()
}

async function store(
  tx: Tx,
  { tenant }: TenantWorld,
  shown: readonly StoredAnswer[],
  kept: readonly StoredAnswer[],
  settled: readonly Settled[],
): Promise<void> {
  const owner = { ownerId: tenant.Id, spaceId: tenant.SpaceId as string }
  await sql`delete from tenant_variable where id = any(${shown.map(({ id }) => id)}::text[])`.execute(tx)
  for (const { answer, secret } of settled) {
    await insertAnswer(tx, tenant, answer)
    if (secret !== undefined) await storeSecret(tx, owner, answer.id, secret)
  }
  const secretIds = [...kept, ...settled.map(({ answer }) => answer)].filter(({ value }) => typeof value !== 'string')
  await forgetSecrets(
    tx,
    tenant.Id,
    secretIds.map(({ id }) => id),
  )
}
