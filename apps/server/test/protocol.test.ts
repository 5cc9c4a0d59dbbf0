import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
let project: { Id: string; Slug: string; LifecycleId: string; ProjectGroupId: string }

beforeAll(async () => {
  app = await startApp()
  const lifecycle = (await app.api('GET', '/api/Spaces-1/lifecycles')).body.Items[0]
  const group = (await app.api('GET', '/api/Spaces-1/projectgroups')).body.Items[0]
  const body = { Name: 'Web API', LifecycleId: lifecycle.Id, ProjectGroupId: group.Id }
  project = (await app.api('POST', '/api/Spaces-1/projects', body)).body
  for (const Name of ['Development', 'Test', 'Staging']) await app.api('POST', '/api/environments', { Name })
})
afterAll(() => app.stop())

/** A POST of text as it is. */
const raw = (url: string, payload: string | undefined) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0', 'content-type': 'application/json; charset=utf-8' },
    ...(payload === undefined ? {} : { payload }),
  })

describe('addresses (API reference 1.1)', () => {
  test.each([
    '/api/projects/Projects-1',
    '/api/Spaces-1/projects/Projects-1',
    '/api/spaces/Spaces-1/projects/Projects-1',
    '/api/spaces/default/projects/Projects-1',
    '/api/spaces-1/PROJECTS/projects-1',
    '//api//Spaces-1//projects/Projects-1/',
    '/api/Spaces-1/projects/web-api',
  ])('%s is the project', async (address) => {
    expect((await app.api('GET', address)).body).toMatchObject({ Id: 'Projects-1', Name: 'Web API' })
  })

  test('an unknown space, id or route is a 404 without Errors', async () => {
    for (const address of ['/api/Spaces-99/projects', '/api/projects/Projects-99', '/api/nothing']) {
      const { status, body } = await app.api('GET', address)
      expect({ address, status }).toEqual({ address, status: 404 })
      expect(body.ErrorMessage).not.toBe('')
      expect(body).not.toHaveProperty('Errors')
    }
  })
})

