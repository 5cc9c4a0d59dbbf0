import { validateHeaderName, validateHeaderValue } from 'node:http'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { forgetSecrets, loadSecrets } from '../../database/secrets.ts'
import { signal } from '../../database/signals.ts'
import { isWebAddress } from '../../outbound/index.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { DOCUMENT_TYPES, EVENT_AGENTS, EVENT_CATEGORIES, EVENT_GROUPS } from '../events/vocabulary.ts'
import { KINDS } from '../kinds.ts'
import { canonicalTimeSpan, timeSpanMs } from '../machine-policies/time-span.ts'
import { checkReferences } from '../references.ts'
import { keepSecrets, recordSecretChanges } from '../secret-fields.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { HEADER_FIELD, SECRET_FIELD, type SubscriptionFilter } from './facts.ts'
import { SUBSCRIPTION_FIELDS } from './schema.ts'
import { WEBHOOKS_TOPIC } from './topic.ts'
import { categoriesOf } from './wanted-events.ts'
import { keyOfSecret } from './webhook-message.ts'

type Fields = Readonly<Record<string, unknown>>

/** Clients expect a text where the value of the header is. Sent back, it keeps the stored one. */
const HIDDEN_VALUE = '********'
const LONGEST_TIMEOUT_MS = 30_000
/** Headers that the request itself decides. */
const OWN_HEADERS = /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|webhook-.*)$/i

/** Who is told of events, by webhook. Source: API reference 5.31. */
export const subscriptionResource: Resource = {
  kind: KINDS.subscription,
  tag: 'Subscriptions',
  fields: SUBSCRIPTION_FIELDS,
  permissions: {
    view: 'SubscriptionView',
    create: 'SubscriptionCreate',
    edit: 'SubscriptionEdit',
    delete: 'SubscriptionDelete',
  },
  visible: (caller) => visibleWhere(caller, 'SubscriptionView', { space: sql`space_id` }),
  check: checkSubscription,
  complete: completeSubscription,
  columns: (document) => ({
    is_disabled: document.IsDisabled,
    categories: categoriesOf(filterOf(document)),
  }),
  afterCreate: ({ tx }) => signal(tx, WEBHOOKS_TOPIC),
  afterUpdate: async ({ tx, id }, document) => {
    if (document.IsDisabled === true) await forgetWaiting(tx, id)
    await signal(tx, WEBHOOKS_TOPIC)
  },
  afterDelete: ({ tx, id }) => forgetSecrets(tx, id),
  links: (_subscription, address) => ({ Deliveries: `${address}/deliveries{?state,skip,take}` }),
}

const notificationOf = (body: Fields): Fields => body.EventNotificationSubscription as Fields
const filterOf = (body: Fields): SubscriptionFilter => notificationOf(body).Filter as SubscriptionFilter

/** A disabled subscription has nothing to send, and nothing is kept for it. */
async function forgetWaiting(tx: Tx, id: string): Promise<void> {
  await sql`delete from webhook_delivery where subscription_id = ${id} and state = 'waiting'`.execute(tx)
}

async function checkSubscription(change: Change, body: Fields): Promise<string[]> {
  const notification = notificationOf(body)
  return [
    ...checkAddress(notification),
    ...checkHeader(notification),
    ...(await checkNewAddress(change, notification)),
    ...checkWords(filterOf(body)),
    ...(await checkFilter(change, filterOf(body))),
    ...(await missingOf(
      change.tx,
      'WebhookTeams',
      notification.WebhookTeams,
      (ids) => sql`
      select id from team where id = any(${ids}::text[]) and (space_id is null or space_id = ${change.spaceId})`,
    )),
  ]
}

function checkAddress(notification: Fields): string[] {
  const problems: string[] = []
  const uri = String(notification.WebhookURI).trim()
  if ((notification.EmailTeams as readonly string[]).length > 0)
    problems.push('EmailTeams: this server sends no mail. Leave it empty, and use WebhookURI.')
  if (uri === '') problems.push('WebhookURI: is required, for this server sends no mail.')
  else if (!isWebAddress(uri))
    problems.push('WebhookURI: must begin with http:// or https:// and must not hold a name or password.')
  for (const field of ['WebhookTimeout', 'EmailFrequencyPeriod'])
    if (timeSpanMs(String(notification[field])) === undefined)
      problems.push(`${field}: '${notification[field]}' is no time span, such as 00:00:10.`)
  const timeoutMs = timeSpanMs(String(notification.WebhookTimeout))
  if (timeoutMs !== undefined && (timeoutMs < 1_000 || timeoutMs > LONGEST_TIMEOUT_MS))
    problems.push('WebhookTimeout: must be from 00:00:01 to 00:00:30.')
  const secret = (notification.WebhookSecret as Fields).NewValue
  if (typeof secret === 'string' && secret !== '' && !keyOfSecret(secret))
    problems.push(
      'WebhookSecret: must be whsec_ and 24 to 64 random bytes in base64. Make one with: echo "whsec_$(openssl rand -base64 32)"',
    )
  return problems
}

