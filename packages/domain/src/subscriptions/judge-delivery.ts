/** What came back when an event was sent to a subscriber. */
export type SendResult = { readonly kind: 'answered'; readonly status: number } | { readonly kind: 'no-answer' }

export interface Sent {
  readonly result: SendResult
  /** How often it was sent, this time included. */
  readonly attempts: number
  /** Time since it was queued. */
  readonly ageMs: number
  /** A random number from 0 to 1: it spreads what failed together. */
  readonly jitter: number
}

export type DeliveryVerdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly inMs: number }
  | { readonly kind: 'dead' }

const FIRST_RETRY_MS = 1_000
const LONGEST_PAUSE_MS = 15 * 60_000
/** So long a subscriber may be out of order without missing anything. */
export const DELIVERY_LIMIT_MS = 24 * 3_600_000
/** So often something is sent that the subscriber answers and does not want: the events behind it wait meanwhile. */
export const MOST_UNWANTED_ATTEMPTS = 8

const GONE = 410
/** These say "not now", whatever their family. */
const NOT_NOW = new Set([408, 425, 429])

/**
 * What comes of an event that was sent: any 2xx has received it; the rest is tried again after pauses that double, up to a
 * limit, which is nearer where the subscriber says that the request is wrong (a redirect among them, for none is followed).
 */
export function judgeDelivery({ result, attempts, ageMs, jitter }: Sent): DeliveryVerdict {
  if (result.kind === 'answered') {
    const { status } = result
    if (status >= 200 && status < 300) return { kind: 'delivered' }
    if (status === GONE) return { kind: 'dead' }
    const isUnwanted = status >= 300 && status < 500 && !NOT_NOW.has(status)
    if (isUnwanted && attempts >= MOST_UNWANTED_ATTEMPTS) return { kind: 'dead' }
  }
  const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)
  const inMs = Math.round(pauseMs * (0.5 + jitter / 2))
  return ageMs + inMs > DELIVERY_LIMIT_MS ? { kind: 'dead' } : { kind: 'retry', inMs }
}