describe('bodies (API reference 1.2, 1.3, 1.8)', () => {
  test('names match without case, unknown ones and Links are ignored, null is missing', async () => {
    const body = {
      name: 'Scheduling',
      lifecycleid: project.LifecycleId,
      projectgroupid: project.ProjectGroupId,
      Links: { Self: 1 },
      Nonsense: {},
      Description: null,
    }
    const { status, body: created } = await app.api('POST', '/api/projects', body)
    expect(status).toBe(201)
    expect(created).toMatchObject({ Name: 'Scheduling', Description: '' })
    expect(created).not.toHaveProperty('Nonsense')
  })

  test('everything a GET gives is accepted by PUT and changes nothing', async () => {
    for (const address of [
      '/api/projects/Projects-1',
      '/api/lifecycles/Lifecycles-1',
      '/api/environments/Environments-1',
    ]) {
      const before = (await app.api('GET', address)).body
      const { status, body } = await app.api('PUT', address, before)
      expect({ address, status }).toEqual({ address, status: 200 })
      expect(body).toEqual(before)
    }
  })

  test('an empty body under a JSON content type is no body', async () => {
    const { statusCode, body } = await raw('/api/releases/Releases-1/snapshot-variables', undefined)
    expect(statusCode).toBe(404)
    expect(body).toContain('Releases-1')
  })

  test('bad input is a 400 that names each field', async () => {
    const { status, body } = await app.api('POST', '/api/releases', { Version: '' })
    expect(status).toBe(400)
    expect(body.Errors).toEqual(
      expect.arrayContaining([expect.stringContaining('ProjectId'), expect.stringContaining('Version')]),
    )
  })

  test('a name that is taken is a 409, without case', async () => {
    const { status, body } = await app.api('POST', '/api/environments', { Name: 'STAGING' })
    expect(status).toBe(409)
    expect(body.Errors[0]).toContain('Name')
  })

  test('Y4 Y5: prototype names are ordinary, deep nesting and broken JSON are 400', async () => {
    const polluted = await raw('/api/environments', '{"Name":"P","__proto__":{"polluted":1},"constructor":{}}')
    expect(polluted.statusCode).toBe(201)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    for (const payload of ['{"Name":', `${'['.repeat(1_000)}${']'.repeat(1_000)}`, '[]', '7', '"x"']) {
      expect((await raw('/api/environments', payload)).statusCode).toBe(400)
    }
  })

  test('DELETE answers 200 with a body', async () => {
    const made = (await app.api('POST', '/api/environments', { Name: 'Short-lived' })).body
    const { status, body } = await app.api('DELETE', `/api/environments/${made.Id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ Id: made.Id })
  })
})

describe('collections (API reference 1.6)', () => {
  test('pages follow by Page.Next, which keeps the filters, until it is absent', async () => {
    const names: string[] = []
    let next: string | undefined = '/api/Spaces-1/environments?take=2&partialName=t'
    while (next) {
      const { body }: { body: { Items: { Name: string }[]; Links: Record<string, string> } } = await app.api(
        'GET',
        next,
      )
      names.push(...body.Items.map(({ Name }) => Name))
      next = body.Links['Page.Next']
      if (next) expect(next).toContain('partialName=t')
    }
    expect(names).toEqual(
      ['Development', 'Test', 'Staging']
        .filter((name) => /t/i.test(name))
        .sort((a, b) => names.indexOf(a) - names.indexOf(b)),
    )
    expect(names).toContain('Staging')
  })

  test('an exact name comes first among partial matches', async () => {
    await app.api('POST', '/api/environments', { Name: 'A Test that is not it' })
    const { body } = await app.api('GET', '/api/environments?partialName=test')
    expect(body.Items[0].Name).toBe('Test')
  })

  test('take=0 gives the total, take=2147483647 everything', async () => {
    const none = (await app.api('GET', '/api/environments?take=0')).body
    expect(none).toMatchObject({ Items: [], TotalResults: expect.any(Number), NumberOfPages: 1 })
    const all = (await app.api('GET', '/api/environments?skip=0&take=2147483647')).body
    expect(all.Items).toHaveLength(none.TotalResults)
  })

  test.each(['environments', 'events', 'users'])(
    '%s beyond the last page are none, and the total stays',
    async (list) => {
      const { TotalResults } = (await app.api('GET', `/api/${list}?take=1`)).body
      const beyond = (await app.api('GET', `/api/${list}?skip=${TotalResults}&take=1`)).body
      expect(TotalResults).toBeGreaterThan(0)
      expect(beyond).toMatchObject({ Items: [], TotalResults })
      expect((await app.api('GET', `/api/${list}?skip=${TotalResults - 1}&take=1`)).body.Items).toHaveLength(1)
    },
  )

  test.each(['skip=-1', 'take=-1', 'skip=99999999999999999999', 'take=x'])(
    '?%s is a 400 that names the parameter',
    async (query) => {
      const { status, body } = await app.api('GET', `/api/tasks?${query}`)
      expect(status).toBe(400)
      expect(body.Errors[0]).toContain(query.split('=')[0])
    },
  )

  test.each([
    'Environments-1,Environments-2',
    'Environments-1%2CEnvironments-2',
    'Environments-1&ids=Environments-2',
    'environments-1,Environments-2,Environments-999',
  ])('ids=%s finds both', async (ids) => {
    expect((await app.api('GET', `/api/environments?ids=${ids}`)).body.TotalResults).toBe(2)
  })
})

test('dates have milliseconds and an offset of zero', async () => {
  const text = JSON.stringify((await app.api('GET', '/api/projects/Projects-1')).body)
  const dates = text.match(/"\d{4}-\d{2}-\d{2}T[^"]*"/g) ?? []
  expect(dates.length).toBeGreaterThan(0)
  for (const date of dates) expect(date).toMatch(/^"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+00:00"$/)
})
