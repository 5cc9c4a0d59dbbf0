import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadHostnames, loadMachinesInRole } from '../src/engine/deployment/system-facts.ts'
import { loadWorkerPools } from '../src/engine/deployment/worker-pools.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
const create = async (path: string, body: object) => {
  const answer = await app.api('POST', `/api/Spaces-1/${path}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())

test('machines with an address of their own have a host name, and every role of an environment its machines', async () => {
  const [here, elsewhere] = [
    await create('environments', { Name: 'Here' }),
    await create('environments', { Name: 'There' }),
  ]
  const machine = (Name: string, Roles: string[], Endpoint: object, environment = here) =>
    create('machines', { Name, EnvironmentIds: [environment.Id], Roles, Endpoint })
  const agent = { Thumbprint: 'ABC' }
  const [listening, polling, region] = [
    await machine('b', ['web', 'log'], {
      ...agent,
      CommunicationStyle: 'TentaclePassive',
      Uri: 'https://b.example:10933/',
    }),
    await machine('a', ['web'], { ...agent, CommunicationStyle: 'TentacleActive', Uri: 'poll://a/' }),
    await machine('c', ['db'], { CommunicationStyle: 'None' }),
  ]
  await machine('d', ['web'], { CommunicationStyle: 'None' }, elsewhere)
  const ids = [listening, polling, region].map(({ Id }) => Id)
  expect(await loadHostnames(app.database, ids)).toEqual({ [listening.Id]: 'b.example' })
  expect(Object.fromEntries(await loadMachinesInRole(app.database, here.Id))).toEqual({
    web: ['a', 'b'],
    log: ['b'],
    db: ['c'],
  })
})

test('the default worker pool is known as such', async () => {
  const pools = await loadWorkerPools(app.database, 'Spaces-1', 1)
  expect(pools.filter(({ isDefault }) => isDefault)).toHaveLength(1)
})
