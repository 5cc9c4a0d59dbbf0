import { Type } from 'typebox'
import { OneOf, Places, Text, Texts } from '../fields.ts'

const Span = (value: string) => Type.Optional(Type.String({ minLength: 1, default: value }))

/** What is to be told of; an empty list limits nothing. */
export const Filter = {
  Users: Places(),
  Projects: Places(),
  ProjectGroups: Places(),
  Environments: Places(),
  EventGroups: Places(),
  EventCategories: Places(),
  EventAgents: Places(),
  Tenants: Places(),
  Tags: Places(),
  DocumentTypes: Places(),
}

export const ofMail = {
  EmailTeams: Texts(),
  EmailFrequencyPeriod: Span('01:00:00'),
  EmailPriority: OneOf(['Normal', 'Low', 'High']),
  EmailShowDatesInTimeZoneId: Type.Optional(Type.String({ default: 'UTC' })),
}
export const ofWebhook = {
  WebhookURI: Type.Optional(Type.String({ maxLength: 2_000, default: '' })),
  WebhookTeams: Places(),
  WebhookTimeout: Span('00:00:10'),
  WebhookHeaderKey: Text(),
  WebhookHeaderValue: Text(),
}

const Notification = Type.Object(
  {
    Filter: Type.Optional(Type.Object(Filter, { default: {} })),
    ...ofMail,
    ...ofWebhook,
    WebhookSecret: Type.Optional(
      Type.Object(
        { HasValue: Type.Optional(Type.Boolean()), NewValue: Type.Optional(Type.String({ maxLength: 200 })) },
        { default: {} },
      ),
    ),
  },
  { default: {} },
)

/** What people write of a subscription. Source: API reference 5.31. */
export const SUBSCRIPTION_FIELDS = {
  Type: OneOf(['Event']),
  IsDisabled: Type.Optional(Type.Boolean({ default: false })),
  EventNotificationSubscription: Type.Optional(Notification),
}
