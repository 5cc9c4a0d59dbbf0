import { eventually } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Site, startTriggerWorld, type TriggerWorld } from './trigger-world.ts'

// What may happen to a machine, its trigger and its release between the moment it joins and the deployment to it
// (domain reference 7.8). There are two nodes in every story, asked in turn.

const SPACE = '/api/Spaces-1'

let world: TriggerWorld
beforeAll(async () => {
  world = await startTriggerWorld()
})
afterAll(() => world?.stop())

const machine = async (id: string, change: object) => {
  const before = await world.must('GET', `${SPACE}/machines/${id}`)
  await world.must('PUT', `${SPACE}/machines/${id}`, { ...before, ...change })
}
/** Machines that the trigger's deployments were made for, by name. */
const servedNames = async (site: Site, ids: Readonly<Record<string, string>>) =>
  (await site.made()).map(({ SpecificMachineIds }) =>
    SpecificMachineIds.map((id) => Object.keys(ids).find((name) => ids[name] === id) ?? id).sort(),
  )

describe('a machine joins', () => {
  test('T2 T4: two machines that join together through two nodes share one deployment', async () => {
    const site = await world.site('together')
    const [a, b] = await Promise.all([site.join('a'), site.join('b')])
    await Promise.all([site.decided('a'), site.decided('b')])
    expect(await servedNames(site, { a, b })).toEqual([['a', 'b']])
    for (const deployment of await site.made()) await site.ended(deployment)
    expect([await site.installed('a'), await site.installed('b'), await site.installed('first')]).toEqual([
      ['1.0'],
      ['1.0'],
      ['1.0'],
    ])
  })

  test('T2 F55: while a deployment that somebody started runs, and gets what is current afterwards', async () => {
    const site = await world.site('by-hand')
    await site.hold()
    const running = await site.deploy(await site.release('2.0'))
    await site.begun('first', '2.0')
    await site.join('late')
    await site.waits('late', running)
    await site.letGo()
    const [decision] = await site.decided('late')
    expect(decision).toMatchObject({ State: 'Deployed' })
    await site.ended((await site.made())[0]!)
    expect(await site.installed('late')).toEqual(['2.0'])
  })

  test('T2: while the very first deployment to the environment runs', async () => {
    const site = await world.site('very-first', { isDeployed: false })
    await site.join('first')
    await site.decided('first')
    await site.hold()
    const running = await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    await site.join('late')
    await site.waits('late', running)
    await site.letGo()
    expect((await site.decided('late'))[0]).toMatchObject({ State: 'Deployed' })
    await site.ended((await site.made())[0]!)
    expect(await site.installed('late')).toEqual(['1.0'])
  })

  test('T2 F55: while a parent deploys the project', async () => {
    const site = await world.site('child')
    const parent = await world.site('parent', {
      isDeployed: false,
      alsoTo: [site.environmentId],
      steps: [
        {
          Name: 'Deploy child',
          Actions: [
            {
              Name: 'Deploy child',
              ActionType: 'Flotilla.DeployChildProject',
              Properties: {
                'Octopus.Action.RunOnServer': 'true',
                'ChildProject.Project.Name': 'child',
                'ChildProject.DeploymentMode.Value': 'Redeploy',
              },
            },
          ],
        },
      ],
    })
    await site.hold()
    const suite = await parent.deploy(parent.releaseId, { EnvironmentId: site.environmentId })
    await site.begun('first', '1.0')
    await site.join('late')
    await site.waits('late')
    await site.letGo()
    expect((await site.decided('late'))[0]).toMatchObject({ State: 'Deployed' })
    expect((await site.ended(suite)).State).toBe('Success')
    await site.ended((await site.made())[0]!)
    expect(await site.installed('late')).toEqual(['1.0'])
  })

  test('T2: before a deployment that was to include it and is cancelled', async () => {
    const site = await world.site('cancelled')
    await site.hold()
    const running = await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    const queued = await site.deploy(site.releaseId)
    await site.join('late')
    await site.waits('late')
    await world.must('POST', `/api/tasks/${queued.TaskId}/cancel`)
    await site.ended(queued)
    await site.letGo()
    await site.ended(running)
    expect((await site.decided('late'))[0]).toMatchObject({ State: 'Deployed' })
    await site.ended((await site.made())[0]!)
    expect(await site.installed('late')).toEqual(['1.0'])
  })

  test('T2 T3: and a newer release is deployed to all before the trigger comes to it', async () => {
    const site = await world.site('replaced')
    await site.hold()
    const running = await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    await site.join('late')
    await site.waits('late')
    const newer = await site.deploy(await site.release('2.0'))
    await site.letGo()
    await Promise.all([site.ended(running), site.ended(newer)])
    expect((await site.decided('late'))[0]).toMatchObject({ State: 'NotDeployed', Reason: 'already-installed' })
    // The older one came to it neither before nor after.
    expect(await site.installed('late')).toEqual(['2.0'])
    expect(await site.made()).toEqual([])
  })

  test('T2 F19: its event is committed after one that has a higher number', async () => {
    const site = await world.site('late-commit')
    const late = await site.join('late', { SkipInitialHealthCheck: true })
    const [{ id }] = await world.query(`select nextval('machine_event_id_seq')::int as id`)
    await site.join('early')
    await site.decided('early')
    await world.query(
      `insert into machine_event (id, space_id, machine_id, category) values ($1, 'Spaces-1', $2, 'MachineHealthy')`,
      [id, late],
    )
    await world.query(`select pg_notify('flotilla', 'machine-events')`)
    expect((await site.decided('late'))[0]).toMatchObject({ State: 'Deployed' })
  })
})

