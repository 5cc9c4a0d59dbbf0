import { eventually } from '@flotilla/testkit'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { watchHealthChecks } from '../src/engine/health/watch-health-checks.ts'
import { HEALTH_CHECKS_TOPIC } from '../src/features/health-checks/topics.ts'
import { checkSoon } from '../src/features/health-checks/watch-health.ts'
import { type HealthWorld, healthWorld } from './health-world.ts'

let world: HealthWorld
const stops: (() => void)[] = []
beforeAll(async () => {
  world = await healthWorld()
}, 60_000)
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})
afterAll(() => world?.stop())

const hourly = { HealthCheckInterval: '01:00:00' }

/** A node that serves schedules until the test ends; answers the tasks that it began. */
function startNode(): string[] {
  const begun: string[] = []
  const deps = { database: world.app.database, tasks: { begin: (id: string) => void begun.push(id) } }
  stops.push(watchHealthChecks(deps, world.signals))
  return begun
}

/** When a machine is checked next, in minutes from now, rounded; null is never. */
async function dueIn(id: string): Promise<number | null> {
  const { rows } = await sql<{ minutes: number | null }>`
    select round(extract(epoch from next_at - now()) / 60)::int as minutes from health_check where id = ${id}`.execute(
    world.app.database,
  )
  return rows[0]?.minutes ?? null
}
const makeDue = (ids: readonly string[]) =>
  sql`update health_check set next_at = now() where id = any(${ids}::text[])`.execute(world.app.database)
