import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@flotilla/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { taskTopic } from '../src/features/tasks/topics.ts'
import { FACTS, type HealthWorld, healthWorld, script } from './health-world.ts'

let world: HealthWorld
beforeAll(async () => {
  world = await healthWorld()
}, 60_000)
afterAll(() => world?.stop())

const healthOf = async (id: string) => (await world.must('GET', `machines/${id}`)).HealthStatus
const under = async (check: object, others: object = {}) =>
  world.machine({ MachinePolicyId: (await world.policy(check, others)).Id })
const atOnce = {
  MachineCleanupPolicy: {
    DeleteMachinesBehavior: 'DeleteUnavailableMachines',
    DeleteMachinesElapsedTimeSpan: '00:00:00',
  },
}

describe('what a check finds', () => {
  test.each([
    { name: 'a script that passes', body: 'echo fine', health: 'Healthy', state: 'Success' },
    { name: 'none at all', body: '', health: 'Healthy', state: 'Success' },
    {
      name: 'a script that warns',
      body: 'write_warning "disk is nearly full"',
      health: 'HasWarnings',
      state: 'Success',
    },
    { name: 'one that complains on standard error', body: 'echo oh >&2', health: 'HasWarnings', state: 'Success' },
    { name: 'an exit code', body: 'exit 3', health: 'Unhealthy', state: 'Failed' },
    { name: 'an explicit failure', body: 'fail_step "disk is full"', health: 'Unhealthy', state: 'Failed' },
    {
      name: 'a template of the machine',
      body: '[ "#{Octopus.Machine.Name}" = "$(get_octopusvariable Octopus.Machine.Name)" ] || exit 1; [ -n "#{Octopus.Machine.Name}" ]',
      health: 'Healthy',
      state: 'Success',
    },
  ])('$name: $health', async ({ body, health, state }) => {
    const machine = await under(script(body))
    const task = await world.check([machine.Id])
    expect(task.State).toBe(state)
    expect(await healthOf(machine.Id)).toBe(health)
    expect(await world.eventsOf(machine.Id)).toEqual(['MachineAdded', `Machine${health}`])
  })

  test('facts are kept, the log is shown with the machine, and the same again is no event', async () => {
    const machine = await under(script('echo all is well'))
    await world.check([machine.Id])
    const task = await world.check([machine.Id])
    expect(await world.eventsOf(machine.Id)).toEqual(['MachineAdded', 'MachineHealthy'])
    expect(await world.must('GET', `machines/${machine.Id}`)).toMatchObject({
      OperatingSystem: FACTS.operatingSystem,
      ShellName: FACTS.shellName,
      Architecture: FACTS.architecture,
      Status: 'Online',
    })
    const { LastChecked, Logs } = await world.must('GET', `machines/${machine.Id}/connection`)
    expect(Date.parse(LastChecked)).toBeGreaterThan(Date.now() - 60_000)
    const texts = Logs.map(({ MessageText }: { MessageText: string }) => MessageText)
    expect(texts).toEqual(['all is well', `${machine.Name} is healthy.`])
    const { ActivityLogs } = await world.must('GET', `tasks/${task.Id}/details`)
    expect(ActivityLogs[0]).toMatchObject({ Status: 'Success', Children: [{ Name: machine.Name, Status: 'Success' }] })
    expect(await world.must('GET', 'machines/operatingsystem/names/all')).toContain(FACTS.operatingSystem)
  })

  test('why a script failed is in the log and with the task', async () => {
    const machine = await under(script('fail_step "disk is full"'))
    const { ErrorMessage } = await world.check([machine.Id])
    expect(ErrorMessage).toBe(`1 of 1 checks failed: ${machine.Name}.`)
    const { Logs } = await world.must('GET', `machines/${machine.Id}/connection`)
    expect(Logs.at(-1)).toMatchObject({ Category: 'Error', MessageText: `${machine.Name} is unhealthy: disk is full.` })
  })

  test('a policy, or a task, that asks for the connection alone runs nothing', async () => {
    const alone = await under({ HealthCheckType: 'OnlyConnectivity', ...script('exit 1') })
    const other = await under(script('exit 1'))
    expect((await world.check([alone.Id])).State).toBe('Success')
    expect((await world.check([other.Id], { OnlyTestConnection: 'true' })).State).toBe('Success')
    expect(await healthOf(other.Id)).toBe('Healthy')
  })

  test('a script is inherited from the default policy', async () => {
    const standard = (await world.must('GET', 'machinepolicies/all')).find(
      (policy: { IsDefault: boolean }) => policy.IsDefault,
    )
    const check = { ...standard.MachineHealthCheckPolicy, ...script('exit 7') }
    await world.must('PUT', `machinepolicies/${standard.Id}`, { ...standard, MachineHealthCheckPolicy: check })
    const machine = await under({})
    await world.check([machine.Id])
    expect(await healthOf(machine.Id)).toBe('Unhealthy')
    await world.must('PUT', `machinepolicies/${standard.Id}`, standard)
    await world.check([machine.Id])
    expect(await healthOf(machine.Id)).toBe('Healthy')
  })

  test.each([
    { behavior: 'ExpectedToBeOnline', state: 'Failed' },
    { behavior: 'MayBeOfflineAndCanBeSkipped', state: 'Success' },
  ])('out of reach, $behavior: the task ends with $state', async ({ behavior, state }) => {
    const machine = await under({}, { MachineConnectivityPolicy: { MachineConnectivityBehavior: behavior } })
    const other = await under({})
    world.connections.set(machine.Id, 'out-of-reach')
    const task = await world.check([machine.Id, other.Id])
    expect(task).toMatchObject({ State: state, HasWarningsOrErrors: true })
    expect(await healthOf(machine.Id)).toBe('Unavailable')
    expect(await healthOf(other.Id)).toBe('Healthy')
    expect(await world.eventsOf(machine.Id)).toEqual(['MachineAdded', 'MachineUnavailable'])
    world.connections.set(machine.Id, 'up')
    await world.check([machine.Id])
    expect((await world.eventsOf(machine.Id)).at(-1)).toBe('MachineHealthy')
  })

  test('one that does not answer at first is tried again', async () => {
    const machine = await under(
      {},
      { MachineRpcCallRetryPolicy: { Enabled: true, HealthCheckRetryDuration: '00:01:00' } },
    )
    world.connections.set(machine.Id, 'out-of-reach')
    const { Id } = await world.queue({ MachineIds: machine.Id })
    const run = world.run(Id)
    await eventually('the first attempt', async () => world.asked.includes(machine.Id))
    world.connections.set(machine.Id, 'up')
    await run
    expect(await healthOf(machine.Id)).toBe('Healthy')
  })

  test('styles that this server cannot reach are said, and stay unknown', async () => {
    const machine = await world.machine({ Endpoint: { CommunicationStyle: 'OfflineDrop' } })
    expect(await world.check([machine.Id])).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
    expect(await healthOf(machine.Id)).toBe('Unknown')
  })

  test('a script that takes too long makes its machine unhealthy; what has no turn in time is told', async () => {
    const slow = await under(script('sleep 60'))
    const silent = await under({})
    world.connections.set(silent.Id, 'hangs')
    await world.check([slow.Id, silent.Id], { MachineTimeout: '00:00:01' })
    expect(await healthOf(slow.Id)).toBe('Unhealthy')
    expect(await healthOf(silent.Id)).toBe('Unavailable')
    const { Logs } = await world.must('GET', `machines/${silent.Id}/connection`)
    expect(Logs.at(-1).MessageText).toContain('it did not answer within 1 s')
    const late = await under({})
    const { Id } = await world.queue({ MachineIds: late.Id, Timeout: '00:00:01' })
    await sql`update server_task set start_time = now() - interval '1 minute' where id = ${Id}`.execute(
      world.app.database,
    )
    await world.run(Id)
    expect(await world.must('GET', `tasks/${Id}`)).toMatchObject({ State: 'Failed' })
    expect(await healthOf(late.Id)).toBe('Unknown')
  })

  test('X2: a cancelled check ends its scripts and stores nothing', async () => {
    const machine = await under(script('sleep 60'))
    const { Id } = await world.queue({ MachineIds: machine.Id })
    const run = world.run(Id)
    await eventually('the script to begin', async () => {
      const attempts = world.app.database.selectFrom('script_attempt').select('has_begun').where('task_id', '=', Id)
      return (await attempts.execute())[0]?.has_begun
    })
    await world.must('POST', `tasks/${Id}/cancel`)
    world.signals.send(taskTopic(Id))
    await run
    expect(await world.must('GET', `tasks/${Id}`)).toMatchObject({ State: 'Canceled' })
    expect(await healthOf(machine.Id)).toBe('Unknown')
  })
})