describe('a machine that does not stay as it was', () => {
  const flap = async (id: string) => {
    for (let round = 0; round < 4; round += 1) {
      await machine(id, { IsDisabled: true })
      await machine(id, { IsDisabled: false })
    }
  }

  test('T1 T3 F54: it flaps, before and during its deployment: one deployment, and a reason for each event', async () => {
    const site = await world.site('flapping')
    await site.hold()
    await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    const id = await site.join('flap')
    await flap(id)
    await site.letGo()
    await eventually('the trigger to deploy', async () => (await site.made())[0])
    await site.hold()
    await flap(id)
    await site.letGo()
    // It was found healthy once when it joined, then enabled and found healthy each time.
    const decisions = await site.decided('flap', 1 + 2 * 8)
    expect(decisions).toHaveLength(17)
    for (const { State, Reason } of decisions)
      expect(State === 'Deployed' || ['already-installed', 'machine-disabled'].includes(Reason)).toBe(true)
    for (const deployment of await site.made()) await site.ended(deployment)
    expect(await site.installed('flap')).toEqual(['1.0'])
  })

  test('T2: it is disabled just when its deployment begins, which leaves it out, and is served once it is back', async () => {
    const site = await world.site('left-out')
    const tag = `${site.projectId}/${site.environmentId}`
    const [{ task_id }] = await world.query('select task_id from deployment where project_id = $1', [site.projectId])
    await world.query('insert into concurrency_lock (tag, task_id) values ($1, $2)', [tag, task_id])
    const id = await site.join('away')
    const first = await eventually('the trigger to deploy', async () => (await site.made())[0])
    await machine(id, { IsDisabled: true })
    await world.query('delete from concurrency_lock where tag = $1', [tag])
    await world.query(`select pg_notify('flotilla', 'lock:' || $1)`, [tag])
    await site.ended(first)
    expect(await site.installed('away')).toEqual([])
    await machine(id, { IsDisabled: false })
    await site.decided('away', 3)
    for (const deployment of await site.made()) await site.ended(deployment)
    expect(await site.installed('away')).toEqual(['1.0'])
  })

  test('T3: a deployment that fails and lets its machine flap is tried a few times and no more', async () => {
    const site = await world.site('failing')
    await site.breakScripts(true)
    const id = await site.join('sick')
    for (let round = 0; round < 5; round += 1) {
      await site.decided('sick', 1 + 2 * round)
      for (const deployment of await site.made()) await site.ended(deployment)
      await machine(id, { IsDisabled: true })
      await machine(id, { IsDisabled: false })
    }
    const decisions = await site.decided('sick', 11)
    expect(await site.made()).toHaveLength(3)
    expect(decisions.at(-1)).toMatchObject({ State: 'NotDeployed', Reason: 'tried-too-often' })
  })

  test('T2: it is disabled while it waits, and gets the release once it is enabled', async () => {
    const site = await world.site('disabled')
    await site.hold()
    await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    const id = await site.join('asleep')
    await site.waits('asleep')
    await machine(id, { IsDisabled: true })
    await site.letGo()
    expect(await site.decided('asleep')).toMatchObject([{ State: 'NotDeployed', Reason: 'machine-disabled' }])
    expect(await site.made()).toEqual([])
    await machine(id, { IsDisabled: false })
    expect((await site.decided('asleep', 3)).slice(1)).toMatchObject([{ State: 'Deployed' }, { State: 'Deployed' }])
    await site.ended((await site.made())[0]!)
    expect(await site.installed('asleep')).toEqual(['1.0'])
  })

  test('T2: it is moved to another environment while it waits', async () => {
    const site = await world.site('moved')
    const other = (await world.must('POST', `${SPACE}/environments`, { Name: 'moved-to' })).Id
    await site.hold()
    await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    const id = await site.join('mover')
    await site.waits('mover')
    await machine(id, { EnvironmentIds: [other] })
    await site.letGo()
    expect((await site.decided('mover'))[0]).toMatchObject({ State: 'NotDeployed', Reason: 'place-left' })
    expect(await site.made()).toEqual([])
  })

  test('T2 F41: it is removed and registered again under its name while others wait: each one there is served', async () => {
    const site = await world.site('again')
    await site.hold()
    await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    const old = await site.join('rebuilt')
    const other = await site.join('other')
    await site.waits('rebuilt')
    await world.must('DELETE', `${SPACE}/machines/${old}`)
    const rebuilt = await site.join('rebuilt')
    await site.letGo()
    await Promise.all([site.decided('rebuilt'), site.decided('other')])
    expect((await servedNames(site, { old, rebuilt, other })).flat().sort()).toEqual(['other', 'rebuilt'])
    for (const deployment of await site.made()) await site.ended(deployment)
    // Rebuilt once more with the release on it: nobody knows what is on the new one.
    await world.must('DELETE', `${SPACE}/machines/${rebuilt}`)
    await site.join('rebuilt')
    expect((await site.decided('rebuilt'))[0]).toMatchObject({ State: 'Deployed' })
    for (const deployment of await site.made()) await site.ended(deployment)
    expect(await site.installed('rebuilt')).toEqual(['1.0', '1.0'])
  })

  test('T4 T7: one in two environments and for three tenants gets a deployment in each place', async () => {
    const second = (await world.must('POST', `${SPACE}/environments`, { Name: 'tenants-2' })).Id as string
    const site = await world.site('tenants', {
      isDeployed: false,
      alsoTo: [second],
      project: { TenantedDeploymentMode: 'Tenanted' },
    })
    const EnvironmentIds = [site.environmentId, second]
    const tenants = await Promise.all(
      ['Ann', 'Bob', 'Cid', 'Dan'].map(
        async (Name) =>
          (
            await world.must('POST', `${SPACE}/tenants`, {
              Name,
              ProjectEnvironments: { [site.projectId]: EnvironmentIds },
            })
          ).Id as string,
      ),
    )
    await site.edit((trigger) => ({ Filter: { ...trigger.Filter, EnvironmentIds } }))
    const TenantIds = tenants.slice(0, 3)
    await site.join('first', { EnvironmentIds, TenantIds })
    const places = EnvironmentIds.flatMap((EnvironmentId) => TenantIds.map((TenantId) => ({ EnvironmentId, TenantId })))
    await site.decided('first', 6)
    for (const place of places) await site.ended(await site.deploy(site.releaseId, place))
    await site.join('shared', { EnvironmentIds, TenantIds })
    const decisions = await site.decided('shared', 6)
    expect(decisions.map(({ State }) => State)).toEqual(Array(6).fill('Deployed'))
    expect(new Set(decisions.map(({ EnvironmentId, TenantId }) => `${EnvironmentId} ${TenantId}`)).size).toBe(6)
    expect(await site.made()).toHaveLength(6)
    for (const deployment of await site.made()) await site.ended(deployment)
    expect(await site.installed('shared')).toEqual(Array(6).fill('1.0'))
  })
})

