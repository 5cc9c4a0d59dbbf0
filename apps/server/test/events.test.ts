import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuditWorld, auditWorld, S } from './audited-calls.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
let world: AuditWorld

beforeAll(async () => {
  app = await startApp()
  world = auditWorld(app)
}, 60_000)
afterAll(() => app.stop())

interface Event {
  readonly Id: string
  readonly Category: string
  readonly Message: string
  readonly RelatedDocumentIds: readonly string[]
  readonly Username: string
}

const eventsOf = async (query: string): Promise<readonly Event[]> =>
  (await world.must('GET', `/api/events?take=1000&${query}`)).Items
const subjectsOf = async (query: string) => (await eventsOf(query)).map((event) => event.RelatedDocumentIds[0])
const numberOf = (event: Event | undefined): number => Number(event?.Id.split('-')[1])
const csvOf = async (query: string) =>
  app.inject({ url: `/api/events?asCsv=true&${query}`, headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' } })

test('filters by what events are about', async () => {
  const [one, other] = [await world.make.environment(), await world.make.environment()]
  const project = await world.make.project()
  const deployment = await world.make.deployment()
  expect(await subjectsOf(`regarding=${one.Id}`)).toEqual([one.Id])
  expect(await subjectsOf(`regarding=${one.Id},${other.Id}`)).toEqual([])
  expect(await subjectsOf(`regardingAny=${one.Id},${other.Id}`)).toEqual([other.Id, one.Id])
  expect(await subjectsOf(`environments=${one.Id.toLowerCase()}`)).toEqual([one.Id])
  expect(await subjectsOf(`projects=${project.Id}&eventCategories=Created&documentTypes=Channels`)).toHaveLength(1)
  expect(await subjectsOf(`projectGroups=${project.ProjectGroupId}&regarding=${project.Id}`)).not.toEqual([])
  expect(await subjectsOf(`projectGroups=ProjectGroups-999&regarding=${project.Id}`)).toEqual([])
  expect(await subjectsOf(`regarding=${deployment.TaskId}&eventGroups=Deployment`)).toEqual([deployment.Id])
  expect(await subjectsOf(`regarding=${deployment.TaskId}&eventGroups=Machine`)).toEqual([])
  // A list that is empty finds nothing; it never means any.
  for (const name of ['regarding', 'projects', 'tags', 'users', 'eventGroups', 'ids'])
    expect(await eventsOf(`${name}=,`)).toEqual([])
})

test('filters by tenants and their tags', async () => {
  const set = await world.must('POST', 'tagsets', { Name: 'Ring', Tags: [{ Name: 'Early', Color: '#333333' }] })
  const tagged = await world.must('POST', 'tenants', { Name: 'Tagged', TenantTags: [set.Tags[0].CanonicalTagName] })
  const plain = await world.make.tenant()
  expect(await subjectsOf(`tenants=${tagged.Id},${plain.Id}`)).toEqual([plain.Id, tagged.Id])
  expect(await subjectsOf(`tags=${encodeURIComponent('Ring/Early')}`)).toEqual([tagged.Id])
  expect(await subjectsOf('tags=Ring%2FLate')).toEqual([])
})

test('filters by who, through what, and when', async () => {
  const user = await world.make.user()
  const key = (await world.must('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).ApiKey
  const team = await world.must('POST', '/api/teams', { Name: 'Makers', MemberUserIds: [user.Id] })
  const role = await world.must('POST', '/api/userroles', {
    Name: 'Maker',
    GrantedSpacePermissions: ['EnvironmentCreate', 'EnvironmentView'],
  })
  await world.must('POST', 'scopeduserroles', { TeamId: team.Id, UserRoleId: role.Id })
  const made = await app.inject({
    method: 'POST',
    url: `${S}/environments`,
    headers: { 'x-octopus-apikey': key, 'content-type': 'application/json', 'user-agent': 'flotilla/1.0' },
    payload: JSON.stringify({ Name: 'By somebody' }),
  })
  expect(made.statusCode).toBe(201)
  const { Id } = made.json()
  expect(await subjectsOf(`users=${user.Id}&documentTypes=Environments`)).toEqual([Id])
  expect(await subjectsOf(`user=${user.Id}&eventAgents=FlotillaCli`)).toEqual([Id])
  expect(await subjectsOf(`user=${user.Id}&eventAgents=Browser`)).toEqual([])
  const [event] = await eventsOf(`regarding=${Id}`)
  expect(event).toMatchObject({ UserId: user.Id, IdentityEstablishedWith: 'API key', UserAgent: 'flotilla/1.0' })
  const soon = new Date(Date.now() + 60_000).toISOString()
  expect(await subjectsOf(`regarding=${Id}&to=${soon}`)).toEqual([Id])
  expect(await subjectsOf(`regarding=${Id}&from=${soon}`)).toEqual([])
  expect((await app.api('GET', '/api/events?from=soon')).status).toBe(400)
})

test('pages stay what they were while more happens', async () => {
  for (let n = 0; n < 5; n += 1) await world.make.environment()
  const page = await world.must('GET', '/api/events?take=3')
  await world.make.environment()
  const next = await world.must('GET', page.Links['Page.Next'])
  const numbers = [...page.Items, ...next.Items].map(numberOf)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => b - a))
  expect(numbers).toHaveLength(6)
  const [oldest, newest] = [numbers.at(-1)!, numbers[0]!]
  const between = await eventsOf(`fromAutoId=${oldest}&toAutoId=${newest}`)
  expect(between.map(numberOf)).toEqual(numbers)
})

test('what changed is told field by field, and may be left out', async () => {
  const environment = await world.make.environment()
  await world.must('PUT', `environments/${environment.Id}`, { ...environment, Description: 'changed' })
  const path = `/api/events?regarding=${environment.Id}&take=1`
  const [event] = (await world.must('GET', path)).Items
  expect(event.ChangeDetails.Differences).toEqual([
    { op: 'replace', path: '/Description', old: environment.Description, value: 'changed' },
  ])
  expect(event.ChangeDetails.DocumentContext).toMatchObject({ Id: environment.Id, Name: environment.Name })
  const [short] = (await world.must('GET', `${path}&excludeDifference=true`)).Items
  expect(short.ChangeDetails).toEqual({ Differences: null, DocumentContext: null })
})

test('Q1: events of sign-in are a category of their own, which a list has when it is asked for', async () => {
  await app.api('POST', '/api/users/login', { Username: 'admin', Password: 'wrong' })
  const isThere = async (query: string) => (await eventsOf(query)).some(({ Category }) => Category === 'LoginFailed')
  expect(await isThere('')).toBe(false)
  for (const query of [
    'internal=true',
    'includeInternalEvents=True',
    'eventCategories=LoginFailed',
    'eventGroups=SignIn',
  ])
    expect(await isThere(query), query).toBe(true)
})

test('W7 W4: as a table, for download, without formulas', async () => {
  const formula = '=HYPERLINK("http://x.example")'
  const environment = await world.must('POST', 'environments', { Name: `${formula},\nsecond line` })
  const { headers, body } = await csvOf(`regarding=${environment.Id}`)
  expect(headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="events.csv"',
    'x-content-type-options': 'nosniff',
  })
  const [head, ...lines] = body.split('\r\n')
  expect(head).toBe(
    'Id,Occurred,Category,UserId,Username,IsService,IdentityEstablishedWith,IpAddress,UserAgent,Message,RelatedDocumentIds,SpaceId',
  )
  expect(lines.join('\r\n')).toContain('"Environment =HYPERLINK(""http://x.example""),\nsecond line was created"')
  const all = (await csvOf('')).body.match(/\r\n/g)!.length - 1
  expect(all).toBeGreaterThan(30)
  expect((await csvOf('take=2')).body.match(/\r\n/g)).toHaveLength(3)
})

test('Z3: what may not be seen is in no list, count, table or address', async () => {
  const [seen, hidden] = [await world.make.environment(), await world.make.environment()]
  const user = await world.make.user()
  const key = (await world.must('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).ApiKey
  const team = await world.must('POST', '/api/teams', { Name: 'Watchers', MemberUserIds: [user.Id] })
  const role = await world.must('POST', '/api/userroles', { Name: 'Watcher', GrantedSpacePermissions: ['EventView'] })
  await world.must('POST', 'scopeduserroles', { TeamId: team.Id, UserRoleId: role.Id, EnvironmentIds: [seen.Id] })
  const headers = { 'x-octopus-apikey': key }
  const [event] = await eventsOf(`regarding=${hidden.Id}`)
  const list = await app.as(key)('GET', `/api/events?regardingAny=${seen.Id},${hidden.Id}`)
  expect(list.body).toMatchObject({ TotalResults: 1, Items: [{ RelatedDocumentIds: [seen.Id] }] })
  expect((await app.as(key)('GET', `/api/events/${event!.Id}`)).status).toBe(404)
  const table = await app.inject({ url: '/api/events?asCsv=true', headers })
  expect(table.body).not.toContain(hidden.Id)
})

test('events are kept: there is no archive of them', async () => {
  expect((await world.must('GET', '/api/events/archives')).Items).toEqual([])
})
