import { randomInt } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { judgeDelivery } from '@flotilla/domain/subscriptions'
import { sql } from 'kysely'
import { crashPoint } from '../../crash-point.ts'
import { type Database, inTransaction } from '../../database/connection.ts'
import { loadSecrets } from '../../database/secrets.ts'
import { loadCaller } from '../../features/access/authenticate.ts'
import { type EventRow, presentEvent } from '../../features/events/queries.ts'
import { HEADER_FIELD, SECRET_FIELD, type SubscriptionFacts } from '../../features/subscriptions/facts.ts'
import {
  beginAttempt,
  type DueDelivery,
  dropWaiting,
  endAttempt,
  holdSubscription,
  nextWaiting,
  releaseSubscription,
  takeSubscription,
} from '../../features/subscriptions/queue.ts'
import { findWanted } from '../../features/subscriptions/wanted-events.ts'
import { cloudEvent, webhookHeaders } from '../../features/subscriptions/webhook-message.ts'
import type { OutboundFetch } from '../../outbound/index.ts'

export interface WebhookDeps {
  readonly database: Database
  readonly outboundFetch: OutboundFetch
  readonly serverUri: () => string
}

/** Beside the time that the subscriber has: for what is written before and after. */
const MARGIN_MS = 5_000
const JUDGED_AT_ONCE = 100
/** Nobody reads what a subscriber answers. */
const LARGEST_ANSWER_BYTES = 1024 * 1024

interface Sending {
  readonly subscription: SubscriptionFacts
  readonly delivery: DueDelivery
  readonly event: EventRow
  readonly secrets: ReadonlyMap<string, string>
}

/** Sends the next event to a subscription, if it is its turn. Answers whether there was anything to do. */
export async function deliverNext(deps: WebhookDeps, subscriptionId: string): Promise<boolean> {
  const taken = await takeNext(deps, subscriptionId)
  if (taken === undefined) return false
  // Nothing of what waited was for this subscription; there may be more.
  if (taken === 'dropped') return true
  const outcome = await send(deps, taken)
  await crashPoint('webhook.sent')
  await inTransaction(deps.database, async (tx) => {
    const { subscription, delivery } = taken
    await holdSubscription(tx, subscription.id)
    const verdict = judgeDelivery({ ...outcome, ...delivery, jitter: randomInt(1_001) / 1_000 })
    if (await endAttempt(tx, subscription.id, delivery, { ...outcome, verdict }))
      await releaseSubscription(tx, subscription.id)
  })
  return true
}

/** Which event is next is judged here, with the rights of this moment (reliability Z6). */
async function takeNext(deps: WebhookDeps, id: string): Promise<Sending | 'dropped' | undefined> {
  return inTransaction(deps.database, async (tx) => {
    const subscription = await takeSubscription(tx, id, MARGIN_MS)
    if (!subscription) return undefined
    const waiting = await nextWaiting(tx, id, JUDGED_AT_ONCE)
    const owner = await loadCaller(tx, subscription.ownerId)
    const wanted = await findWanted(tx, subscription, owner, waiting)
    const next = waiting.find((number) => wanted.has(number))
    await dropWaiting(tx, id, next === undefined ? waiting : waiting.slice(0, waiting.indexOf(next)))
    if (next === undefined) {
      await releaseSubscription(tx, id)
      return 'dropped'
    }
    const { rows } = await sql<EventRow>`select * from event where number = ${next}`.execute(tx)
    const delivery = await beginAttempt(tx, id, next)
    return { subscription, delivery, event: rows[0]!, secrets: await loadSecrets(tx, id) }
  })
}

async function send(deps: WebhookDeps, { subscription, event, secrets }: Sending) {
  const body = cloudEvent({
    event: presentEvent(event, true),
    occurredAt: event.occurred_at,
    subscriptionId: subscription.id,
    spaceId: subscription.spaceId,
    serverUri: deps.serverUri(),
  })
  const message = { id: `${subscription.id}_${event.id}`, sentAt: Math.floor(Date.now() / 1_000), body }
  const ownHeader = secrets.get(HEADER_FIELD)
  const answer = await deps.outboundFetch(subscription.uri, {
    method: 'POST',
    headers: {
      ...(ownHeader === undefined ? {} : { [subscription.headerName]: ownHeader }),
      ...webhookHeaders(message, secrets.get(SECRET_FIELD)),
    },
    body,
    timeoutMs: subscription.timeoutMs,
    maxBytes: LARGEST_ANSWER_BYTES,
  })
  if (!answer.ok) return { result: { kind: 'no-answer' }, status: null, reason: answer.error.message } as const
  const { status } = answer.value
  return { result: { kind: 'answered', status }, status, reason: STATUS_CODES[status] ?? '' } as const
}
