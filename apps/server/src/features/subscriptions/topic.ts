/** Signalled when something was queued for a subscription, or one may be sent to again. */
export const WEBHOOKS_TOPIC = 'webhooks'
