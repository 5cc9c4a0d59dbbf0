import { eventually, startTestServer, type TestServer } from '@flotilla/testkit'
import { expect, test } from 'vitest'
import { startReceiver } from './webhook-receiver.ts'

const S = '/api/Spaces-1'
const env = { FLOTILLA_ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' }

const subscribe = async (server: TestServer, WebhookURI: string) => {
  const { status, body } = await server.api('POST', `${S}/subscriptions`, {
    Name: 'Everything',
    EventNotificationSubscription: {
      WebhookURI,
      WebhookTimeout: '00:00:01',
      Filter: { DocumentTypes: ['Environments'] },
    },
  })
  expect(status).toBe(201)
  return body
}

test('what was accepted is delivered, whenever the server is killed', async () => {
  const receiver = await startReceiver()
  let server = await startTestServer({ env })
  try {
    receiver.answer((response) => response.writeHead(503).end())
    await subscribe(server, receiver.url)
    const accepted: string[] = []
    for (const killAfter of [1, 2, 3]) {
      for (let n = 0; n < killAfter; n += 1) {
        const { status, body } = await server.api('POST', `${S}/environments`, { Name: `Place ${accepted.length}` })
        expect(status).toBe(201)
        accepted.push(body.Id)
      }
      await server.stop('SIGKILL')
      server = await startTestServer({ dataDir: server.dataDir, env })
    }
    receiver.answer((response) => response.writeHead(200).end())
    const arrived = () =>
      receiver.received.filter(({ json }) => accepted.includes(json.subject)).map(({ json }) => json.subject as string)
    await eventually('all to arrive', async () => new Set(arrived()).size === accepted.length)
    // None is sent while an earlier one has not arrived.
    expect([...new Set(arrived())]).toEqual(accepted)
  } finally {
    await server.remove()
    await receiver.stop()
  }
}, 180_000)

test('an event that was sent, and not written down as sent, is sent again under the same id', async () => {
  const receiver = await startReceiver()
  let server = await startTestServer({ env, crashAt: 'webhook.sent' })
  try {
    const subscription = await subscribe(server, receiver.url)
    // The answer may be cut off by the end of the server.
    await server.api('POST', `${S}/environments`, { Name: 'Somewhere' }).catch(() => {})
    expect(await server.exited).toBe('SIGKILL')
    server = await startTestServer({ dataDir: server.dataDir, env })
    await eventually('it to arrive again', async () => receiver.received.length === 2)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const path = `${S}/subscriptions/${subscription.Id}/deliveries?state=Delivered`
    const delivered = await eventually('it to be delivered', async () => (await server.api('GET', path)).body.Items[0])
    expect(delivered.Attempts).toBe(2)
  } finally {
    await server.remove()
    await receiver.stop()
  }
}, 120_000)
