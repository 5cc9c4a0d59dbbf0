import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

/** The bytes of a signing secret, `whsec_` and base64; undefined when the text is none. Source: Standard Webhooks. */
export function keyOfSecret(secret: string): Buffer | undefined {
  const text = secret.trim().slice(PREFIX.length)
  if (!secret.trim().startsWith(PREFIX) || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  const key = Buffer.from(text, 'base64')
  return key.length >= 24 && key.length <= 64 ? key : undefined
}

export interface WebhookEvent {
  /** The event as the API shows it. */
  readonly event: Readonly<Record<string, unknown>> & {
    readonly Id: string
    readonly Category: string
    readonly RelatedDocumentIds: readonly string[]
  }
  readonly occurredAt: Date
  readonly subscriptionId: string
  readonly spaceId: string
  readonly serverUri: string
}

/** An event as CloudEvents 1.0 tells it, in structured mode. */
export const cloudEvent = ({ event, occurredAt, subscriptionId, spaceId, serverUri }: WebhookEvent): string =>
  JSON.stringify({
    specversion: '1.0',
    id: event.Id,
    source: `${serverUri}/api/${spaceId}`,
    type: `flotilla.${event.Category}`,
    ...(event.RelatedDocumentIds[0] ? { subject: event.RelatedDocumentIds[0] } : {}),
    time: occurredAt.toISOString(),
    datacontenttype: 'application/json',
    subscription: subscriptionId,
    data: event,
  })

/**
 * The headers of a delivery. The signature is over id, time and body, so that neither can be changed or used again later.
 *
 * Shape: `id` is the same however often it is sent; `sentAt` is in seconds. Source: Standard Webhooks, reliability U5.
 */
export function webhookHeaders(
  message: { readonly id: string; readonly sentAt: number; readonly body: string },
  secret: string | undefined,
): Readonly<Record<string, string>> {
  const key = secret === undefined ? undefined : keyOfSecret(secret)
  const signed = `${message.id}.${message.sentAt}.${message.body}`
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': message.id,
    'webhook-timestamp': String(message.sentAt),
    ...(key ? { 'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}` } : {}),
  }
}