describe('a check that a crash interrupted', () => {
  test('E2: its script ran once, and what is through is not checked again', async () => {
    const file = join(tmpdir(), `flotilla-health-${process.pid}`)
    const machine = await under(script(`echo run >> ${file}`))
    const other = await under({})
    const { Id } = await world.queue({ MachineIds: [machine.Id, other.Id] })
    await world.run(Id)
    const { database } = world.app
    // As if the server had died between the end of the script and the result of the check.
    await sql`delete from task_action where task_id = ${Id} and key = ${`check:${machine.Id}`}`.execute(database)
    const tried = world.asked.length
    await world.run(Id, false)
    expect(world.asked.length).toBe(tried)
    expect(await readFile(file, 'utf8')).toBe('run\n')
    await rm(file)
    expect(await world.must('GET', `tasks/${Id}`)).toMatchObject({ State: 'Success' })
    const { Logs } = await world.must('GET', `machines/${machine.Id}/connection`)
    expect(Logs).toHaveLength(1)
  })
})

describe('what is checked', () => {
  test('an environment, a pool, workers, everything that somebody says', async () => {
    const elsewhere = (await world.must('POST', 'environments', { Name: 'Elsewhere' })).Id
    const machine = await world.machine({ EnvironmentIds: [elsewhere] })
    await world.machine({ EnvironmentIds: [elsewhere], IsDisabled: true })
    const pool = (await world.pool()).Id
    const worker = await world.worker(pool)
    const idsOf = async (args: object) => (await world.queue(args)).Arguments.MachineIds.split(',')
    expect(await idsOf({ EnvironmentId: elsewhere })).toEqual([machine.Id])
    expect(await idsOf({ WorkerPoolId: pool })).toEqual([worker.Id])
    expect(await idsOf({ WorkerpoolId: pool })).toEqual([worker.Id])
    expect(await idsOf({ WorkerPoolIds: [pool] })).toEqual([worker.Id])
    expect(await idsOf({ MachineIds: [machine.Id, worker.Id] })).toEqual([machine.Id, worker.Id])
    expect(await idsOf({ RestrictedTo: 'Workers' })).toEqual([worker.Id])
    expect(await idsOf({ RestrictedTo: 'DeploymentTargets' })).not.toContain(worker.Id)
  })

  test.each([
    { args: {}, says: /name at least one machine/ },
    { args: { MachineIds: '' }, says: /name at least one machine/ },
    { args: { MachineIds: [' '] }, says: /name at least one machine/ },
    { args: { EnvironmentId: '' }, says: /name at least one machine/ },
    { args: { MachineIds: 'Machines-404' }, says: /no enabled machine or worker 'Machines-404'/ },
    {
      args: { RestrictedTo: 'DeploymentTargets', Timeout: 'soon' },
      says: /Arguments.Timeout: 'soon' is not a time span/,
    },
  ])('$args is refused', async ({ args, says }) => {
    const answer = await world.app.api('POST', '/api/Spaces-1/tasks', { Name: 'Health', Arguments: args })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body.Errors)).toMatch(says)
  })

  test('a worker has its health and an event, and drives no trigger', async () => {
    const worker = await world.worker((await world.pool()).Id)
    await world.check([worker.Id])
    expect(await world.must('GET', `workers/${worker.Id}`)).toMatchObject({
      HealthStatus: 'Healthy',
      OperatingSystem: FACTS.operatingSystem,
    })
    expect(await world.eventsOf(worker.Id)).toEqual(['MachineAdded', 'MachineHealthy'])
    const { database } = world.app
    expect(
      await database.selectFrom('machine_event').selectAll().where('machine_id', '=', worker.Id).execute(),
    ).toEqual([])
    expect((await world.must('GET', `workers/${worker.Id}/connection`)).Logs).toHaveLength(1)
  })
})

