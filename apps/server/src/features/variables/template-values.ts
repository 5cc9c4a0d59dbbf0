import type { EnvironmentId, TenantId } from '@flotilla/domain'
import { templateValues, type Variable, type VariableTemplate } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { loadSecretsOf, storeSecret } from '../../database/secrets.ts'
import { loadAnswers } from '../tenants/tenant-answers.ts'
import { loadTemplateOwners, templateOf } from '../tenants/variable-templates.ts'
import { variableSetIdOf } from '../versioned.ts'
import type { VariableDocument } from './schema.ts'

export interface LoadedTemplateValues {
  readonly variables: readonly Variable[]
  /** With the name of the project or library set that asks. */
  readonly missing: readonly { readonly template: VariableTemplate; readonly ownerName: string }[]
}

/**
 * The values that templates have now in a place, with their secrets. They are no part of a release's snapshots: a tenant
 * that changes a value need not wait for a new release.
 *
 * Source: domain reference 5.8.
 */
export async function loadTemplateValues(
  db: Queryable,
  project: Document,
  place: { readonly environmentId: string; readonly tenantId: string | null },
): Promise<LoadedTemplateValues> {
  const owners = (await loadTemplateOwners(db, project)).filter(({ templates }) => templates.length > 0)
  if (owners.length === 0) return { variables: [], missing: [] }
  const ids = owners.map(({ id }) => id)
  const [secrets, answers] = await Promise.all([
    loadSecretsOf(db, ids),
    place.tenantId ? loadAnswers(db, place.tenantId, ids) : [],
  ])
  const templates = owners.flatMap((owner) =>
    owner.templates.map((template) => ({
      ownerName: owner.name,
      template: templateOf(owner, template, secrets.get(owner.id) ?? new Map()),
    })),
  )
  const { variables, missing } = templateValues(
    templates.map(({ template }) => template),
    answers,
    { environmentId: place.environmentId as EnvironmentId, tenantId: place.tenantId as TenantId | null },
  )
  return { variables, missing: templates.filter(({ template }) => missing.includes(template)) }
}

/**
 * Keeps what templates, and a parent, give a new deployment or run in a variable set of its own, so that a later edit changes nothing of it
 * (reliability A6). Answers the set's id; undefined when there is nothing to keep.
 */
export async function freezeOwnValues(
  tx: Tx,
  owner: { readonly ownerId: string; readonly spaceId: string },
  variables: readonly Variable[],
): Promise<string | undefined> {
  if (variables.length === 0) return undefined
  const id = variableSetIdOf(owner.ownerId)
  const documents = variables.map((variable) => ({
    ...documentOf(variable),
    Source: variable.source,
    ...(variable.isLiteral ? { IsLiteral: true } : {}),
  }))
  await sql`insert into variable_set (id, space_id, owner_id, document)
    values (${id}, ${owner.spaceId}, ${owner.ownerId}, ${JSON.stringify({ Variables: documents })}::jsonb)`.execute(tx)
  for (const { id: field, value, isSensitive } of variables) {
    if (isSensitive && value !== null) await storeSecret(tx, { ownerId: id, spaceId: owner.spaceId }, field, value)
  }
  return id
}

const documentOf = ({ id, name, value, type, isSensitive, scope }: Variable): VariableDocument => ({
  Id: id,
  Name: name,
  Value: isSensitive ? null : value,
  Description: '',
  Type: type,
  IsSensitive: isSensitive,
  IsEditable: true,
  Scope: scope as VariableDocument['Scope'],
  Prompt: null,
})
