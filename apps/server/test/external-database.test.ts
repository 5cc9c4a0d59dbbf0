import { createScriptProject, startTestServer, taskEnded } from '@flotilla/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const given = process.env.FLOTILLA_TEST_DATABASE_URL
const DATABASE = `flotilla_test_${process.pid}`

/** The distribution's PostgreSQL, which has another version than the embedded one. Skipped where there is none. */
describe.skipIf(!given)('a PostgreSQL given by DATABASE_URL', () => {
  const asAdministrator = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: given })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  beforeAll(() => asAdministrator(`create database ${DATABASE}`))
  afterAll(() => asAdministrator(`drop database if exists ${DATABASE} with (force)`))

  test('A1: it serves, and a second start finds everything as it was', async () => {
    const url = new URL(given!)
    url.pathname = `/${DATABASE}`
    const env = { DATABASE_URL: url.href }
    const first = await startTestServer({ env })
    const environment = (await first.api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body
    const project = await createScriptProject(first.api, {
      name: 'Hello',
      script: 'echo hello',
      environmentId: environment.Id,
    })
    const task = await project.deploy()
    expect((await taskEnded(first.api, task)).State).toBe('Success')
    await first.stop()

    const second = await startTestServer({ env, dataDir: first.dataDir })
    expect((await second.api('GET', `/api/tasks/${task}`)).body.State).toBe('Success')
    expect((await second.api('GET', `/api/tasks/${task}/raw`)).body).toContain('hello')
    expect((await second.api('GET', `/api/Spaces-1/environments/${environment.Id}`)).body).toMatchObject({
      Name: 'Test',
    })
    await second.remove()
  })
})
