import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { nextId } from '../../database/ids.ts'
import { loadSecrets, storeSecret } from '../../database/secrets.ts'
import { forbidden } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { createDocument, type Resource } from '../standard-routes.ts'
import { tenantResource } from './resource.ts'
import { insertAnswer } from './save-answers.ts'
import { loadTenantWorld, mayWithAnswer } from './tenant-world.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Creates a tenant like another one: what the body leaves empty of tags and connections it takes over, and every value that
 * the caller may see there, secrets included.
 *
 * Errors: 403 when he may not edit such a value of the new tenant, or a secret of the source.
 */
export async function cloneTenant(tx: Tx, caller: Caller, source: Document, body: Fields): Promise<Document> {
  const spaceId = source.SpaceId as string
  const isEmpty = (value: unknown) => Object.keys(value ?? {}).length === 0
  const taken = ['TenantTags', 'ProjectEnvironments'].filter((field) => isEmpty(body[field]))
  const fields = { ...body, ...Object.fromEntries(taken.map((field) => [field, source[field]])) }
  const clones: Resource = {
    ...tenantResource,
    complete: async (change, given) => ({
      ...(await tenantResource.complete!(change, given)),
      ClonedFromTenantId: source.Id,
    }),
  }
  const tenant = await createDocument(clones, tx, caller, spaceId, fields)
  await copyAnswers(tx, caller, source, tenant)
  return tenant
}

/** Copies the answers to what the new tenant is asked too. */
async function copyAnswers(tx: Tx, caller: Caller, source: Document, tenant: Document): Promise<void> {
  const world = await loadTenantWorld(tx, source)
  const target = await loadTenantWorld(tx, tenant)
  const secrets = await loadSecrets(tx, source.Id)
  const asked = new Map(
    [...target.projects, ...target.sets].map(({ owner, environmentIds }) => [owner.id, environmentIds]),
  )
  const answers = world.answers.flatMap((answer) => {
    if (!mayWithAnswer(caller, 'VariableView', world, answer)) return []
    const environmentIds = answer.environmentIds.filter((id) => asked.get(answer.ownerId)?.includes(id))
    const isAsked = asked.has(answer.ownerId) && (environmentIds.length > 0 || answer.environmentIds.length === 0)
    return isAsked ? [{ ...answer, environmentIds, secret: secrets.get(answer.id) }] : []
  })
  if (answers.length === 0) return
  const isSecretOfOthers = (answer: (typeof answers)[number]) =>
    answer.secret !== undefined && !mayWithAnswer(caller, 'VariableEdit', world, answer)
  if (answers.some((answer) => isSecretOfOthers(answer) || !mayWithAnswer(caller, 'VariableEdit', target, answer)))
    throw forbidden('VariableEdit')
  const owner = { ownerId: tenant.Id, spaceId: tenant.SpaceId as string }
  for (const { secret, ...answer } of answers) {
    const id = await nextId(tx, 'TenantVariables')
    await insertAnswer(tx, tenant, { ...answer, id })
    if (secret !== undefined && typeof answer.value !== 'string') await storeSecret(tx, owner, id, secret)
  }
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `The variables of the tenant ${source.Name} were copied to ${tenant.Name}`,
    spaceId: owner.spaceId,
    related: [tenant.Id, source.Id],
  })
}
