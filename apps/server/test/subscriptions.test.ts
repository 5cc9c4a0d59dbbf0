import { createHmac, randomBytes } from 'node:crypto'
import { type Answer, eventually, startTestServer, type TestServer } from '@flotilla/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from './webhook-receiver.ts'

const S = '/api/Spaces-1'
const env = { FLOTILLA_ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' }
const SECRET = `whsec_${randomBytes(32).toString('base64')}`
let server: TestServer
let receiver: Receiver
let count = 0
const subscriptions: string[] = []

beforeAll(async () => {
  server = await startTestServer({ env })
  receiver = await startReceiver()
}, 120_000)
afterEach(async () => {
  receiver.answer((response) => response.writeHead(204).end())
  for (const id of subscriptions.splice(0)) await server.api('DELETE', `${S}/subscriptions/${id}`)
})
afterAll(async () => {
  await receiver?.stop()
  await server?.remove()
})

const must = async (method: string, path: string, body?: unknown) => {
  const answer = await server.api(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

const nameOf = (what: string) => {
  count += 1
  return `${what} ${count}`
}

const bodyOf = (webhook: object = {}, filter: object = {}) => ({
  Name: nameOf('Subscription'),
  EventNotificationSubscription: { Filter: filter, WebhookURI: `${receiver.url}/hook`, ...webhook },
})

/** By default to what happens to environments. */
async function subscribe(webhook: object = {}, filter: object = { DocumentTypes: ['Environments'] }) {
  const made = await must('POST', `${S}/subscriptions`, bodyOf(webhook, filter))
  subscriptions.push(made.Id)
  return made
}

/** Something happens: an environment with a new name. */
const happens = async () => must('POST', `${S}/environments`, { Name: nameOf('Environment') })

const receivedFor = (subscription: { readonly Id: string }) =>
  receiver.received.filter(({ json }) => json.subscription === subscription.Id)

const arrives = (subscription: { readonly Id: string }, about: string) =>
  eventually(`an event about ${about}`, async () =>
    receivedFor(subscription).find(({ json }) => json.data.RelatedDocumentIds.includes(about)),
  )

const deliveriesOf = async (subscription: { readonly Id: string }, query = '') =>
  (await must('GET', `${S}/subscriptions/${subscription.Id}/deliveries${query}`)).Items

const errorsOf = ({ status, body }: Answer) => ({ status, errors: body.Errors as readonly string[] })

test('an event arrives as a CloudEvent, with the event as the API gives it', async () => {
  const subscription = await subscribe()
  const environment = await happens()
  const { headers, json } = await arrives(subscription, environment.Id)
  const event = (await must('GET', `${S}/events?regarding=${environment.Id}`)).Items[0]
  expect(json).toEqual({
    specversion: '1.0',
    id: event.Id,
    source: `${server.url}/api/Spaces-1`,
    type: 'flotilla.Created',
    subject: environment.Id,
    time: new Date(event.Occurred).toISOString(),
    datacontenttype: 'application/json',
    subscription: subscription.Id,
    data: event,
  })
  expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
  const [delivery] = await eventually('the delivery', async () => {
    const items = await deliveriesOf(subscription)
    return items[0]?.State === 'Delivered' && items
  })
  expect(delivery).toMatchObject({ EventId: event.Id, Attempts: 1, LastStatus: 204, LastReason: 'No Content' })
  const shown = await must('GET', `${S}/subscriptions/${subscription.Id}`)
  expect(shown.EventNotificationSubscription).toMatchObject({
    WebhookLastProcessed: delivery.Ended,
    WebhookLastProcessedEventAutoId: Number(event.Id.split('-')[1]),
  })
})

test('U5: a receiver can verify the signature over id, time and body', async () => {
  const subscription = await subscribe({ WebhookSecret: { HasValue: true, NewValue: SECRET } })
  const environment = await happens()
  const { headers, body } = await arrives(subscription, environment.Id)
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
  expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(300)
})

test('the header of a subscription is sent, and K4 never shown', async () => {
  const WebhookHeaderValue = `Bearer ${randomBytes(16).toString('hex')}`
  const subscription = await subscribe({
    WebhookHeaderKey: 'Authorization',
    WebhookHeaderValue,
    WebhookSecret: { HasValue: true, NewValue: SECRET },
  })
  const environment = await happens()
  expect((await arrives(subscription, environment.Id)).headers.authorization).toBe(WebhookHeaderValue)

  const path = `${S}/subscriptions/${subscription.Id}`
  const shown = await must('GET', path)
  expect(shown.EventNotificationSubscription).toMatchObject({
    WebhookHeaderValue: '********',
    WebhookSecret: { HasValue: true },
  })
  // What a GET gives is taken by a PUT, and keeps the secrets.
  await must('PUT', path, shown)
  const next = await happens()
  expect((await arrives(subscription, next.Id)).headers).toMatchObject({
    authorization: WebhookHeaderValue,
    'webhook-signature': expect.any(String),
  })
  // Who may edit must not learn it by sending it elsewhere.
  const elsewhere = structuredClone(shown)
  elsewhere.EventNotificationSubscription.WebhookURI = 'https://elsewhere.example/'
  expect(errorsOf(await server.api('PUT', path, elsewhere))).toEqual({
    status: 400,
    errors: ['WebhookHeaderValue: give the value again, for WebhookURI leads to another server.'],
  })
  const everything = JSON.stringify([
    await must('GET', `${S}/subscriptions/all`),
    await must('GET', '/api/events?take=1000'),
    receiver.received.map(({ body }) => body),
    server.output(),
  ])
  expect(everything).not.toContain(WebhookHeaderValue.slice(-16))
  expect(everything).not.toContain(SECRET.slice(10, 30))
})

test('K6: another secret is seen in the audit, and nothing of it', async () => {
  const subscription = await subscribe({ WebhookSecret: { HasValue: true, NewValue: SECRET } })
  const path = `${S}/subscriptions/${subscription.Id}`
  const shown = await must('GET', path)
  shown.EventNotificationSubscription.WebhookSecret = {
    HasValue: true,
    NewValue: `whsec_${randomBytes(32).toString('base64')}`,
  }
  await must('PUT', path, shown)
  const [event] = (await must('GET', `${S}/events?regarding=${subscription.Id}`)).Items
  expect(event.ChangeDetails.Differences).toEqual([
    {
      op: 'replace',
      path: '/Secrets/WebhookSecret',
      old: { Hash: expect.any(String) },
      value: { Hash: expect.any(String) },
    },
  ])
})

test('filters: only what is asked for arrives, and each list narrows', async () => {
  const [here, there] = [await happens(), await happens()]
  const byPlace = await subscribe({}, { Environments: [here.Id] })
  const byWord = await subscribe({}, { EventCategories: ['Deleted'], DocumentTypes: ['Environments'] })
  const byGroup = await subscribe({}, { EventGroups: ['Machine'] })
  const byUser = await subscribe({}, { Users: ['Users-1'] })
  await must('PUT', `${S}/environments/${there.Id}`, { ...there, Description: 'changed' })
  await must('PUT', `${S}/environments/${here.Id}`, { ...here, Description: 'changed' })
  await must('DELETE', `${S}/environments/${there.Id}`)
  const categoriesOf = (subscription: { readonly Id: string }) =>
    receivedFor(subscription).map(({ json }) => `${json.data.Category} ${json.subject}`)
  await eventually('all to arrive', async () => categoriesOf(byUser).includes(`Deleted ${there.Id}`))
  await eventually('nothing to wait', async () => {
    const waiting = await Promise.all([byPlace, byWord, byGroup].map((each) => deliveriesOf(each, '?state=waiting')))
    return waiting.flat().length === 0
  })
  expect(categoriesOf(byPlace)).toEqual([`Modified ${here.Id}`])
  expect(categoriesOf(byWord)).toEqual([`Deleted ${there.Id}`])
  expect(categoriesOf(byGroup)).toEqual([])
})

test('what a subscriber does not take is tried again, in order, under the same id, and nobody sees what it answered', async () => {
  const subscription = await subscribe()
  let refusals = 2
  receiver.answer((response, { json }) => {
    if (json.subscription === subscription.Id) refusals -= 1
    if (refusals < 0) response.writeHead(200).end()
    else response.writeHead(503).end('hidden words')
  })
  const [first, second] = [await happens(), await happens()]
  await arrives(subscription, second.Id)
  const sent = receivedFor(subscription)
  expect(sent.map(({ json }) => json.subject).filter((id) => id === first.Id || id === second.Id)).toEqual([
    ...[first.Id, first.Id, first.Id],
    second.Id,
  ])
  expect(new Set(sent.slice(0, 3).map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const items = await eventually('both to end', async () => {
    const found = await deliveriesOf(subscription, '?state=Delivered')
    return found.length === 2 && found
  })
  expect(items.map(({ Attempts }: { Attempts: number }) => Attempts)).toEqual([1, 3])
  expect(JSON.stringify([items, server.output()])).not.toContain('hidden words')
})

test('what cannot be delivered is listed, and sent again when somebody asks', async () => {
  receiver.answer((response) => response.writeHead(410).end())
  const subscription = await subscribe()
  const [one, other] = [await happens(), await happens()]
  const dead = await eventually('both to be given up', async () => {
    const items = await deliveriesOf(subscription, '?state=Dead')
    return items.length === 2 && items
  })
  expect(dead[0]).toMatchObject({ State: 'Dead', Attempts: 1, LastStatus: 410, LastReason: 'Gone' })
  receiver.answer((response) => response.writeHead(200).end())
  const before = receivedFor(subscription).length
  const again = await must('POST', dead[1].Links.Redeliver)
  expect(again).toMatchObject({ EventId: dead[1].EventId, State: 'Waiting', Attempts: 0 })
  await eventually('one to arrive', async () =>
    receivedFor(subscription)
      .slice(before)
      .some(({ json }) => json.subject === one.Id),
  )
  expect(await must('POST', `${S}/subscriptions/${subscription.Id}/deliveries/redeliver`)).toHaveLength(1)
  await eventually('the other', async () =>
    receivedFor(subscription)
      .slice(before)
      .some(({ json }) => json.subject === other.Id),
  )
  await eventually('none to be left', async () => (await deliveriesOf(subscription, '?state=Dead')).length === 0)
  expect(
    (await server.api('POST', `${S}/subscriptions/${subscription.Id}/deliveries/Events-999999/redeliver`)).status,
  ).toBe(400)
})

test('F58: a subscriber that hangs holds up itself only', async () => {
  receiver.answer((response, { headers }) => {
    if (headers['x-slow'] !== 'yes') response.writeHead(204).end()
  })
  const slow = await subscribe({ WebhookHeaderKey: 'X-Slow', WebhookHeaderValue: 'yes', WebhookTimeout: '00:00:02' })
  const quick = await subscribe()
  const environment = await happens()
  await arrives(quick, environment.Id)
  const given = await eventually('the time to be over', async () =>
    (await deliveriesOf(slow)).find(({ LastReason }: { LastReason: string }) => LastReason !== ''),
  )
  expect(given).toMatchObject({
    State: 'Waiting',
    LastStatus: null,
    LastReason: expect.stringContaining('did not answer in time'),
  })
})

test('U1: a private address is not called', async () => {
  const subscription = await subscribe({ WebhookURI: 'http://169.254.169.254/latest/meta-data' })
  await happens()
  const [delivery] = await eventually('an attempt', async () => {
    const items = await deliveriesOf(subscription)
    return items[0]?.LastReason ? items : undefined
  })
  expect(delivery).toMatchObject({
    LastStatus: null,
    LastReason: expect.stringContaining('is in a network that this server does not call'),
  })
})

test('a disabled subscription has nothing queued', async () => {
  receiver.answer((response) => response.writeHead(503).end())
  const subscription = await subscribe()
  await happens()
  await eventually('something to wait', async () => (await deliveriesOf(subscription)).length > 0)
  const path = `${S}/subscriptions/${subscription.Id}`
  await must('PUT', path, { ...(await must('GET', path)), IsDisabled: true })
  await happens()
  expect(await deliveriesOf(subscription)).toEqual([])
})

test('Z6: only what its owner may see now is sent', async () => {
  const [seen, hidden] = [await happens(), await happens()]
  const user = await must('POST', '/api/users', { Username: nameOf('owner'), DisplayName: 'Owner', IsService: true })
  const key = (await must('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).ApiKey
  const team = await must('POST', `${S}/teams`, { Name: nameOf('Team'), MemberUserIds: [user.Id] })
  const role = async (SpacePermissions: readonly string[], restriction: object) => {
    const { Id } = await must('POST', '/api/userroles', {
      Name: nameOf('Role'),
      GrantedSpacePermissions: SpacePermissions,
    })
    return must('POST', `${S}/scopeduserroles`, { UserRoleId: Id, TeamId: team.Id, ...restriction })
  }
  await role(['SubscriptionView', 'SubscriptionCreate'], {})
  const view = await role(['EventView', 'EnvironmentView'], { EnvironmentIds: [seen.Id] })
  const made = await server.as(key)('POST', `${S}/subscriptions`, bodyOf())
  expect(made.status).toBe(201)
  subscriptions.push(made.body.Id)
  const everything = await subscribe()
  const change = async (environment: { readonly Id: string }) =>
    must('PUT', `${S}/environments/${environment.Id}`, { ...environment, Description: nameOf('changed') })
  await change(hidden)
  await change(seen)
  await arrives(made.body, seen.Id)
  await must('DELETE', `${S}/scopeduserroles/${view.Id}`)
  await change(seen)
  await eventually(
    'all to arrive',
    async () => receivedFor(everything).filter(({ json }) => json.subject === seen.Id).length === 2,
  )
  await eventually('nothing to wait', async () => (await deliveriesOf(made.body, '?state=waiting')).length === 0)
  expect(receivedFor(made.body).map(({ json }) => json.subject)).toEqual([seen.Id])
})

test.each([
  [{ WebhookURI: '' }, 'WebhookURI: is required, for this server sends no mail.'],
  [{ WebhookURI: 'ftp://x.example' }, 'WebhookURI: must begin with http'],
  [{ WebhookURI: 'https://a:b@x.example' }, 'WebhookURI: must begin with http'],
  [{ EmailTeams: ['Teams-1'] }, 'EmailTeams: this server sends no mail.'],
  [{ WebhookTimeout: '00:01:00' }, 'WebhookTimeout: must be from'],
  [{ WebhookTimeout: 'soon' }, "WebhookTimeout: 'soon' is no time span"],
  [{ WebhookSecret: { NewValue: 'short' } }, 'WebhookSecret: must be whsec_'],
  [{ WebhookHeaderKey: 'Host', WebhookHeaderValue: 'x' }, 'WebhookHeaderKey: Host is a header'],
  [{ WebhookHeaderKey: 'a b', WebhookHeaderValue: 'x' }, 'WebhookHeaderKey: is not the name'],
  [{ WebhookHeaderKey: 'A', WebhookHeaderValue: 'x\r\nB: y' }, 'WebhookHeaderValue: holds a character'],
  [{ WebhookTeams: ['Teams-999'] }, 'WebhookTeams: Teams-999 was not found.'],
  [{ Filter: { Projects: ['Projects-999'] } }, 'Projects: project Projects-999 was not found.'],
  [{ Filter: { EventCategories: ['Nothing'] } }, 'EventCategories: Nothing was not found.'],
  [{ Filter: { Users: ['Users-999'] } }, 'Users: Users-999 was not found.'],
])('%j is refused', async (webhook, sentence) => {
  const { status, errors } = errorsOf(await server.api('POST', `${S}/subscriptions`, bodyOf(webhook)))
  expect(status).toBe(400)
  expect(errors.some((each) => each.includes(sentence))).toBe(true)
})