function checkHeader(notification: Fields): string[] {
  const [name, value] = [String(notification.WebhookHeaderKey).trim(), String(notification.WebhookHeaderValue)]
  if (name === '') return value === '' ? [] : ['WebhookHeaderKey: is required where WebhookHeaderValue is given.']
  if (OWN_HEADERS.test(name)) return [`WebhookHeaderKey: ${name} is a header that the request itself decides.`]
  try {
    validateHeaderName(name)
  } catch {
    return ['WebhookHeaderKey: is not the name of a header.']
  }
  try {
    validateHeaderValue(name, value)
  } catch {
    return ['WebhookHeaderValue: holds a character that no header may hold.']
  }
  return []
}

/** Who may edit a subscription must not learn its header by sending it somewhere else (reliability K4). */
async function checkNewAddress({ tx, id, before }: Change, notification: Fields): Promise<string[]> {
  if (!before || notification.WebhookHeaderValue !== HIDDEN_VALUE) return []
  const originOf = (uri: unknown) => (URL.canParse(String(uri)) ? new URL(String(uri)).origin : undefined)
  if (originOf(notificationOf(before).WebhookURI) === originOf(notification.WebhookURI)) return []
  return (await loadSecrets(tx, id)).has(HEADER_FIELD)
    ? ['WebhookHeaderValue: give the value again, for WebhookURI leads to another server.']
    : []
}

function checkWords(filter: SubscriptionFilter): string[] {
  const words = {
    EventGroups: EVENT_GROUPS,
    EventCategories: EVENT_CATEGORIES,
    EventAgents: EVENT_AGENTS,
    DocumentTypes: DOCUMENT_TYPES,
  }
  return Object.entries(words).flatMap(([field, known]) => {
    const unknown = filter[field as keyof SubscriptionFilter].filter((word) => !Object.hasOwn(known, word))
    return unknown.length === 0 ? [] : [`${field}: ${unknown.join(', ')} was not found.`]
  })
}

async function checkFilter(change: Change, filter: SubscriptionFilter): Promise<string[]> {
  const { tx } = change
  return [
    ...(await checkReferences(tx, change, [
      { field: 'Projects', kind: KINDS.project, ids: filter.Projects },
      { field: 'ProjectGroups', kind: KINDS.projectGroup, ids: filter.ProjectGroups },
      { field: 'Environments', kind: KINDS.environment, ids: filter.Environments },
      { field: 'Tenants', kind: KINDS.tenant, ids: filter.Tenants },
    ])),
    ...(await checkTags(change, { field: 'Tags', scope: 'Tenant', tags: filter.Tags })),
    ...(await missingOf(
      tx,
      'Users',
      filter.Users,
      (ids) => sql`
      select id from user_account where id = any(${ids}::text[])`,
    )),
  ]
}

/** A sentence for the ids that a query does not find. */
async function missingOf(
  db: Queryable,
  field: string,
  ids: unknown,
  query: (ids: readonly string[]) => ReturnType<typeof sql>,
): Promise<string[]> {
  const wanted = ids as readonly string[]
  if (wanted.length === 0) return []
  const { rows } = (await query(wanted).execute(db)) as { rows: readonly { readonly id: string }[] }
  const missing = wanted.filter((id) => !rows.some((row) => row.id === id))
  return missing.length === 0 ? [] : [`${field}: ${missing.join(', ')} was not found.`]
}

/** What the server makes of it: secrets are kept apart, and who saves it owns it. */
async function completeSubscription(change: Change, body: Fields): Promise<Fields> {
  const { tx, spaceId, id, caller, before } = change
  const notification = notificationOf(body)
  const headerValue = String(notification.WebhookHeaderValue)
  const given = {
    [SECRET_FIELD]: { HasValue: true, ...(notification.WebhookSecret as Fields) },
    [HEADER_FIELD]:
      headerValue === HIDDEN_VALUE ? { HasValue: true } : { HasValue: headerValue !== '', NewValue: headerValue },
  }
  const { value: kept, changes } = await keepSecrets(tx, { ownerId: id, spaceId }, given)
  await recordSecretChanges(change, `A secret of the subscription ${before?.Name} was changed`, changes)
  return {
    EventNotificationSubscription: {
      Filter: { ...filterOf(body), Tags: await settleTags(tx, spaceId, filterOf(body).Tags) },
      EmailTeams: [],
      EmailFrequencyPeriod: canonicalTimeSpan(String(notification.EmailFrequencyPeriod)),
      EmailPriority: notification.EmailPriority,
      EmailShowDatesInTimeZoneId: notification.EmailShowDatesInTimeZoneId,
      WebhookURI: String(notification.WebhookURI).trim(),
      WebhookTeams: notification.WebhookTeams,
      WebhookTimeout: canonicalTimeSpan(String(notification.WebhookTimeout)),
      WebhookHeaderKey: String(notification.WebhookHeaderKey).trim(),
      WebhookHeaderValue: kept[HEADER_FIELD]?.HasValue ? HIDDEN_VALUE : '',
      WebhookSecret: kept[SECRET_FIELD],
    },
    OwnerId: caller.userId,
  }
}
