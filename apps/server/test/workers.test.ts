import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HealthWorld, healthWorld, step } from './health-world.ts'

let world: HealthWorld
beforeAll(async () => {
  world = await healthWorld()
}, 60_000)
afterAll(() => world?.stop())

const idsOf = (page: { Items: readonly { Id: string }[] }) => page.Items.map(({ Id }) => Id)

/** A pool with workers in these states, in the order of their ids. */
async function poolWith(states: readonly string[]) {
  const pool = await world.pool()
  const workers: string[] = []
  for (const state of states) {
    const worker = await world.worker(pool.Id, { IsDisabled: state === 'disabled' })
    workers.push(worker.Id)
    if (state === 'Healthy') await world.check([worker.Id])
    if (state === 'Unavailable') {
      world.connections.set(worker.Id, 'out-of-reach')
      await world.check([worker.Id], { MachineTimeout: '00:00:01' })
    }
  }
  return { pool, workers }
}
const inPool = (WorkerPoolId: string) => ({ action: { WorkerPoolId } })

describe('workers', () => {
  test('are kept with all that machines have but places, and a GET can be PUT back', async () => {
    const pool = await world.pool()
    const worker = await world.worker(pool.Id)
    expect(worker).toMatchObject({
      WorkerPoolIds: [pool.Id],
      IsDisabled: false,
      MachinePolicyId: 'MachinePolicies-1',
      HealthStatus: 'Unknown',
      Status: 'Unknown',
      OperatingSystem: 'Unknown',
      Endpoint: { CommunicationStyle: 'TentacleActive' },
    })
    expect(worker).not.toHaveProperty('EnvironmentIds')
    expect(await world.must('PUT', `workers/${worker.Id}`, worker)).toMatchObject({
      LastModifiedOn: worker.LastModifiedOn,
    })
    expect(await world.must('PUT', `workers/${worker.Id}`, { ...worker, IsDisabled: true })).toMatchObject({
      Status: 'Disabled',
    })
    expect(await world.must('GET', `workers/${worker.Id}/connection`)).toMatchObject({ Status: 'Disabled', Logs: [] })
    await world.must('DELETE', `workers/${worker.Id}`)
    expect((await world.app.api('GET', `/api/Spaces-1/workers/${worker.Id}`)).status).toBe(404)
  })

  test('are listed by pool, name, state and thumbprint; a list that is empty finds nothing', async () => {
    const { pool, workers } = await poolWith(['Unknown', 'Healthy', 'disabled'])
    const find = async (query: string) => idsOf(await world.must('GET', `workers?workerPoolIds=${pool.Id}&${query}`))
    expect((await find('')).sort()).toEqual([...workers].sort())
    expect(await find('healthStatuses=Healthy')).toEqual([workers[1]])
    expect(await find('isDisabled=true')).toEqual([workers[2]])
    const { Thumbprint, Name } = await world.must('GET', `workers/${workers[0]}`)
    expect(await find(`thumbprint=${Thumbprint}`)).toEqual([workers[0]])
    expect(await find(`partialName=${Name}`)).toEqual([workers[0]])
    expect(idsOf(await world.must('GET', 'workers?workerPoolIds='))).toEqual([])
    expect(idsOf(await world.must('GET', `workerpools/${pool.Id}/workers`)).sort()).toEqual([...workers].sort())
    const summary = await world.must('GET', `workerpools/summary?ids=${pool.Id}`)
    expect(summary).toMatchObject({
      TotalMachines: 3,
      TotalDisabledMachines: 1,
      MachineHealthStatusSummaries: { Healthy: 1, Unknown: 2 },
      WorkerPoolSummaries: [{ WorkerPool: { Id: pool.Id }, TotalMachines: 3 }],
    })
  })

  test.each([
    { fields: { WorkerPoolIds: [] }, says: 'WorkerPoolIds' },
    {
      fields: { WorkerPoolIds: ['WorkerPools-404'] },
      says: 'WorkerPoolIds: worker pool WorkerPools-404 was not found.',
    },
    { fields: { Endpoint: { CommunicationStyle: 'None' } }, says: 'has no host of its own' },
    { fields: { Endpoint: { CommunicationStyle: 'TentacleActive' } }, says: 'Endpoint.Uri' },
  ])('$fields is refused', async ({ fields, says }) => {
    const pool = await world.pool()
    const body = {
      Name: 'w',
      WorkerPoolIds: [pool.Id],
      Endpoint: { CommunicationStyle: 'TentacleActive', Uri: 'poll://w/', Thumbprint: 'W' },
    }
    const answer = await world.app.api('POST', '/api/Spaces-1/workers', { ...body, ...fields })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(says)
  })

  test('a pool with workers, and a policy with workers, are in use', async () => {
    const { pool, workers } = await poolWith(['Unknown'])
    expect((await world.app.api('DELETE', `/api/Spaces-1/workerpools/${pool.Id}`)).status).toBe(400)
    await world.must('DELETE', `workers/${workers[0]}`)
    await world.must('DELETE', `workerpools/${pool.Id}`)
  })
})

