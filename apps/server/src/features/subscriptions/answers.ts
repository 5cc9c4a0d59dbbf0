import { Type } from 'typebox'
import { Answer, AnsweredDate, answered, Links, OrNull } from '../../http/answers.ts'
import { Filter, ofMail, ofWebhook } from './schema.ts'

/** A subscription as it is answered. */
export const SubscriptionAnswer = Answer('Subscription', {
  Id: Type.String(),
  SpaceId: Type.String(),
  Name: Type.String(),
  Slug: Type.String(),
  Type: Type.String(),
  IsDisabled: Type.Boolean(),
  EventNotificationSubscription: Type.Object({
    Filter: Type.Object(answered(Filter)),
    ...answered(ofMail),
    ...answered(ofWebhook),
    WebhookSecret: Type.Object({ HasValue: Type.Boolean(), Hint: Type.Null() }),
    EmailDigestLastProcessed: Type.Null(),
    EmailDigestLastProcessedEventAutoId: Type.Null(),
    WebhookLastProcessed: OrNull(AnsweredDate()),
    WebhookLastProcessedEventAutoId: OrNull(Type.Integer()),
  }),
  OwnerId: Type.String(),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: Type.String(),
  Links: Links(),
})

/** One event on its way to a subscriber, or what became of it. */
export const SubscriptionDeliveryAnswer = Answer('SubscriptionDelivery', {
  Id: Type.String(),
  SubscriptionId: Type.String(),
  EventId: Type.String(),
  State: Type.Union([Type.Literal('Waiting'), Type.Literal('Delivered'), Type.Literal('Dead')]),
  Attempts: Type.Integer(),
  Queued: AnsweredDate(),
  NextAttempt: OrNull(AnsweredDate()),
  LastAttempt: OrNull(AnsweredDate()),
  LastStatus: OrNull(Type.Integer()),
  LastReason: Type.String(),
  Ended: OrNull(AnsweredDate()),
  Links: Links(),
})
