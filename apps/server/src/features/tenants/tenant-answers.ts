import type { EnvironmentId } from '@flotilla/domain'
import type { TemplateAnswer } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { loadSecrets } from '../../database/secrets.ts'
import type { shownSecret } from '../secret-fields.ts'

/** A tenant's answer as it is stored: of a secret, only that there is one. */
export interface StoredAnswer {
  readonly id: string
  readonly ownerId: string
  readonly templateId: string
  readonly environmentIds: readonly string[]
  readonly value: string | ReturnType<typeof shownSecret>
}

/** What a tenant has answered to templates of these projects and library sets; all of them when none are named. */
export async function loadStoredAnswers(
  db: Queryable,
  tenantId: string,
  ownerIds?: readonly string[],
): Promise<readonly StoredAnswer[]> {
  let query = db.selectFrom('tenant_variable').selectAll().where('tenant_id', '=', tenantId).orderBy('id')
  if (ownerIds) query = query.where('owner_id', 'in', ownerIds.length === 0 ? [''] : ownerIds)
  return (await query.execute()).map((row) => ({
    id: row.id,
    ownerId: row.owner_id,
    templateId: row.template_id,
    environmentIds: row.environment_ids,
    value: row.value as StoredAnswer['value'],
  }))
}

/** The same with their secrets: for running deployments, never for answers to requests. */
export async function loadAnswers(
  db: Queryable,
  tenantId: string,
  ownerIds: readonly string[],
): Promise<readonly TemplateAnswer[]> {
  const stored = await loadStoredAnswers(db, tenantId, ownerIds)
  const hasSecrets = stored.some(({ value }) => typeof value !== 'string')
  const secrets = hasSecrets ? await loadSecrets(db, tenantId) : new Map<string, string>()
  return stored.map(({ id, templateId, environmentIds, value }) => ({
    templateId,
    environmentIds: environmentIds as readonly EnvironmentId[],
    value: typeof value === 'string' ? value : (secrets.get(id) ?? ''),
  }))
}

/** Forgets what tenants have answered to a project or library set that is deleted. */
export async function forgetAnswersTo(tx: Tx, ownerId: string): Promise<void> {
  await sql`delete from secret using tenant_variable answer
    where answer.owner_id = ${ownerId} and secret.owner_id = answer.tenant_id and secret.field = answer.id`.execute(tx)
  await sql`delete from tenant_variable where owner_id = ${ownerId}`.execute(tx)
}

/** Whether a stored answer says something: blank text and a secret without value do not. */
export const isAnswered = ({ value }: StoredAnswer): boolean =>
  typeof value === 'string' ? value.trim() !== '' : value.HasValue
