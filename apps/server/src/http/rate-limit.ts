import { tooManyRequests } from './errors.ts'
import { clientGroup } from './sender.ts'

/** Answers for how many seconds a request of `key` must wait; 0 lets it through and counts it. */
export type RateLimit = (key: string) => number

interface Bucket {
  tokens: number
  at: number
}

const MOST_BUCKETS = 20_000

/**
 * Lets each key do `perSecond` requests, and `burst` at once after a rest. Each node counts for itself (reliability O).
 *
 * Units: `now` gives milliseconds. A `perSecond` of 0 is no limit.
 */
export function createRateLimit(perSecond: number, burst: number, now: () => number): RateLimit {
  if (perSecond === 0) return () => 0
  const buckets = new Map<string, Bucket>()
  const refilled = ({ tokens, at }: Bucket, time: number) =>
    Math.min(burst, tokens + (Math.max(0, time - at) * perSecond) / 1_000)
  const makeRoom = (time: number) => {
    // Whoever has rested is as if never seen. If that is not enough, those go that came first.
    for (const [key, bucket] of buckets) if (refilled(bucket, time) >= burst) buckets.delete(key)
    for (const key of buckets.keys()) {
      if (buckets.size < MOST_BUCKETS / 2) break
      buckets.delete(key)
    }
  }
  return (key) => {
    const time = now()
    const known = buckets.get(key)
    if (!known && buckets.size >= MOST_BUCKETS) makeRoom(time)
    const tokens = known ? refilled(known, time) : burst
    if (tokens < 1) return Math.ceil((1 - tokens) / perSecond)
    buckets.set(key, { tokens: tokens - 1, at: time })
    return 0
  }
}

const BURST_SECONDS = 3

/** Counts requests by credential, or by address where there is none that is valid. Throws a 429 when there are too many. */
export function createRequestLimits(
  limits: { readonly requestsPerSecond: number; readonly anonymousRequestsPerSecond: number },
  now: () => number,
): (credentialId: string | undefined, ip: string) => void {
  const known = createRateLimit(limits.requestsPerSecond, limits.requestsPerSecond * BURST_SECONDS, now)
  const unknown = createRateLimit(limits.anonymousRequestsPerSecond, limits.anonymousRequestsPerSecond, now)
  return (credentialId, ip) => {
    const seconds = credentialId === undefined ? unknown(clientGroup(ip)) : known(credentialId)
    if (seconds > 0) throw tooManyRequests('Too many requests. Wait a little, then go on.', seconds)
  }
}