describe('a trigger that does not stay as it was', () => {
  const ROLE = { kind: 'watches another role', reason: 'trigger-changed' }
  const OFF = { kind: 'is disabled', reason: 'trigger-disabled' }

  test.each([ROLE, OFF])('T2: it $kind, while a machine waits', async ({ kind, reason }) => {
    const site = await world.site(`trigger-${reason}`)
    await site.hold()
    await site.deploy(site.releaseId)
    await site.begun('first', '1.0')
    await site.join('late')
    await site.waits('late')
    await site.edit(({ Filter }) =>
      kind === ROLE.kind ? { Filter: { ...Filter, Roles: ['another'] } } : { IsDisabled: true },
    )
    await site.letGo()
    expect(await site.decided('late')).toMatchObject([{ State: 'NotDeployed', Reason: reason }])
    expect(await site.made()).toEqual([])
  })

  test('T5 Z6: its owner may deploy no more: another trigger of the project serves the machine', async () => {
    const site = await world.site('owners')
    const trigger = await world.must('GET', `${SPACE}/projecttriggers/${site.triggerId}`)
    const { Id: other } = await world.must('POST', `${SPACE}/projecttriggers`, { ...trigger, Name: 'Also' })
    const { Id: nobody } = await world.must('POST', '/api/users', {
      Username: 'nobody',
      DisplayName: 'Nobody',
      EmailAddress: 'nobody@example.org',
      Password: 'correct horse battery staple 2',
    })
    await world.query(
      `update project_trigger set document = jsonb_set(document, '{OwnerId}', to_jsonb($2::text)) where id = $1`,
      [site.triggerId, nobody],
    )
    await site.join('late')
    expect(await site.decided('late')).toMatchObject([{ State: 'NotDeployed', Reason: 'refused' }])
    const made = await site.made()
    expect(made).toMatchObject([{ TriggerId: other }])
    await site.ended(made[0]!)
    expect(await site.installed('late')).toEqual(['1.0'])
  })

  test('T5: one that cannot be read says so, and keeps no other from acting', async () => {
    const [broken, site] = [await world.site('unreadable'), await world.site('readable')]
    await world.query(
      `update project_trigger set document = jsonb_set(document, '{Filter,EventGroups}', '7') where id = $1`,
      [broken.triggerId],
    )
    await site.join('late')
    expect((await site.decided('late'))[0]).toMatchObject({ State: 'Deployed' })
    expect((await broken.decisions())[0]).toMatchObject({ State: 'NotDeployed', Reason: 'trigger-unreadable' })
    await world.must('DELETE', `${SPACE}/projecttriggers/${broken.triggerId}`)
  })
})