describe('clean-up', () => {
  test('a machine that is gone for as long as its policy says is removed; until then it stays', async () => {
    const policy = {
      MachineCleanupPolicy: {
        DeleteMachinesBehavior: 'DeleteUnavailableMachines',
        DeleteMachinesElapsedTimeSpan: '00:05:00',
      },
    }
    const machine = await under({}, policy)
    const { database } = world.app
    const goneFor = (time: string) =>
      sql`update health_check set unavailable_since = unavailable_since - ${time}::interval where id = ${machine.Id}`.execute(
        database,
      )
    world.connections.set(machine.Id, 'out-of-reach')
    await world.check([machine.Id])
    await goneFor('6 minutes')
    world.connections.set(machine.Id, 'up')
    await world.check([machine.Id])
    world.connections.set(machine.Id, 'out-of-reach')
    // It counts from the first check in a row that failed.
    await world.check([machine.Id])
    await goneFor('4 minutes')
    await world.check([machine.Id])
    expect(await healthOf(machine.Id)).toBe('Unavailable')
    await goneFor('2 minutes')
    await world.check([machine.Id])
    expect((await world.app.api('GET', `/api/Spaces-1/machines/${machine.Id}`)).status).toBe(404)
    expect((await world.eventsOf(machine.Id)).at(-1)).toBe('MachineDeleted')
  })

  test('one that answers as somebody else is not removed', async () => {
    const machine = await under({}, atOnce)
    world.connections.set(machine.Id, 'other-identity')
    await world.check([machine.Id])
    expect(await healthOf(machine.Id)).toBe('Unavailable')
  })

  test('one that a deployment is using is removed after it', async () => {
    const machine = await under({}, atOnce)
    world.connections.set(machine.Id, 'out-of-reach')
    const { database } = world.app
    const running = await world.queue({ MachineIds: machine.Id })
    await sql`update server_task set state = 'Executing' where id = ${running.Id}`.execute(database)
    const document = JSON.stringify({ reaches: { [machine.Id]: { style: 'TentacleActive' } } })
    await database.insertInto('task_snapshot').values({ task_id: running.Id, document }).execute()
    await world.check([machine.Id])
    expect(await healthOf(machine.Id)).toBe('Unavailable')
    await sql`update server_task set state = 'Success' where id = ${running.Id}`.execute(database)
    await world.check([machine.Id])
    expect((await world.app.api('GET', `/api/Spaces-1/machines/${machine.Id}`)).status).toBe(404)
  })

  test('that it fails is an event, once', async () => {
    const machine = await under({}, atOnce)
    const { database } = world.app
    await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`.execute(
      database,
    )
    await sql`create trigger refuse before delete on machine for each row execute function refuse()`.execute(database)
    world.connections.set(machine.Id, 'out-of-reach')
    await world.check([machine.Id])
    await world.check([machine.Id])
    await sql`drop trigger refuse on machine`.execute(database)
    expect(await world.eventsOf(machine.Id)).toEqual(['MachineAdded', 'MachineUnavailable', 'MachineCleanupFailed'])
  })

  test('a worker goes the same way', async () => {
    const MachinePolicyId = (await world.policy({}, atOnce)).Id
    const worker = await world.worker((await world.pool()).Id, { MachinePolicyId })
    world.connections.set(worker.Id, 'out-of-reach')
    await world.check([worker.Id])
    expect((await world.app.api('GET', `/api/Spaces-1/workers/${worker.Id}`)).status).toBe(404)
  })
})
