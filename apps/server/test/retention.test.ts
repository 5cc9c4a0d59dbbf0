import { ACME_PARENT, buildAcmeWorld, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { retentionTask } from '../src/engine/retention/retention-task.ts'
import { queueWhenDue, watchRetention } from '../src/engine/retention/watch-retention.ts'
import { systemCaller } from '../src/features/access/authenticate.ts'
import { storeArtifactText } from '../src/features/artifacts/store-artifact.ts'
import { deleteRelease } from '../src/features/releases/delete-release.ts'
import { deleteOldDecisions } from '../src/features/retention/delete-old-decisions.ts'
import { deleteOldTasks } from '../src/features/retention/delete-old-tasks.ts'
import { queueRetention } from '../src/features/retention/queue-retention.ts'
import { findTask } from '../src/features/tasks/queries.ts'
import { startApp, type TestApp } from './start-app.ts'

const items = (QuantityToKeep: number) => ({ Strategy: 'Count', Unit: 'Items', QuantityToKeep })
const days = (QuantityToKeep: number) => ({ Strategy: 'Count', Unit: 'Days', QuantityToKeep })

describe('over a database', () => {
  let app: TestApp
  let development: string
  let production: string
  let tenants: string[]
  const create = async (path: string, body: unknown) => {
    const answer = await app.api('POST', path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  }

  beforeAll(async () => {
    app = await startApp()
    development = (await create('/api/environments', { Name: 'Development' })).Id
    production = (await create('/api/environments', { Name: 'Production' })).Id
    tenants = [
      (await create('/api/tenants', { Name: 'All Pets' })).Id,
      (await create('/api/tenants', { Name: 'Dogs' })).Id,
    ]
  }, 60_000)
  afterAll(() => app?.stop())

  let worlds = 0
  /** A project with a lifecycle of two phases that keep so much. */
  async function newProject(keeps: { own?: object; first?: object; second?: object }, more: object = {}) {
    worlds += 1
    const lifecycle = await create('/api/lifecycles', {
      Name: `Lifecycle ${worlds}`,
      ReleaseRetentionPolicy: keeps.own,
      Phases: [
        { Name: 'Build', OptionalDeploymentTargets: [development], ReleaseRetentionPolicy: keeps.first },
        { Name: 'Live', OptionalDeploymentTargets: [production], ReleaseRetentionPolicy: keeps.second },
      ],
    })
    return create('/api/projects', {
      Name: `Project ${worlds}`,
      ProjectGroupId: 'ProjectGroups-1',
      LifecycleId: lifecycle.Id,
      TenantedDeploymentMode: 'TenantedOrUntenanted',
      ...more,
    })
  }
  const newRelease = async (ProjectId: string, Version: string, ChannelId?: string): Promise<string> =>
    (await create('/api/releases', { ProjectId, Version, ...(ChannelId ? { ChannelId } : {}) })).Id

  interface Deployed {
    readonly state?: string
    readonly tenantId?: string | null
    readonly ageDays?: number
    readonly parentTaskId?: string
  }
  /** A deployment as the engine leaves it. */
  async function deploy(releaseId: string, environmentId: string, options: Deployed = {}) {
    const { state = 'Success', tenantId = null, ageDays = 0, parentTaskId = null } = options
    return inTransaction(app.database, async (tx) => {
      const { rows } = await sql<{ number: number }>`select nextval('id_deployments') as number`.execute(tx)
      const number = rows[0]!.number
      const [id, taskId] = [`Deployments-${number}`, `ServerTasks-${1_000_000 + number}`]
      const at = sql`clock_timestamp() - make_interval(days => ${ageDays})`
      await sql`insert into server_task (id, number, space_id, name, description, arguments, state, queue_time, start_time,
          completed_time, started_by)
        values (${taskId}, ${1_000_000 + number}, 'Spaces-1', 'Deploy', 'Deploy', '{}', ${state}, ${at}, ${at}, ${at}, 'Users-1')`.execute(
        tx,
      )
      await sql`insert into deployment (id, number, space_id, project_id, release_id, channel_id, environment_id, tenant_id,
          task_id, name, created_at, created_by, parent_task_id, parent_action_key)
        select ${id}, ${number}, space_id, project_id, id, channel_id, ${environmentId}, ${tenantId}, ${taskId}, 'Deploy', ${at},
          'Users-1', ${parentTaskId}::text, ${parentTaskId ? taskId : null}::text
        from release where id = ${releaseId}`.execute(tx)
      if (state === 'Success')
        await sql`insert into release_success (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id,
            task_id, started_at, completed_at)
          select project_id, ${environmentId}, ${tenantId ?? ''}, channel_id, id, ${id}, ${taskId}, ${at}, ${at}
          from release where id = ${releaseId}
          on conflict (release_id, environment_id, tenant_id, channel_id) do update
            set deployment_id = excluded.deployment_id, task_id = excluded.task_id, started_at = excluded.started_at`.execute(
          tx,
        )
      return { id, taskId }
    })
  }
  /** Answers the log: what is said of all, and of one project. */
  async function runRetention(project: { Name: string }) {
    const queued = await inTransaction(app.database, (tx) => queueRetention(tx, systemCaller()))
    await sql`update server_task set state = 'Executing', start_time = now() where id = ${queued.id}`.execute(
      app.database,
    )
    await retentionTask({ database: app.database, now: () => Date.now() }).run(
      (await findTask(app.database, queued.id))!,
    )
    expect((await app.api('GET', `/api/tasks/${queued.id}`)).body).toMatchObject({ State: 'Success', SpaceId: null })
    const { rows } = await sql<{ message: string }>`
      select l.message from task_log_line l
      join task_activity a on a.task_id = l.task_id and a.number = l.activity_number
      where l.task_id = ${queued.id} and (a.key = 'task' or a.name = ${`${project.Name}, channel Default`})
      order by l.number`.execute(app.database)
    return rows.map(({ message }) => message)
  }
  const versionsOf = async (projectId: string): Promise<string[]> =>
    (await app.api('GET', `/api/projects/${projectId}/releases?take=1000`)).body.Items.map(
      ({ Version }: { Version: string }) => Version,
    )

  test('deletes what is over its limits with everything that belongs to it, and says what and why', async () => {
    const project = await newProject({ own: items(1), first: items(2), second: days(5) })
    const ids: string[] = []
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) ids.push(await newRelease(project.Id, `1.${n}`))
    await deploy(ids[0]!, production, { ageDays: 9 })
    await deploy(ids[2]!, production)
    const gone = await deploy(ids[1]!, development, { state: 'Failed' })
    for (const n of [1, 2, 3, 4, 5, 6]) await deploy(ids[n - 1]!, development)
    await inTransaction(app.database, (tx) =>
      storeArtifactText(tx, {
        spaceId: 'Spaces-1',
        taskId: gone.taskId,
        filename: 'notes.md',
        source: 'Step',
        related: [ids[1]!],
        text: 'x',
      }),
    )
    await sql`insert into task_activity (task_id, number, key, name, status) values (${gone.taskId}, 1, 'task', 'Deploy', 'Failed')`.execute(
      app.database,
    )
    await sql`insert into task_log_line (task_id, number, activity_number, category, occurred_at, message)
      select ${gone.taskId}, n, 1, 'Info', now(), 'line' from generate_series(1, 25000) n`.execute(app.database)
    const log = await runRetention(project)
    // 1.6 is current in Development and 1.5 before it, 1.3 in Production and 1.1 before it: 1.4 and 1.2 are the last two others.
    expect(await versionsOf(project.Id)).toEqual(['1.8', '1.6', '1.5', '1.4', '1.3', '1.2', '1.1'])
    expect(log).toContain('Deleted 1.7: over the limit of releases that were not deployed (keeps 1 release).')
    expect(log).toContain('Kept 1.1: it ran in Production before the current release and stays for a rollback.')
    expect(log).toContain('Build: keeps 2 releases besides those on a dashboard: 1.4, 1.2.')

    await deploy(await newRelease(project.Id, '1.9'), development)
    const again = await runRetention(project)
    expect(await versionsOf(project.Id)).toEqual(['1.9', '1.8', '1.6', '1.5', '1.4', '1.3', '1.1'])
    expect(again).toContain('Deleted 1.2: over the limit of Build (keeps 2 releases).')
    expect(again.at(-1)).toBe(
      'Deleted releases: 1. Deleted old tasks that belong to no release: 0. Deleted packages: 0.',
    )
    const left = await sql<{ count: number }>`
      select (select count(*) from server_task where id = ${gone.taskId})
        + (select count(*) from task_log_line where task_id = ${gone.taskId})
        + (select count(*) from artifact where task_id = ${gone.taskId})
        + (select count(*) from deployment where release_id = ${ids[1]!}) as count`.execute(app.database)
    expect(left.rows[0]!.count).toBe(0)
    const events = (await app.api('GET', `/api/events?regardingAny=${ids[1]}`)).body.Items
    expect(events.map(({ Category }: { Category: string }) => Category)).toEqual(['Deleted', 'Created'])
  })

  test('nothing that is in use is deleted', async () => {
    const project = await newProject({ own: items(1) })
    const ids: string[] = []
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) ids.push(await newRelease(project.Id, `1.${n}`))
    const [queued, ofParent, pinned, old, counted, ...rest] = ids
    await deploy(queued!, development, { state: 'Queued' })
    const parent = await deploy(rest[0]!, production, { state: 'Executing' })
    await deploy(ofParent!, development, { parentTaskId: parent.taskId })
    await deploy(pinned!, development)
    await deploy(old!, development)
    await deploy(counted!, development)
    for (const id of rest) await deploy(id, development)
    const { body } = await app.api('GET', `/api/projects/${project.Id}`)
    const overrides = [{ EnvironmentId: development, TenantId: null, ReleaseId: pinned }]
    expect(
      (await app.api('PUT', `/api/projects/${project.Id}`, { ...body, AutoDeployReleaseOverrides: overrides })).status,
    ).toBe(200)
    const log = await runRetention(project)
    expect(await versionsOf(project.Id)).toEqual(['1.8', '1.7', '1.6', '1.5', '1.3', '1.2', '1.1'])
    expect(log.filter((line) => line.startsWith('Kept'))).toEqual([
      expect.stringMatching(/^Kept 1\.1: it is being deployed by ServerTasks-/),
      `Kept 1.2: one of its deployments belongs to ${parent.taskId}, which has not ended.`,
      'Kept 1.3: triggers are told to use it in Development.',
    ])

    // A person is refused as well, and told why.
    for (const [id, why] of [
      [queued, 'is being deployed by'],
      [ofParent, 'which has not ended'],
      [pinned, `triggers are told to use it in ${development}`],
    ]) {
      const refused = await app.api('DELETE', `/api/releases/${id}`)
      expect(refused.status).toBe(400)
      expect(refused.body.Errors.join()).toContain(why)
    }
    expect((await app.api('DELETE', `/api/releases/${rest[1]}`)).status).toBe(200)
    expect((await app.api('GET', `/api/releases/${rest[1]}`)).status).toBe(404)
  })

  test('F48 a release is not deleted under a deployment that is created meanwhile, or was since it was judged', async () => {
    const project = await newProject({})
    const id = await newRelease(project.Id, '1.0')
    const deployment = await deploy(id, development)
    const judged = Number(deployment.id.slice('Deployments-'.length))
    const attempt = (latestDeployment: number) =>
      inTransaction(app.database, (tx) => deleteRelease(tx, systemCaller(), id, { latestDeployment }))
    expect(await attempt(judged - 1)).toMatchObject({ ok: false, error: { kind: 'deployed-again' } })

    let created = (): void => {}
    const isCreated = new Promise<void>((resolve) => {
      created = resolve
    })
    let commit = (): void => {}
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve
    })
    const creating = inTransaction(app.database, async (tx) => {
      await sql`insert into server_task (id, number, space_id, name, description, arguments, state, queue_time, started_by)
        values ('ServerTasks-2000000', 2000000, 'Spaces-1', 'Deploy', 'Deploy', '{}', 'Queued', now(), 'Users-1')`.execute(
        tx,
      )
      await sql`insert into deployment (id, number, space_id, project_id, release_id, channel_id, environment_id, task_id, name, created_by)
        select 'Deployments-2000000', number, space_id, project_id, id, channel_id, ${development}, 'ServerTasks-2000000', 'Deploy', 'Users-1'
        from release where id = ${id}`.execute(tx)
      created()
      await mayCommit
    })
    await isCreated
    const deleting = attempt(judged)
    // The deletion waits for the deployment's transaction.
    await expect
      .poll(async () => {
        const { rows } = await sql<{ waits: boolean }>`
          select exists (select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%') as waits`.execute(
          app.database,
        )
        return rows[0]!.waits
      })
      .toBe(true)
    commit()
    await creating
    expect(await deleting).toMatchObject({
      ok: false,
      error: { kind: 'being-deployed', taskIds: ['ServerTasks-2000000'] },
    })
  })

  test('X5 a cancelled run ends without deleting anything more', async () => {
    const project = await newProject({ own: items(1) })
    for (const n of [1, 2, 3]) await newRelease(project.Id, `1.${n}`)
    const { id } = await inTransaction(app.database, (tx) => queueRetention(tx, systemCaller()))
    await sql`update server_task set state = 'Cancelling', start_time = now() where id = ${id}`.execute(app.database)
    await retentionTask({ database: app.database, now: () => Date.now() }).run((await findTask(app.database, id))!)
    expect((await findTask(app.database, id))?.state).toBe('Canceled')
    expect(await versionsOf(project.Id)).toHaveLength(3)
  })

  test('days count from the end of the last deployment', async () => {
    const project = await newProject({ own: days(7) })
    for (const [version, ageDays] of [
      ['1.1', 9],
      ['1.2', 8],
      ['1.3', 6],
      ['1.4', 1],
      ['1.5', 0],
    ] as const)
      await deploy(await newRelease(project.Id, version), development, { ageDays })
    await runRetention(project)
    expect(await versionsOf(project.Id)).toEqual(['1.5', '1.4', '1.3'])
  })

  test('a lifecycle that says nothing keeps everything', async () => {
    const project = await newProject({})
    for (const n of [1, 2, 3]) await newRelease(project.Id, `1.${n}`)
    await runRetention(project)
    expect(await versionsOf(project.Id)).toHaveLength(3)
  })

  test('D5 a dashboard shows after retention what it showed before, in any world', async () => {
    const arbWorld = fc.record({
      isPerChannel: fc.boolean(),
      keeps: fc.record({
        own: fc.constantFrom(items(1), items(2), days(3)),
        first: fc.constantFrom(undefined, items(1), days(2)),
        second: fc.constantFrom(undefined, items(2), { Strategy: 'Forever', Unit: 'Days', QuantityToKeep: 0 }),
      }),
      releases: fc.array(fc.boolean(), { minLength: 4, maxLength: 8 }),
      deployments: fc.array(
        fc.record({
          release: fc.nat(7),
          isProduction: fc.boolean(),
          tenant: fc.constantFrom(null, 0, 1),
          isSuccess: fc.boolean(),
          ageDays: fc.nat(5),
        }),
        { minLength: 3, maxLength: 16 },
      ),
    })
    let deletedInAll = 0
    await fc.assert(
      fc.asyncProperty(arbWorld, async ({ isPerChannel, keeps, releases, deployments }) => {
        const project = await newProject(JSON.parse(JSON.stringify(keeps)), { DiscreteChannelRelease: isPerChannel })
        for (const [index, Id] of tenants.entries()) {
          const { body } = await app.api('GET', `/api/tenants/${Id}`)
          const ProjectEnvironments = { ...body.ProjectEnvironments, [project.Id]: [development, production] }
          expect(
            (await app.api('PUT', `/api/tenants/${Id}`, { ...body, ProjectEnvironments })).status,
            `${index}`,
          ).toBe(200)
        }
        const other = await create('/api/channels', { ProjectId: project.Id, Name: 'Other' })
        const ids: string[] = []
        for (const [index, isOther] of releases.entries())
          ids.push(await newRelease(project.Id, `1.${index}`, isOther ? other.Id : undefined))
        for (const each of deployments.toSorted((a, b) => b.ageDays - a.ageDays))
          await deploy(ids[each.release % ids.length]!, each.isProduction ? production : development, {
            state: each.isSuccess ? 'Success' : 'Failed',
            tenantId: each.tenant === null ? null : tenants[each.tenant]!,
            ageDays: each.ageDays,
          })
        const shown = async () => {
          const { body } = await app.api('GET', `/api/dashboard?projectId=${project.Id}`)
          const versions = (cells: Record<string, string>[]) =>
            cells.map((cell) => [cell.EnvironmentId, cell.TenantId, cell.ChannelId, cell.ReleaseVersion].join()).sort()
          return { Items: versions(body.Items), PreviousItems: versions(body.PreviousItems) }
        }
        const before = await shown()
        await runRetention(project)
        expect(await shown()).toEqual(before)
        deletedInAll += releases.length - (await versionsOf(project.Id)).length
      }),
      {
        numRuns: 10,
        endOnFailure: true,
        // One world in which something goes for certain: of two releases never deployed only the newer is kept.
        examples: [
          [
            {
              isPerChannel: false,
              keeps: { own: items(1), first: undefined, second: undefined },
              releases: [false, false, false, false],
              deployments: [0, 1].map((release) => ({
                release,
                isProduction: false,
                tenant: null,
                isSuccess: true,
                ageDays: 2 - release,
              })),
            },
          ],
        ],
      },
    )
    expect(deletedInAll).toBeGreaterThan(0)
  }, 180_000)

  test('what triggers decided long ago goes, but the newest of each and what waits stay', async () => {
    const { database } = app
    const machine = await create('/api/machines', {
      Name: 'watched',
      EnvironmentIds: [development],
      Roles: ['web'],
      Endpoint: { CommunicationStyle: 'None' },
    })
    const project = await create('/api/projects', {
      Name: 'Watching',
      LifecycleId: (await app.api('GET', '/api/lifecycles')).body.Items[0].Id,
      ProjectGroupId: (await app.api('GET', '/api/projectgroups')).body.Items[0].Id,
    })
    const trigger = await create('/api/projecttriggers', {
      Name: 'Watching',
      ProjectId: project.Id,
      Filter: { FilterType: 'MachineFilter', EventGroups: ['Machine'] },
      Action: { ActionType: 'AutoDeploy' },
    })
    await sql`delete from machine_event`.execute(database)
    // 2,500 events, the older half 40 days old, the third of which still waits.
    await sql`
      with events as (
        insert into machine_event (space_id, machine_id, category, occurred_at, judged_at)
        select 'Spaces-1', ${machine.Id}, 'MachineHealthy', at, at
        from generate_series(1, 2500) n, lateral (select now() - make_interval(days => case when n <= 1250 then 40 else 3 end) as at) t
        returning id, occurred_at)
      insert into trigger_decision (space_id, trigger_id, machine_event_id, machine_id, project_id, environment_id, tenant_id, state, reason, created_at, decided_at)
      select 'Spaces-1', ${trigger.Id}, id, ${machine.Id}, ${project.Id}, ${development}, '', 'not-deployed', '{}', occurred_at, occurred_at
      from events order by id`.execute(database)
    await sql`update trigger_decision set state = 'waiting', decided_at = null
      where id = (select id from trigger_decision where trigger_id = ${trigger.Id} order by id offset 2 limit 1)`.execute(
      database,
    )
    const left = async () => {
      const { rows } = await sql<{ decisions: number; events: number }>`
        select (select count(*) from trigger_decision where trigger_id = ${trigger.Id}) as decisions,
          (select count(*) from machine_event) as events`.execute(database)
      return rows[0]
    }
    expect(await deleteOldDecisions(database, { days: 30, ofEachTrigger: 1_300 })).toBe(1_199)
    expect(await left()).toEqual({ decisions: 1_301, events: 1_301 })
    expect(await deleteOldDecisions(database, { days: 30, ofEachTrigger: 100 })).toBe(50)
    expect(await left()).toEqual({ decisions: 1_251, events: 1_251 })
    expect(await deleteOldDecisions(database, { days: 30, ofEachTrigger: 100 })).toBe(0)
    await app.api('DELETE', `/api/projecttriggers/${trigger.Id}`)
  })

  test('old tasks go, but the last of each kind stay, and so do the last of all that are young enough', async () => {
    await sql`delete from server_task where name <> 'Deploy'`.execute(app.database)
    await sql`insert into server_task (id, number, name, description, arguments, state, queue_time, completed_time, started_by)
      select 'ServerTasks-' || n, n, case when n % 10 = 0 then 'Health' else 'Other' end, 'x', '{}',
        case when n = 3000001 then 'Queued' else 'Success' end, now(), now() - make_interval(days => 3000300 - n), 'Users-1'
      from generate_series(3000001, 3000300) n`.execute(app.database)
    expect(await deleteOldTasks(app.database, { ofEachKind: 5, ofAllKinds: 20, days: 30 })).toBeGreaterThan(200)
    const { rows } = await sql<{ name: string; numbers: number[] }>`
      select name, array_agg((number - 3000000)::int order by number) as numbers from server_task where number >= 3000001
      group by name order by name`.execute(app.database)
    expect(rows).toEqual([
      { name: 'Health', numbers: [260, 270, 280, 290, 300] },
      // Within the last 20 of all kinds, apart from one that waits.
      { name: 'Other', numbers: [1, ...Array.from({ length: 20 }, (_, n) => 281 + n).filter((n) => n % 10 !== 0)] },
    ])
    expect(await deleteOldTasks(app.database, { ofEachKind: 5, ofAllKinds: 20, days: 10 })).toBe(9)
  })

  test('A4 the time of the next run is stored, and one of several nodes queues it', async () => {
    const due = (text: string) =>
      sql`update server_setting set value = to_jsonb(now() + ${text}::interval) where key = 'retention.next-run'`.execute(
        app.database,
      )
    await sql`delete from server_task where name = 'Retention'`.execute(app.database)
    const first = await queueWhenDue(app.database)
    expect(first.taskId).toBeNull()
    expect(first.dueInMs).toBeGreaterThan(3.9 * 3_600_000)
    await due('-9 hours')
    const all = await Promise.all([1, 2, 3, 4].map(() => queueWhenDue(app.database)))
    expect(all.filter(({ taskId }) => taskId !== null)).toHaveLength(1)
    // The one before has not ended: it is not queued twice.
    await due('-1 hours')
    expect((await queueWhenDue(app.database)).taskId).toBeNull()
    await sql`update server_task set state = 'Success', completed_time = now() where name = 'Retention'`.execute(
      app.database,
    )
    await due('0.3 seconds')
    const stops: (() => void)[] = []
    const begun = await new Promise<string>((begin) => {
      for (let node = 0; node < 2; node += 1) stops.push(watchRetention({ database: app.database, tasks: { begin } }))
    })
    for (const stop of stops) stop()
    expect((await findTask(app.database, begun))?.name).toBe('Retention')
  })
})

