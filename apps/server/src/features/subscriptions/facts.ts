import type { Document } from '../../database/documents.ts'
import { timeSpanMs } from '../machine-policies/time-span.ts'

/** Lists of a filter, by their names on the wire; an empty one limits nothing. */
export type SubscriptionFilter = Readonly<
  Record<
    | 'Users'
    | 'Projects'
    | 'ProjectGroups'
    | 'Environments'
    | 'EventGroups'
    | 'EventCategories'
    | 'EventAgents'
    | 'Tenants'
    | 'Tags'
    | 'DocumentTypes',
    readonly string[]
  >
>

/** What sending needs to know of a subscription. */
export interface SubscriptionFacts {
  readonly id: string
  readonly spaceId: string
  readonly ownerId: string
  readonly filter: SubscriptionFilter
  readonly teamIds: readonly string[]
  readonly uri: string
  readonly timeoutMs: number
  readonly headerName: string
}

/** Reads a stored subscription. */
export function subscriptionFacts(document: Document): SubscriptionFacts {
  const notification = document.EventNotificationSubscription as Readonly<Record<string, unknown>>
  return {
    id: document.Id,
    spaceId: document.SpaceId as string,
    ownerId: document.OwnerId as string,
    filter: notification.Filter as SubscriptionFilter,
    teamIds: notification.WebhookTeams as readonly string[],
    uri: notification.WebhookURI as string,
    timeoutMs: timeSpanMs(notification.WebhookTimeout as string)!,
    headerName: notification.WebhookHeaderKey as string,
  }
}

// Where the secrets of a subscription lie (`keepSecrets`).
export const SECRET_FIELD = 'WebhookSecret'
export const HEADER_FIELD = 'WebhookHeaderValue'
