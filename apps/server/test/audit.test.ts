import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVENT_CATEGORIES } from '../src/features/events/vocabulary.ts'
import { allRoutes } from '../src/features/index.ts'
import { AUDITED_CALLS, type AuditWorld, auditWorld, CHANGE_NOTHING, S } from './audited-calls.ts'
import { startApp, type TestApp } from './start-app.ts'

interface EventRow {
  readonly category: string
  readonly message: string
  readonly user_id: string
  readonly identity_established_with: string
  readonly related_document_ids: readonly string[]
  readonly details: object | null
}

/** What the details of an event must hold. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  Created: ['after'],
  Modified: ['before', 'after'],
  Deleted: ['before'],
}

const unsafe = allRoutes({} as never)
  .filter(({ method }) => method !== 'GET')
  .map((route) => ({ ...route, key: `${route.method} ${route.path}` }))
let app: TestApp
let world: AuditWorld
/** The key of somebody without any rights. */
let nobody: string

beforeAll(async () => {
  app = await startApp()
  world = auditWorld(app)
  const { Id } = await world.make.user()
  nobody = (await world.must('POST', `/api/users/${Id}/apikeys`, { Purpose: 'test' })).ApiKey
  await app.as(nobody)('GET', '/api/users/me')
}, 60_000)
afterAll(() => app.stop())

/** The events that `act` leaves behind. */
async function eventsOf<T>(
  act: () => Promise<T>,
): Promise<{ readonly answer: T; readonly events: readonly EventRow[] }> {
  const { rows } = await sql<{ last: number }>`select coalesce(max(number), 0) as last from event`.execute(app.database)
  const answer = await act()
  const added = await sql<EventRow>`select * from event where number > ${rows[0]!.last} order by number`.execute(
    app.database,
  )
  return { answer, events: added.rows }
}

test('Q1: every route that changes something is called below, or says why it changes nothing', () => {
  const missing = unsafe
    .filter(({ key, tags }) => !AUDITED_CALLS[key] && !CHANGE_NOTHING[key] && !tags.includes('Not offered'))
    .map(({ key }) => key)
  expect(missing, 'add a call for these to AUDITED_CALLS in apps/server/test/audited-calls.ts').toEqual([])
  const known = new Set(unsafe.map(({ key }) => key))
  const gone = [...Object.keys(AUDITED_CALLS), ...Object.keys(CHANGE_NOTHING)].filter((key) => !known.has(key))
  expect(gone, 'these routes are gone: remove them from audited-calls.ts').toEqual([])
})

test.each(unsafe.filter(({ key }) => AUDITED_CALLS[key]))(
  'Q1: $key makes its event when it is accepted, and none when it is refused',
  async (route) => {
    const call = await AUDITED_CALLS[route.key]!(world)
    const known = new Set(Object.keys(EVENT_CATEGORIES))

    if (route.access !== 'public') {
      const refused = await eventsOf(() => world.send(call, route.method, nobody))
      expect(refused.answer.statusCode).toBeGreaterThanOrEqual(400)
      // A right that was refused is noted; what is not for somebody to see is not there.
      const noted = refused.answer.statusCode === 403 ? ['PermissionDenied'] : []
      expect(refused.events.map(({ category }) => category)).toEqual(noted)
    }
    if (route.body) {
      const broken = await eventsOf(() => world.send({ url: call.url, body: 'no object' }, route.method))
      expect(broken.answer.statusCode).toBe(400)
      expect(broken.events, 'an event after a refused body').toEqual([])
    }
    const accepted = await eventsOf(() => world.send(call, route.method))
    expect(accepted.answer.statusCode, accepted.answer.body).toBeLessThan(300)
    expect(accepted.events.map(({ category, message }) => `${category}: ${message}`)).toHaveLength(call.events ?? 1)
    for (const event of accepted.events) {
      expect(known, `${event.category} has no words in features/events/vocabulary.ts`).toContain(event.category)
      if (call.by !== 'anybody') expect(event.user_id).toBe('Users-1')
      expect(event.identity_established_with).not.toBe('')
      const wanted = SHOWN[event.category] ?? []
      const shown = Object.keys(event.details ?? {})
      if (!shown.includes('secrets'))
        expect(shown, `'${event.message}' does not say what was and what is`).toEqual(
          expect.arrayContaining([...wanted]),
        )
      expect(event.related_document_ids.length, 'the event is about nothing').toBeGreaterThan(0)
      if (call.about) expect(event.related_document_ids).toContain(call.about)
    }
  },
)

test('Q2: no event can be changed or taken away', async () => {
  const refused = /append-only/
  await expect(sql`update event set message = 'nothing happened'`.execute(app.database)).rejects.toThrow(refused)
  await expect(sql`delete from event`.execute(app.database)).rejects.toThrow(refused)
  await expect(sql`truncate event`.execute(app.database)).rejects.toThrow(refused)
  const onEvents = allRoutes({} as never).filter(({ path, method }) => path.startsWith('/events') && method !== 'GET')
  expect(onEvents).toEqual([])
})

test('Q5: the time of an event is the one of the database', async () => {
  const { answer, events } = await eventsOf(() => world.make.environment())
  expect(answer.Id).toMatch(/^Environments-/)
  expect(events).toHaveLength(1)
  const { rows } = await sql<{ is_now: boolean }>`
    select occurred_at between now() - interval '1 minute' and now() as is_now from event order by number desc limit 1`.execute(
    app.database,
  )
  expect(rows[0]!.is_now).toBe(true)
  expect(S).toBe('/api/Spaces-1')
})
