import { type AccessScope, mayDo, type Permission } from '@flotilla/domain/access'
import { TENANTED_MODES } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { type TProperties, Type } from 'typebox'
import type { Document } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { forgetSecrets } from '../../database/secrets.ts'
import { perhapsAnswered } from '../../http/answers.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'
import { Places, Text, Texts } from '../fields.ts'
import { explainUsers, hostsWith, type Users, valuesWith } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences } from '../references.ts'
import { keepSecrets, recordSecretChanges, SecretField } from '../secret-fields.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import {
  ACCOUNT_TYPE_NAMES,
  accountType,
  hasSubjectKeys,
  PLAIN_FIELDS,
  SECRET_FIELDS,
  SUBJECT_KEYS,
} from './account-types.ts'

type Fields = Readonly<Record<string, unknown>>

const each = (names: readonly string[], field: () => TProperties[string]): TProperties =>
  Object.fromEntries(names.map((name) => [name, field()]))

const FIELDS_OF_TYPES = {
  ...each(PLAIN_FIELDS, Text),
  ...each(SECRET_FIELDS, SecretField),
  ...each(SUBJECT_KEYS, Texts),
}

/** Credentials that targets and variables point to. Source: API reference 5.30. */
export const accountResource: Resource = {
  kind: KINDS.account,
  tag: 'Accounts',
  permissions: { view: 'AccountView', create: 'AccountCreate', edit: 'AccountEdit', delete: 'AccountDelete' },
  may: async (_db, caller, permission, account) => mayWithAccount(caller, permission, account),
  visible: (caller) => {
    const environments = sql`array(select jsonb_array_elements_text(document -> 'EnvironmentIds'))`
    const limited = visibleWhere(caller, 'AccountView', { space: sql`space_id`, environments })
    const anywhere = visibleWhere(caller, 'AccountView', { space: sql`space_id` })
    return sql<boolean>`(${limited} or (${anywhere} and document -> 'EnvironmentIds' = '[]'))`
  },
  fields: {
    Description: Text(),
    AccountType: Type.Union(ACCOUNT_TYPE_NAMES.map((name) => Type.Literal(name))),
    EnvironmentIds: Places(),
    TenantedDeploymentParticipation: Type.Optional(Type.Union(TENANTED_MODES.map((mode) => Type.Literal(mode)))),
    TenantIds: Places(),
    TenantTags: Places(),
    ...FIELDS_OF_TYPES,
  },
  added: perhapsAnswered(FIELDS_OF_TYPES),
  query: { accountType: Type.Optional(Type.String()) },
  filter: ({ accountType: wanted }) =>
    wanted ? { where: sql<boolean>`lower(document ->> 'AccountType') = lower(${wanted})` } : {},
  check: checkAccount,
  complete: completeAccount,
  inUse: (db, account) => explainUsers(db, 'account', account, usersOfAccount(account)),
  afterDelete: ({ tx, id }) => forgetSecrets(tx, id),
  links: (_account, address) => ({ Usages: `${address}/usages` }),
}

async function checkAccount(change: Change, body: Fields): Promise<string[]> {
  const { before } = change
  const { plain, secret, required } = accountType(body.AccountType)
  const isGiven = (field: string): boolean => {
    if (plain.includes(field)) return String(body[field] ?? '').trim() !== ''
    const { HasValue, NewValue } = (body[field] ?? {}) as { HasValue?: boolean; NewValue?: string }
    if (NewValue !== undefined) return NewValue !== ''
    return HasValue !== false && (before?.[field] as { HasValue?: boolean } | undefined)?.HasValue === true
  }
  return [
    ...(before && before.AccountType !== body.AccountType
      ? [`AccountType: the account is of the type ${before.AccountType}, which cannot change.`]
      : []),
    ...[...plain, ...secret]
      .filter((field) => required.includes(field) && !isGiven(field))
      .map((field) => `${field}: is required for ${body.AccountType}.`),
    ...(await checkReferences(change.tx, change, [
      { field: 'EnvironmentIds', kind: KINDS.environment, ids: body.EnvironmentIds as readonly string[] },
      { field: 'TenantIds', kind: KINDS.tenant, ids: body.TenantIds as readonly string[] },
    ])),
    ...(await checkTags(change, { field: 'TenantTags', scope: 'Tenant', tags: body.TenantTags })),
  ]
}

/** The fields of its own type and no others; the secrets are kept apart. */
async function completeAccount(change: Change, body: Fields): Promise<Fields> {
  const { tx, spaceId, id, before } = change
  const { plain, secret } = accountType(body.AccountType)
  const others = [...PLAIN_FIELDS, ...SECRET_FIELDS].filter(
    (field) => !plain.includes(field) && !secret.includes(field),
  )
  const given = Object.fromEntries(secret.map((field) => [field, body[field] ?? {}]))
  const marked = Object.fromEntries(
    Object.entries(given).map(([field, value]) => [field, { HasValue: true, ...(value as object) }]),
  )
  const { value: secrets, changes } = await keepSecrets(tx, { ownerId: id, spaceId }, marked)
  await recordSecretChanges(change, `A secret of the account ${before?.Name} was changed`, changes)
  const tenantIds = unique((body.TenantIds as readonly string[]).map(canonicalId))
  const tenantTags = await settleTags(tx, spaceId, body.TenantTags)
  return {
    ...Object.fromEntries(others.map((field) => [field, undefined])),
    ...(hasSubjectKeys(body.AccountType) ? {} : Object.fromEntries(SUBJECT_KEYS.map((field) => [field, undefined]))),
    ...secrets,
    EnvironmentIds: unique((body.EnvironmentIds as readonly string[]).map(canonicalId)),
    TenantIds: tenantIds,
    TenantTags: tenantTags,
    TenantedDeploymentParticipation:
      body.TenantedDeploymentParticipation ?? (tenantIds.length + tenantTags.length > 0 ? 'Tenanted' : 'Untenanted'),
  }
}

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)]

/** Stands for a place that no right is restricted to, so that only rights to all places reach it. */
const EVERYWHERE = '*'

/** To see an account, one of its environments suffices; to change it takes the right in all, and one without any is everywhere. */
function mayWithAccount(caller: Caller, permission: Permission, account: Fields): boolean {
  const spaceId = account.SpaceId as AccessScope['spaceId']
  const environments = account.EnvironmentIds as readonly string[]
  const may = (environmentId: string) => mayDo(caller.grants, permission, { spaceId, environmentId } as AccessScope)
  if (permission !== 'AccountView') return environments.length === 0 ? may(EVERYWHERE) : environments.every(may)
  return environments.length === 0 ? mayDo(caller.grants, permission, { spaceId }) : environments.some(may)
}

/** Machines and workers that sign in with an account, and whose variables point to it. */
export const usersOfAccount = (account: Document): readonly Users[] => [
  hostsWith(['Endpoint', 'AccountId'], account),
  valuesWith(account),
]