describe('a storm', () => {
  const MACHINES = 1_000
  const AT_ONCE = 20

  test('T1 T2 T4 F53: 1,000 machines that join through two nodes are each served once, in few deployments', {
    timeout: 240_000,
  }, async () => {
    // Its condition is false, so no shell is started: what counts here is who is deployed to, and how often.
    const role = 'role-storm'
    const quiet = {
      Name: 'Install',
      Condition: 'Variable',
      Properties: { 'Octopus.Action.TargetRoles': role, 'Octopus.Step.ConditionVariableExpression': 'false' },
      Actions: [
        {
          Name: 'Install',
          ActionType: 'Octopus.Script',
          Properties: { 'Octopus.Action.RunOnServer': 'false', 'Octopus.Action.Script.ScriptBody': 'exit 1' },
        },
      ],
    }
    const site = await world.site('storm', { steps: [quiet] })
    const ids: string[] = []
    let next = 0
    const join = async () => {
      while (next < MACHINES) ids.push(await site.join(`${next++}`))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, join))
    const countOf = async (condition: string): Promise<number> => {
      const rows = await world.query(
        `select count(*)::int as count from trigger_decision where trigger_id = $1 and machine_id = any($2) and ${condition}`,
        [site.triggerId, ids],
      )
      return rows[0].count
    }
    await eventually(
      'all machines to be served',
      async () => (await countOf(`state <> 'waiting'`)) === 2 * MACHINES,
      120_000,
    )
    const made = await site.made()
    expect(made.length).toBeLessThanOrEqual(20)
    const joined = new Set(ids)
    const served = made.flatMap(({ SpecificMachineIds }) => SpecificMachineIds).filter((id) => joined.has(id))
    expect(served.toSorted()).toEqual(ids.toSorted())
    // Every event of theirs has one result: they were added, which is not watched, and found healthy.
    expect(await countOf(`state = 'deployed'`)).toBe(MACHINES)
    expect(await countOf(`reason ->> 'code' = 'event-not-watched'`)).toBe(MACHINES)
    for (const deployment of made) expect((await site.ended(deployment)).State).toBe('Success')
  })
})