describe('on a running server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ crashAt: 'retention.half:2' })
  })
  afterAll(() => server?.remove())

  test('11.5.4 the releases of both channels stay, through a kill in the middle', async () => {
    const acme = await buildAcmeWorld(server, { space: 'Retention', promptedMode: 'Promote', devAndTest: 'channel' })
    const again = await acme.releaseComponent(ACME_PARENT, '0.0.1-redeploy', { ChannelId: acme.devAndTestChannelId })
    await acme.succeed(again, 'Development')
    await acme.succeed(again, 'Test')
    const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
    await acme.succeed(suite, 'Staging')
    const superfluous: string[] = []
    for (const n of [1, 2, 3, 4]) superfluous.push(await acme.releaseComponent(ACME_PARENT, `2021.2.${n}`))
    const { Items } = (await server.api('GET', `${acme.base}/lifecycles?take=100`)).body
    for (const lifecycle of Items)
      expect(
        (
          await server.api('PUT', `${acme.base}/lifecycles/${lifecycle.Id}`, {
            ...lifecycle,
            ReleaseRetentionPolicy: items(1),
          })
        ).status,
      ).toBe(200)

    const refused = await server.api('POST', '/api/tasks', { Name: 'Nothing' })
    expect(refused.body.Errors.join()).toContain("'Retention' can")
    const { status, body: task } = await server.api('POST', '/api/tasks', { Name: 'Retention' })
    expect(status).toBe(201)
    expect(await server.exited).toBe('SIGKILL')
    server = await startTestServer({ dataDir: server.dataDir })
    expect((await taskEnded(server.api, task.Id)).State).toBe('Success')

    const versions = async () =>
      (await server.api('GET', `${acme.base}/projects/${acme.projects[ACME_PARENT].Id}/releases`)).body.Items.map(
        ({ Version }: { Version: string }) => Version,
      )
    expect(await versions()).toEqual(['2021.2.4', '2021.1.0', '0.0.1-redeploy'])
    const raw = (await server.api('GET', `/api/tasks/${task.Id}/raw`)).body as string
    for (const n of [1, 2, 3]) expect(raw.split(`Deleted 2021.2.${n}:`)).toHaveLength(2)
    expect(raw).toContain(`${ACME_PARENT}, channel`)
    for (const id of superfluous.slice(0, 3)) {
      const events = (await server.api('GET', `/api/events?regardingAny=${id}`)).body.Items
      expect(events.filter(({ Category }: { Category: string }) => Category === 'Deleted')).toHaveLength(1)
    }
    const types = (await server.api('GET', '/api/tasks/tasktypes')).body.map(({ Id }: { Id: string }) => Id)
    expect(types).toContain('Retention')
  }, 180_000)

  test('Z3 only who administers retention may start it', async () => {
    const user = (
      await server.api('POST', '/api/users', { Username: 'contributor', Password: 'a long enough password' })
    ).body
    const { ApiKey } = (await server.api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).body
    const team = (await server.api('POST', '/api/teams', { Name: 'Contributors', MemberUserIds: [user.Id] })).body
    await server.api('POST', '/api/scopeduserroles', {
      UserRoleId: 'userroles-spacemanager',
      TeamId: team.Id,
      SpaceId: 'Spaces-1',
    })
    expect((await server.as(ApiKey)('POST', '/api/tasks', { Name: 'Retention' })).status).toBe(403)
  })
})
