import { ok } from '@flotilla/kit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliverNext, type WebhookDeps } from '../src/engine/webhooks/deliver-next.ts'
import { pruneDeliveries } from '../src/features/subscriptions/queue.ts'
import { startApp, type TestApp } from './start-app.ts'

const S = '/api/Spaces-1'
let app: TestApp
let subscription: string

beforeAll(async () => {
  app = await startApp()
  const { body } = await app.api('POST', `${S}/subscriptions`, {
    Name: 'Places',
    EventNotificationSubscription: {
      WebhookURI: 'https://hooks.example/',
      Filter: { DocumentTypes: ['Environments'] },
    },
  })
  subscription = body.Id
}, 60_000)
afterAll(() => app.stop())

const happens = async (Name: string): Promise<string> => (await app.api('POST', `${S}/environments`, { Name })).body.Id

/** A node of which only the other side is played: it keeps what was sent, and answers after a while. */
function node(act: () => Promise<number> = async () => 200) {
  const sent: string[] = []
  const deps: WebhookDeps = {
    database: app.database,
    serverUri: () => 'https://flotilla.example',
    outboundFetch: async (_url, request) => {
      sent.push(JSON.parse(String(request?.body)).subject)
      return ok({ status: await act(), statusText: '', headers: {}, body: Buffer.alloc(0) })
    },
  }
  return { deps, sent }
}

const drain = async (deps: WebhookDeps) => {
  while (await deliverNext(deps, subscription)) {}
}

test('one node at a time sends to a subscription, in the order of the events', async () => {
  let running = 0
  let most = 0
  const { deps, sent } = node(async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
    return 200
  })
  const places = []
  for (let n = 0; n < 10; n += 1) places.push(await happens(`Place ${n}`))
  while (sent.length < places.length) await Promise.all(Array.from({ length: 4 }, () => drain(deps)))
  expect(most).toBe(1)
  expect(sent).toEqual(places)
})

test('a node that was paused while another took over writes nothing down', async () => {
  const place = await happens('Paused')
  const other = node()
  const paused = node(async () => {
    // It sleeps so long that its right to send has ended.
    await sql`update subscription set busy_until = now()`.execute(app.database)
    await drain(other.deps)
    return 503
  })
  expect(await deliverNext(paused.deps, subscription)).toBe(true)
  expect([paused.sent, other.sent]).toEqual([[place], [place]])
  const { body } = await app.api('GET', `${S}/subscriptions/${subscription}/deliveries?take=1`)
  expect(body.Items[0]).toMatchObject({ State: 'Delivered', Attempts: 2, LastStatus: 200 })
})

test('nothing is sent before its time, nor to a disabled subscription', async () => {
  await happens('Later')
  const { deps, sent } = node(async () => 503)
  await drain(deps)
  expect(sent).toHaveLength(1)
  await sql`update subscription set is_disabled = true`.execute(app.database)
  await sql`update webhook_delivery set next_at = now()`.execute(app.database)
  await drain(deps)
  expect(sent).toHaveLength(1)
  await sql`update subscription set is_disabled = false`.execute(app.database)
  await drain(deps)
  expect(sent).toHaveLength(2)
})

test('the past is forgotten: what arrived after a week, what did not after a month', async () => {
  const count = async () =>
    (
      await sql<{ count: number }>`select count(*) as count from webhook_delivery where ended_at is not null`.execute(
        app.database,
      )
    ).rows[0]!.count
  const all = await count()
  await sql`update webhook_delivery set ended_at = now() - interval '6 days' where state = 'delivered'`.execute(
    app.database,
  )
  await pruneDeliveries(app.database)
  expect(await count()).toBe(all)
  await sql`update webhook_delivery set state = 'dead', ended_at = now() - interval '20 days'
    where event_number = (select min(event_number) from webhook_delivery)`.execute(app.database)
  await sql`update webhook_delivery set ended_at = now() - interval '8 days' where state = 'delivered'`.execute(
    app.database,
  )
  await pruneDeliveries(app.database)
  expect(await count()).toBe(1)
  await sql`update webhook_delivery set ended_at = now() - interval '31 days' where state = 'dead'`.execute(
    app.database,
  )
  await pruneDeliveries(app.database)
  expect(await count()).toBe(0)
})