describe('who does a step without target', () => {
  test('the server itself, as long as the default pool is empty', async () => {
    const { task, steps } = await world.deploy([step('Build')])
    expect(task.State).toBe('Success')
    expect(world.used).toEqual(['built-in'])
    expect(steps[0].Children[0].Name).toBe('Octopus Server')
  })

  test('a healthy worker of its pool, each in turn, under its name', async () => {
    const { pool, workers } = await poolWith(['Healthy', 'Unavailable', 'Healthy', 'Unknown', 'disabled'])
    const { task, steps } = await world.deploy([step('One', inPool(pool.Id)), step('Two', inPool(pool.Id))])
    expect(task.State).toBe('Success')
    expect(new Set(world.used)).toEqual(new Set([workers[0], workers[2]]))
    const names = steps.map((each: { Children: { Name: string }[] }) => each.Children[0]!.Name)
    const used = await Promise.all(world.used.map(async (id) => (await world.must('GET', `workers/${id}`)).Name))
    expect(names).toEqual(used)
  })

  test('a new one that nobody has checked yet, where there is no healthy one', async () => {
    const { pool, workers } = await poolWith(['Unavailable', 'Unknown'])
    await world.deploy([step('One', inPool(pool.Id))])
    expect(world.used).toEqual([workers[1]])
  })

  test.each([
    { name: 'an empty pool', states: [], says: 'has no workers.' },
    { name: 'one whose workers are gone', states: ['Unavailable'], says: 'is healthy.' },
    { name: 'one whose workers are disabled', states: ['disabled'], says: 'are disabled.' },
  ])('$name: the step fails and says so', async ({ states, says }) => {
    const { pool } = await poolWith(states)
    const { task } = await world.deploy([step('One', inPool(pool.Id))])
    expect(task).toMatchObject({ State: 'Failed', ErrorMessage: expect.stringContaining(says) })
    expect(task.ErrorMessage).toContain(pool.Name)
    expect(world.used).toEqual([])
  })

  test('what runs on behalf of targets, and targets without a host of their own, go to workers', async () => {
    const { pool, workers } = await poolWith(['Healthy'])
    const other = await poolWith(['Healthy'])
    const region = { CommunicationStyle: 'None', DefaultWorkerPoolId: other.pool.Id }
    const machine = await world.machine({ Roles: ['region'], Endpoint: region })
    const print = 'echo "on $(get_octopusvariable Octopus.Machine.Name)"'
    const { task } = await world.deploy([
      step('Own pool', { role: 'region', body: print }),
      step('Pool of the step', { role: 'region', body: print, ...inPool(pool.Id) }),
      step('On behalf', { role: 'region', onServer: true, body: print, ...inPool(pool.Id) }),
    ])
    expect(task.State).toBe('Success')
    expect(world.used).toEqual([other.workers[0], workers[0], workers[0]])
    expect(machine.HealthStatus).toBe('Healthy')
  })

  test('a pool is named by a variable', async () => {
    const { pool, workers } = await poolWith(['Healthy'])
    const set = await world.must('POST', 'libraryvariablesets', { Name: 'Pools', ContentType: 'Variables' })
    const variables = await world.must('GET', `variables/${set.VariableSetId}`)
    await world.must('PUT', `variables/${set.VariableSetId}`, {
      ...variables,
      Variables: [{ Name: 'Builders', Value: pool.Id, Type: 'WorkerPool' }],
    })
    const settings = { IncludedLibraryVariableSetIds: [set.Id] }
    const body = '[ "$(get_octopusvariable Octopus.WorkerPool.Id)" = "$(get_octopusvariable Builders)" ]'
    const named = (WorkerPoolVariable: string) => [step('One', { body, action: { WorkerPoolVariable } })]
    expect((await world.deploy(named('Builders'), settings)).task.State).toBe('Success')
    expect(world.used).toEqual([workers[0]])
    const { task } = await world.deploy(named('Nobody'), settings)
    expect(task).toMatchObject({ State: 'Failed', ErrorMessage: 'The variable Nobody names no worker pool here.' })
  })

  test('a worker in the default pool, however it is, takes the place of the server', async () => {
    const standard = (await world.must('GET', 'workerpools/all')).find((pool: { IsDefault: boolean }) => pool.IsDefault)
    const worker = await world.worker(standard.Id, { IsDisabled: true })
    const { task } = await world.deploy([step('Build')])
    expect(task.State).toBe('Failed')
    await world.must('DELETE', `workers/${worker.Id}`)
    expect((await world.deploy([step('Build')])).task.State).toBe('Success')
  })
})