const queuedFor = async (id: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from server_task where name = 'Health' and ${id} = any(string_to_array(arguments ->> 'MachineIds', ','))`.execute(
    world.app.database,
  )
  return rows[0]!.count
}
const machines = async (count: number, fields: object) =>
  Promise.all(Array.from({ length: count }, () => world.machine(fields)))

describe('when machines are checked', () => {
  test('new ones soon, together, and then as their policy says', async () => {
    const MachinePolicyId = (await world.policy(hourly)).Id
    const made = await machines(3, { MachinePolicyId })
    const begun = startNode()
    await eventually('their check', async () => (await dueIn(made[2].Id)) === 60)
    expect(begun).toHaveLength(1)
    const task = await world.must('GET', `tasks/${begun[0]}`)
    expect(task).toMatchObject({ Name: 'Health', Description: 'Check the health of 3 deployment targets' })
    expect(new Set(task.Arguments.MachineIds.split(','))).toEqual(new Set(made.map(({ Id }) => Id)))
  })

  test('one whose agent has not connected yet, when it does; at the latest half a minute later', async () => {
    const MachinePolicyId = (await world.policy(hourly)).Id
    const [here, away] = await Promise.all([
      world.machine({ MachinePolicyId }),
      world.machineToCome({ MachinePolicyId }),
    ])
    const seconds = async () => {
      const { rows } = await sql<{ seconds: number }>`
        select extract(epoch from next_at - now())::float8 as seconds from health_check where id = ${away.Id}`.execute(
        world.app.database,
      )
      return rows[0]!.seconds
    }
    expect(await seconds()).toBeGreaterThan(0)
    expect(await seconds()).toBeLessThanOrEqual(30)
    const begun = startNode()
    await eventually('the check of the one that is here', async () => (await dueIn(here.Id)) === 60)
    expect(await world.must('GET', `tasks/${begun[0]}`)).toMatchObject({
      Description: `Check the health of ${here.Name}`,
      Arguments: { MachineIds: here.Id },
    })
    await inTransaction(world.app.database, (tx) => checkSoon(tx, away.Id))
    world.signals.send(HEALTH_CHECKS_TOPIC)
    await eventually('the check of the other', async () => (await dueIn(away.Id)) === 60)
  })

  test('one that was found gone is checked when it is back, also where the policy has no schedule', async () => {
    const MachinePolicyId = (await world.policy({ HealthCheckInterval: '00:00:00' })).Id
    const [gone, fine] = await machines(2, { MachinePolicyId })
    const at = [gone.Id, fine.Id]
    await sql`update health_check set next_at = null, checked_at = now(),
      unavailable_since = case when id = ${gone.Id} then now() end where id = any(${at}::text[])`.execute(
      world.app.database,
    )
    for (const id of at) await inTransaction(world.app.database, (tx) => checkSoon(tx, id))
    expect(await Promise.all(at.map(dueIn))).toEqual([0, null])
  })

  test('one that skips its first check waits for its time', async () => {
    const MachinePolicyId = (await world.policy(hourly)).Id
    const machine = await world.machine({ MachinePolicyId, SkipInitialHealthCheck: true })
    expect(await dueIn(machine.Id)).toBe(60)
  })

  test('T6: of several nodes one queues it', async () => {
    const MachinePolicyId = (await world.policy(hourly)).Id
    const made = await machines(4, { MachinePolicyId })
    for (let node = 0; node < 3; node += 1) startNode()
    for (let round = 1; round <= 3; round += 1) {
      await eventually('all to be queued', async () => (await dueIn(made[3].Id)) === 60)
      for (const { Id } of made) expect(await queuedFor(Id)).toBe(round)
      // Those of the last round are through.
      await sql`update server_task set state = 'Success' where name = 'Health'`.execute(world.app.database)
      await makeDue(made.map(({ Id }) => Id))
      world.signals.send(HEALTH_CHECKS_TOPIC)
    }
  })

  test('what is being checked is not checked a second time meanwhile', async () => {
    const machine = await world.machine({ MachinePolicyId: (await world.policy(hourly)).Id })
    startNode()
    await eventually('its check', async () => (await dueIn(machine.Id)) === 60)
    await makeDue([machine.Id])
    world.signals.send(HEALTH_CHECKS_TOPIC)
    await eventually('its next time', async () => (await dueIn(machine.Id)) === 60)
    expect(await queuedFor(machine.Id)).toBe(1)
  })

  test('disabled is never, enabled again is soon', async () => {
    const machine = await world.machine({ MachinePolicyId: (await world.policy(hourly)).Id, IsDisabled: true })
    expect(await dueIn(machine.Id)).toBeNull()
    await world.must('PUT', `machines/${machine.Id}`, { ...machine, IsDisabled: false })
    expect(await dueIn(machine.Id)).toBe(0)
  })

  test('saving a machine does not put its check off; another policy is another time', async () => {
    const MachinePolicyId = (await world.policy(hourly)).Id
    const machine = await world.machine({ MachinePolicyId, SkipInitialHealthCheck: true })
    await sql`update health_check set next_at = now() + interval '7 minutes' where id = ${machine.Id}`.execute(
      world.app.database,
    )
    await world.must('PUT', `machines/${machine.Id}`, { ...machine, Roles: ['db'] })
    expect(await dueIn(machine.Id)).toBe(7)
    const other = (await world.policy({ HealthCheckInterval: '02:00:00' })).Id
    await world.must('PUT', `machines/${machine.Id}`, { ...machine, MachinePolicyId: other })
    expect(await dueIn(machine.Id)).toBe(120)
  })

  test('a policy with another interval, a pattern or neither moves its machines and workers', async () => {
    const policy = await world.policy(hourly)
    const MachinePolicyId = policy.Id
    const machine = await world.machine({ MachinePolicyId, SkipInitialHealthCheck: true })
    const worker = await world.worker((await world.pool()).Id, { MachinePolicyId, SkipInitialHealthCheck: true })
    const change = (fields: object) =>
      world.must('PUT', `machinepolicies/${policy.Id}`, {
        ...policy,
        MachineHealthCheckPolicy: { ...policy.MachineHealthCheckPolicy, ...fields },
      })
    await change({ HealthCheckInterval: '00:30:00' })
    expect([await dueIn(machine.Id), await dueIn(worker.Id)]).toEqual([30, 30])
    await change({ HealthCheckInterval: '00:00:00' })
    expect([await dueIn(machine.Id), await dueIn(worker.Id)]).toEqual([null, null])
    await change({ HealthCheckCron: '0 0 0 1 1 * 2099', HealthCheckCronTimezone: 'Europe/Stockholm' })
    expect(await dueIn(machine.Id)).toBeGreaterThan(1_000_000)
  })

  test.each([
    { fields: { HealthCheckCron: 'hourly' }, says: 'MachineHealthCheckPolicy.HealthCheckCron' },
    { fields: { HealthCheckCron: '0 0 * * * *', HealthCheckCronTimezone: 'Nowhere' }, says: 'HealthCheckCronTimezone' },
  ])('a policy with $fields is refused', async ({ fields, says }) => {
    const body = { Name: 'Broken', MachineHealthCheckPolicy: fields }
    const answer = await world.app.api('POST', '/api/Spaces-1/machinepolicies', body)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body.Errors)).toContain(says)
  })

  test('what has no connection of its own is never checked', async () => {
    const region = await world.machine({ Endpoint: { CommunicationStyle: 'None' } })
    expect(await dueIn(region.Id)).toBeNull()
    expect(region.HealthStatus).toBe('Healthy')
  })

  test('one that a deployment could not reach is checked soon', async () => {
    const MachinePolicyId = (await world.policy(hourly)).Id
    const machine = await world.machine({ MachinePolicyId, SkipInitialHealthCheck: true })
    await inTransaction(world.app.database, (tx) => checkSoon(tx, machine.Id))
    expect(await dueIn(machine.Id)).toBe(0)
  })
})
