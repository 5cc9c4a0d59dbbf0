import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ACME_PARENT,
  type Api,
  buildAcmeWorld,
  createScriptProject,
  eventually,
  startTestServer,
  type TestServer,
  taskEnded,
} from '@flotilla/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'
import { script, step } from './process-world.ts'
import { createRunbook, publish } from './runbook-world.ts'

let directory: string
let postgres: EmbeddedPostgres
let one: TestServer
let api: Api
let environments: { readonly Test: string; readonly Staging: string }

const startNode = (name: string, crashAt?: string): Promise<TestServer> =>
  startTestServer({
    dataDir: join(directory, 'data'),
    env: { DATABASE_URL: postgres.connectionString, FLOTILLA_NODE_NAME: name },
    ...(crashAt ? { crashAt } : {}),
  })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-schedules-'))
  postgres = await startEmbeddedPostgres(join(directory, 'database'))
  one = await startNode('one')
  api = one.api
  const create = async (Name: string) => (await must('POST', '/api/Spaces-1/environments', { Name })).Id as string
  environments = { Test: await create('Test'), Staging: await create('Staging') }
})
afterAll(async () => {
  await one?.stop()
  await postgres?.stop()
  await rm(directory, { recursive: true, force: true })
})

async function must(method: string, path: string, body?: unknown) {
  const answer = await api(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** Looks at the database, or sets it right, from outside. */
async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: postgres.connectionString })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

/** A cron expression for one instant, so many seconds from now. */
function onceIn(seconds: number): object {
  const at = new Date(Date.now() + seconds * 1_000)
  const clock = [at.getUTCSeconds(), at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1]
  return cron(`${clock.join(' ')} ? ${at.getUTCFullYear()}`)
}
const cron = (CronExpression: string): object => ({ FilterType: 'CronExpressionSchedule', CronExpression })
const promote = (more: object = {}): object => ({
  ActionType: 'DeployLatestRelease',
  SourceEnvironmentIds: [environments.Test],
  DestinationEnvironmentId: environments.Staging,
  ...more,
})

/** A project whose release 1.0 is in Test. */
async function inTest(name: string) {
  const script = `echo '#{Octopus.Deployment.Trigger.Name}' >> '${join(directory, name)}'`
  const project = await createScriptProject(api, { name, script, environmentId: environments.Test })
  expect((await taskEnded(api, await project.deploy())).State).toBe('Success')
  return project
}
const addTrigger = async (ProjectId: string, Filter: object, Action: object, more: object = {}) =>
  must('POST', '/api/Spaces-1/projecttriggers', { Name: 'Nightly', ProjectId, Filter, Action, ...more })

interface Decision {
  readonly State: string
  readonly Reason: string
  readonly Message: string
  readonly ScheduledFor: string
  readonly EnvironmentId: string | null
  readonly TenantId: string | null
  readonly ReleaseId: string | null
  readonly DeploymentId: string | null
  readonly RunbookRunId: string | null
}
const decisionsOf = async (trigger: { Id: string }, ask: Api = api): Promise<readonly Decision[]> =>
  (await ask('GET', `/api/Spaces-1/projecttriggers/${trigger.Id}/decisions?take=1000`)).body.Items
/** Waits until a trigger has made up its mind so many times. */
const decided = (trigger: { Id: string }, count = 1, ask: Api = api) =>
  eventually(`${count} decisions of ${trigger.Id}`, async () => {
    const decisions = (await decisionsOf(trigger, ask)).filter(({ State }) => State !== 'Waiting')
    return decisions.length >= count && decisions
  })
/** Waits until the next time of a trigger has been worked out. */
const armedAt = (trigger: { Id: string }): Promise<{ next_at: Date }> =>
  eventually(
    'its next time',
    async () =>
      (
        await query('select next_at from trigger_schedule where trigger_id = $1 and next_at is not null', [trigger.Id])
      )[0],
  )
const deploymentsOf = async (projectId: string) =>
  (await must('GET', `/api/Spaces-1/deployments?projects=${projectId}&take=1000`)).Items as readonly {
    Id: string
    TriggerId: string | null
    EnvironmentId: string
    TenantId: string | null
    TaskId: string
    ReleaseId: string
  }[]
const triggered = async (projectId: string) => (await deploymentsOf(projectId)).filter(({ TriggerId }) => TriggerId)

describe('saving', () => {
  let projectId: string
  beforeAll(async () => {
    projectId = (await createScriptProject(api, { name: 'Saved', script: 'true', environmentId: environments.Test }))
      .projectId
  })

  test.each<{ name: string; filter: object; action?: object; says: RegExp }>([
    { name: 'bad cron', filter: cron('0 0 24 * * *'), says: /Filter.CronExpression: '0 0 24 \* \* \*'.*hour: 24/ },
    { name: 'cron of no day', filter: cron('0 0 0 30 2 *'), says: /Filter.CronExpression: .* matches no day/ },
    {
      name: 'unknown zone',
      filter: { ...cron('0 0 1 * * *'), Timezone: 'Mars' },
      says: /Filter.Timezone: 'Mars' is not known/,
    },
    {
      name: 'bad weekday',
      filter: { FilterType: 'OnceDailySchedule', StartTime: '09:00', DaysOfWeek: ['Funday'] },
      says: /Filter.DaysOfWeek: 'Funday' must be one of Sunday/,
    },
    {
      name: 'no day',
      filter: { FilterType: 'OnceDailySchedule', StartTime: '09:00' },
      says: /Filter.DaysOfWeek: at least one day/,
    },
    {
      name: 'a window that ends before it begins',
      filter: { FilterType: 'ContinuousDailySchedule', RunAfter: '10:00', RunUntil: '09:00', DaysOfWeek: ['Monday'] },
      says: /Filter.RunUntil: must not be before the window begins/,
    },
    {
      name: 'interval 0',
      filter: {
        FilterType: 'ContinuousDailySchedule',
        RunAfter: '09:00',
        RunUntil: '10:00',
        DaysOfWeek: ['Monday'],
        HourInterval: 0,
      },
      says: /Filter.HourInterval: must be .*1/,
    },
    {
      name: 'a date that no month has',
      filter: { FilterType: 'DaysPerMonthSchedule', StartTime: '09:00', DateOfMonth: '32' },
      says: /Filter.DateOfMonth: '32'/,
    },
    {
      name: 'no source',
      filter: cron('0 0 1 * * *'),
      action: { SourceEnvironmentIds: [] },
      says: /Action.SourceEnvironmentIds: is required/,
    },
    {
      name: 'no destination',
      filter: cron('0 0 1 * * *'),
      action: { DestinationEnvironmentId: '' },
      says: /Action.DestinationEnvironmentId: is required/,
    },
    {
      name: 'variables that are no texts',
      filter: cron('0 0 1 * * *'),
      action: { Variables: '{"a":1}' },
      says: /Action.Variables: must be a JSON object/,
    },
    {
      name: 'a runbook that is not named, nowhere',
      filter: cron('0 0 1 * * *'),
      action: { ActionType: 'RunRunbook' },
      says: /Action.EnvironmentIds: is required for RunRunbook. Action.RunbookId: is required/,
    },
    {
      name: 'a runbook that is not there',
      filter: cron('0 0 1 * * *'),
      action: { ActionType: 'RunRunbook', RunbookId: 'Runbooks-777', EnvironmentIds: ['Environments-1'] },
      says: /Action.RunbookId: .*Runbooks-777/,
    },
    {
      name: 'a runbook for machines that come',
      filter: { FilterType: 'MachineFilter', EventGroups: ['Machine'] },
      action: { ActionType: 'RunRunbook', RunbookId: 'Runbooks-1', EnvironmentIds: ['Environments-1'] },
      says: /RunRunbook cannot be used with MachineFilter; use AutoDeploy/,
    },
    {
      name: 'answers of a runbook that are no texts',
      filter: cron('0 0 1 * * *'),
      action: { ActionType: 'RunRunbook', RunbookId: 'x', EnvironmentIds: ['x'], FormValues: { a: 1 } },
      says: /Action.FormValues: must be a JSON object whose values are texts\./,
    },
    {
      name: 'a machine action',
      filter: cron('0 0 1 * * *'),
      action: { ActionType: 'AutoDeploy' },
      says: /AutoDeploy cannot be used with CronExpressionSchedule/,
    },
  ])('refuses $name, naming the field', async ({ filter, action, says }) => {
    const body = { Name: 'Wrong', ProjectId: projectId, Filter: filter, Action: { ...promote(), ...action } }
    const answer = await api('POST', '/api/Spaces-1/projecttriggers', body)
    expect(answer.status).toBe(400)
    expect(answer.body.Errors.join(' ')).toMatch(says)
  })

  test.each<{ filter: Record<string, unknown>; shows?: object }>([
    {
      filter: {
        FilterType: 'OnceDailySchedule',
        StartTime: '2026-01-01T09:00:00.000Z',
        DaysOfWeek: ['Monday'],
        Timezone: 'W. Europe Standard Time',
      },
    },
    {
      filter: {
        FilterType: 'ContinuousDailySchedule',
        RunAfter: '2026-01-01T09:00:00',
        RunUntil: '2026-01-01T17:00:00',
        DaysOfWeek: ['Monday'],
        Interval: 'OnceEveryMinute',
        MinuteInterval: 7,
      },
      shows: { HourInterval: null, Timezone: 'UTC' },
    },
    {
      filter: { FilterType: 'DailySchedule', StartTime: '09:00' },
      shows: { RunType: 'ScheduledTime', Monday: true, Sunday: true },
    },
    {
      filter: { FilterType: 'DailySchedule', StartTime: '09:00', Friday: true },
      shows: { Monday: false, Friday: true },
    },
    {
      filter: {
        FilterType: 'DaysPerWeekSchedule',
        RunType: 'Continuously',
        Interval: 'OnceHourly',
        HourInterval: 2,
        Friday: true,
      },
      shows: { StartTime: null, Monday: false },
    },
    {
      filter: { FilterType: 'DaysPerMonthSchedule', StartTime: '09:00', DateOfMonth: 'L' },
      shows: { MonthlyScheduleType: 'DateOfMonth', DayOfWeek: null },
    },
    {
      filter: {
        FilterType: 'DaysPerMonthSchedule',
        StartTime: '09:00',
        MonthlyScheduleType: 'DayOfMonth',
        DayNumberOfMonth: '2',
        DayOfWeek: 'Tuesday',
      },
    },
    { filter: { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 6 ? * MON#2' }, shows: { Timezone: 'UTC' } },
  ])('keeps $filter.FilterType with every field, and takes back what it gives', async ({ filter, shows }) => {
    const trigger = await addTrigger(projectId, filter, promote())
    try {
      expect(trigger.Filter).toEqual({ ...trigger.Filter, Id: null, Links: {}, ...filter, ...shows })
      const again = await must('PUT', `/api/Spaces-1/projecttriggers/${trigger.Id}`, trigger)
      expect(again).toEqual(trigger)
      // It is armed for a time to come.
      const next = await armedAt(trigger)
      expect(next.next_at.getTime()).toBeGreaterThan(Date.now())
      await must('PUT', `/api/Spaces-1/projecttriggers/${trigger.Id}`, { ...trigger, IsDisabled: true })
      expect(await query('select 1 from trigger_schedule where trigger_id = $1', [trigger.Id])).toEqual([])
    } finally {
      await must('DELETE', `/api/Spaces-1/projecttriggers/${trigger.Id}`)
    }
  })
})

test('11.4.11 a scheduled trigger sets the trigger name, so that the suite redeploys', async () => {
  const promptedMode = '#{unless Octopus.Deployment.Trigger.Name}Promote#{else}Redeploy#{/unless}'
  const acme = await buildAcmeWorld(one, { space: 'Story 11.4.11', promptedMode, hasOwnStep: true })
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  await acme.succeed(suite, 'Staging')
  const { Staging } = acme.environmentIds
  const trigger = await must('POST', `${acme.base}/projecttriggers`, {
    Name: 'Nightly',
    ProjectId: acme.projects[ACME_PARENT].Id,
    Filter: onceIn(3),
    Action: { ActionType: 'DeployLatestRelease', SourceEnvironmentIds: [Staging], DestinationEnvironmentId: Staging },
  })
  const deployment = await eventually('the trigger to deploy', async () =>
    (await acme.deploymentsOf(ACME_PARENT)).find(({ TriggerId }) => TriggerId === trigger.Id),
  )
  expect(deployment).toMatchObject({ ReleaseId: suite, EnvironmentId: Staging, SpecificMachineIds: [] })
  expect((await acme.ended(deployment.TaskId)).State).toBe('Success')
  const steps = await acme.stepStatuses(deployment.TaskId)
  expect(steps['Get Web API Release']!.status).toBe('Skipped')
  expect(steps['Deploy Web API']!.lines).toContain('The release is looked for in Staging itself.')
  const children = await acme.childrenOf(deployment.TaskId)
  expect(children.map(({ project, version }) => `${project} ${version}`).sort()).toEqual([
    'Database 2021.1.0.1',
    'Scheduling Service 2021.1.0.2',
    'Web API 2021.1.0.3',
    'Web UI 2021.1.0.15',
  ])
  expect((await acme.events(trigger.Id)).map(({ Category }) => Category)).toContain('AutoDeployTriggerSucceeded')
})

describe('what a time comes to', () => {
  test('the latest release is promoted, in the name of the trigger, with one decision', async () => {
    const { projectId, releaseId } = await inTest('Promoted')
    const trigger = await addTrigger(projectId, onceIn(3), promote())
    const [decision, ...others] = await decided(trigger)
    expect(others).toEqual([])
    const [deployment] = await triggered(projectId)
    expect(deployment).toMatchObject({
      TriggerId: trigger.Id,
      ReleaseId: releaseId,
      EnvironmentId: environments.Staging,
      TenantId: null,
    })
    expect(decision).toMatchObject({
      State: 'Deployed',
      Message: 'Release 1.0 is deployed to Staging.',
      MachineId: null,
      Category: 'ScheduledTime',
      EnvironmentId: environments.Staging,
      ReleaseId: releaseId,
      DeploymentId: deployment!.Id,
    })
    expect((await taskEnded(api, deployment!.TaskId)).State).toBe('Success')
    expect((await readFile(join(directory, 'Promoted'), 'utf8')).trim().split('\n').at(-1)).toBe('Nightly')
  })

  test('a release that is current is left alone when that is wanted', async () => {
    const { projectId } = await inTest('Current')
    const trigger = await addTrigger(
      projectId,
      onceIn(3),
      promote({ DestinationEnvironmentId: environments.Test, ShouldRedeployWhenReleaseIsCurrent: false }),
    )
    const [decision] = await decided(trigger)
    expect(decision).toMatchObject({
      State: 'NotDeployed',
      Reason: 'already-current',
      Message: 'Test already has release 1.0.',
    })
    expect(await triggered(projectId)).toEqual([])
  })

  test('nothing in the source', async () => {
    const { projectId } = await createScriptProject(api, {
      name: 'Empty',
      script: 'true',
      environmentId: environments.Test,
    })
    const [decision] = await decided(await addTrigger(projectId, onceIn(3), promote()))
    expect(decision).toMatchObject({
      State: 'NotDeployed',
      Message: 'No release has been deployed successfully to Test.',
    })
  })

  test('the newest release that the lifecycle lets go there', async () => {
    const { projectId, releaseId } = await inTest('Newest')
    // Newer, but not tested yet.
    await must('POST', '/api/Spaces-1/releases', { ProjectId: projectId, Version: '2.0' })
    const Action = { ActionType: 'DeployLatestReleaseToEnvironment', EnvironmentId: environments.Staging }
    const [decision] = await decided(await addTrigger(projectId, onceIn(3), Action))
    expect(decision).toMatchObject({ State: 'Deployed', ReleaseId: releaseId })
  })

  test('a new release is made and deployed', async () => {
    const { projectId } = await inTest('Fresh')
    const Action = { ActionType: 'DeployNewRelease', EnvironmentId: environments.Test }
    const [decision] = await decided(await addTrigger(projectId, onceIn(3), Action))
    expect(decision).toMatchObject({
      State: 'Deployed',
      Message: 'Release 1.0.1 is deployed to Test.',
    })
    const [deployment] = await triggered(projectId)
    expect(deployment!.ReleaseId).toBe(decision!.ReleaseId)
  })

  test('a new release is made, and no more', async () => {
    const { projectId } = await inTest('Made')
    const [decision] = await decided(await addTrigger(projectId, onceIn(3), { ActionType: 'CreateRelease' }))
    expect(decision).toMatchObject({ State: 'ReleaseCreated', EnvironmentId: null, DeploymentId: null })
    const { Items } = await must('GET', `/api/Spaces-1/projects/${projectId}/releases`)
    expect(Items.map(({ Id }: { Id: string }) => Id)).toContain(decision!.ReleaseId)
    expect(await triggered(projectId)).toEqual([])
  })

  test('tenants: each its own, or the latest of anyone when it is not connected to the source', async () => {
    const { projectId, releaseId } = await inTest('Tenanted')
    const project = await must('GET', `/api/Spaces-1/projects/${projectId}`)
    await must('PUT', `/api/Spaces-1/projects/${projectId}`, {
      ...project,
      TenantedDeploymentMode: 'TenantedOrUntenanted',
    })
    const tags = await must('POST', '/api/Spaces-1/tagsets', {
      Name: 'Ring',
      Tags: [{ Name: 'Gold', Color: '#333333' }],
    })
    expect(tags.Name).toBe('Ring')
    const tenant = async (Name: string, connected: readonly string[], TenantTags: readonly string[] = []) =>
      (
        await must('POST', '/api/Spaces-1/tenants', {
          Name,
          TenantTags,
          ProjectEnvironments: { [projectId]: connected },
        })
      ).Id
    const { Test, Staging } = environments
    const own = await tenant('All Pets', [Test, Staging])
    const late = await tenant('Pet Life', [Staging], ['Ring/Gold'])
    await tenant('Elsewhere', [Test], ['Ring/Gold'])
    const trigger = await addTrigger(projectId, onceIn(3), promote({ TenantIds: [own], TenantTags: ['Ring/Gold'] }))
    const decisions = await decided(trigger, 2)
    expect(decisions).toHaveLength(2)
    expect(decisions.find(({ TenantId }) => TenantId === late)).toMatchObject({
      State: 'Deployed',
      ReleaseId: releaseId,
    })
    expect(decisions.find(({ TenantId }) => TenantId === own)).toMatchObject({
      State: 'NotDeployed',
      Message: 'No release has been deployed successfully to Test for All Pets.',
    })
  })

  test('a prompt that must be answered and has no default is the reason; Variables answer it, by name', async () => {
    const { projectId } = await createScriptProject(api, {
      name: 'Prompting',
      script: `echo '#{Mode}' >> '${join(directory, 'prompted')}'`,
      environmentId: environments.Test,
    })
    const path = `/api/Spaces-1/variables/variableset-${projectId}`
    const variables = await must('GET', path)
    const Prompt = { Label: 'Which mode', Required: true, DisplaySettings: {} }
    await must('PUT', path, { ...variables, Variables: [{ Name: 'Mode', Value: '', Prompt }] })
    const release = await must('POST', '/api/Spaces-1/releases', { ProjectId: projectId, Version: '2.0' })
    const [{ Id }] = (await must('GET', path)).Variables
    const deployment = await must('POST', '/api/Spaces-1/deployments', {
      ReleaseId: release.Id,
      EnvironmentId: environments.Test,
      FormValues: { [Id]: 'First' },
    })
    await taskEnded(api, deployment.TaskId)

    const silent = await addTrigger(projectId, onceIn(3), promote())
    const mistaken = await addTrigger(projectId, onceIn(3), promote({ Variables: '{"Mood":"x"}' }), {
      Name: 'Mistaken',
    })
    const answering = await addTrigger(projectId, onceIn(3), promote({ Variables: '{"mode":"Nightly run"}' }), {
      Name: 'Answering',
    })
    expect((await decided(silent))[0]).toMatchObject({
      State: 'NotDeployed',
      Reason: 'refused',
      Message: expect.stringContaining('Which mode is required'),
    })
    expect((await decided(mistaken))[0]).toMatchObject({
      State: 'NotDeployed',
      Message: expect.stringContaining('asks for nothing by the name of Mood'),
    })
    expect((await decided(answering))[0]).toMatchObject({ State: 'Deployed' })
    const [made] = await triggered(projectId)
    await taskEnded(api, made!.TaskId)
    expect(await readFile(join(directory, 'prompted'), 'utf8')).toBe('First\nNightly run\n')
    const { Items } = await must('GET', `/api/Spaces-1/events?regarding=${silent.Id}`)
    expect(Items.map(({ Category }: { Category: string }) => Category)).toContain('AutoDeployTriggerBlocked')
  })

  test('K4: an answer to a secret question is sealed, never shown, kept when it is sent back, and used', async () => {
    const { projectId } = await createScriptProject(api, {
      name: 'Secretive',
      script: `echo '#{Mode} #{Pin}' >> '${join(directory, 'secretive')}'`,
      environmentId: environments.Test,
    })
    const path = `/api/Spaces-1/variables/variableset-${projectId}`
    const question = (control: string) => ({ DisplaySettings: { 'Octopus.ControlType': control } })
    const asked = [
      { Name: 'Mode', Value: 'first', Prompt: question('SingleLineText') },
      { Name: 'Pin', Value: '', Type: 'Sensitive', Prompt: question('Sensitive') },
    ]
    await must('PUT', path, { ...(await must('GET', path)), Variables: asked })
    const release = await must('POST', '/api/Spaces-1/releases', { ProjectId: projectId, Version: '2.0' })
    const deployment = { ReleaseId: release.Id, EnvironmentId: environments.Test }
    await taskEnded(api, (await must('POST', '/api/Spaces-1/deployments', deployment)).TaskId)

    const Variables = JSON.stringify({ mode: 'nightly', pin: 'c4n4ry' })
    const made = await addTrigger(projectId, cron('0 0 0 1 1 *'), promote({ Variables }))
    const shown = { mode: 'nightly', pin: { HasValue: true, Hint: null } }
    expect(JSON.parse(made.Action.Variables)).toEqual(shown)
    const address = `/api/Spaces-1/projecttriggers/${made.Id}`
    const kept = await must('PUT', address, { ...made, Filter: onceIn(3), Description: 'again' })
    expect(JSON.parse(kept.Action.Variables)).toEqual(shown)
    const renamed = { ...made.Action, Variables: '{"other":{"HasValue":true}}' }
    expect((await api('PUT', address, { ...made, Action: renamed })).body.Errors).toEqual([
      "Action.Variables: nothing is stored for 'other'. Give its value as text.",
    ])
    for (const table of ['project_trigger', 'event', 'secret']) {
      expect(JSON.stringify(await query(`select t::text from ${table} t`))).not.toContain('c4n4ry')
    }
    expect((await decided(made))[0]).toMatchObject({ State: 'Deployed' })
    const [started] = await triggered(projectId)
    await taskEnded(api, started!.TaskId)
    expect(await readFile(join(directory, 'secretive'), 'utf8')).toContain('nightly c4n4ry')
    // The audit tells that it changed, and a deleted trigger leaves nothing.
    await must('PUT', address, { ...kept, Action: { ...kept.Action, Variables: '{"pin":"other"}' } })
    const { Items } = await must('GET', `/api/Spaces-1/events?regarding=${made.Id}`)
    expect(JSON.stringify(Items)).toContain('"path":"/Secrets/pin/Value"')
    await must('DELETE', address)
    expect(await query('select from secret where owner_id = $1', [made.Id])).toEqual([])
  })

  test('K4: answers that an earlier server has left in clear are sealed by the next start', async () => {
    const { projectId } = await createScriptProject(api, {
      name: 'Cleartext',
      script: 'true',
      environmentId: environments.Test,
    })
    const trigger = await addTrigger(projectId, cron('0 0 0 1 1 *'), promote({ Variables: '{"Pin":""}' }))
    await query(
      `update project_trigger set document = jsonb_set(document, '{Action,Variables}', to_jsonb($2::text)) where id = $1`,
      [trigger.Id, '{"Pin":"c4n4ry"}'],
    )
    await one.stop()
    one = await startNode('one')
    api = one.api
    const [row] = await query('select document::text as text from project_trigger where id = $1', [trigger.Id])
    expect(row.text).not.toContain('c4n4ry')
    const { Action } = await must('GET', `/api/Spaces-1/projecttriggers/${trigger.Id}`)
    expect(JSON.parse(Action.Variables)).toEqual({ Pin: { HasValue: true, Hint: null } })
  })

  test('Z6 S5: an owner who may no longer deploy is the reason', async () => {
    const { projectId } = await inTest('Owned')
    const user = await must('POST', '/api/users', { Username: 'scheduler', Password: 'a long enough password' })
    const { ApiKey } = await must('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })
    const team = await must('POST', '/api/teams', { Name: 'Schedulers', MemberUserIds: [user.Id] })
    const grant = async (role: string) =>
      must('POST', '/api/scopeduserroles', { UserRoleId: role, TeamId: team.Id, SpaceId: 'Spaces-1' })
    await grant('userroles-projectlead')
    const deployer = await grant('userroles-projectdeployer')
    const body = { Name: 'Mine', ProjectId: projectId, Filter: onceIn(5), Action: promote() }
    const saved = await one.as(ApiKey)('POST', '/api/Spaces-1/projecttriggers', body)
    expect(saved.status).toBe(201)
    await must('DELETE', `/api/scopeduserroles/${deployer.Id}`)
    const [decision] = await decided(saved.body)
    expect(decision).toMatchObject({
      State: 'NotDeployed',
      Message: expect.stringMatching(/scheduler.*DeploymentCreate/),
    })
  })
})

describe('what a time of a trigger that runs a runbook comes to', () => {
  const say = (file: string, text: string) => step([script('Say', `echo "${text}" >> '${join(directory, file)}'`)])
  const running = (runbook: { readonly Id: string }, more: object = {}) => ({
    ActionType: 'RunRunbook',
    RunbookId: runbook.Id,
    EnvironmentIds: [environments.Test, environments.Staging],
    ...more,
  })
  const runOf = async ({ RunbookRunId }: Decision) => {
    const run = await must('GET', `/api/Spaces-1/runbookRuns/${RunbookRunId}`)
    return { run, task: await taskEnded(api, run.TaskId) }
  }

  test('its published snapshot is run once in each environment, whatever is edited since', async () => {
    const { project, runbook } = await createRunbook(api, {
      Name: 'Tidy',
      steps: [say('tidy', 'first in #{Octopus.Environment.Name}')],
    })
    const snapshot = await publish(api, runbook)
    const path = `/api/Spaces-1/runbookProcesses/${runbook.RunbookProcessId}`
    await must('PUT', path, { ...(await must('GET', path)), Steps: [say('tidy', 'second')] })
    const trigger = await addTrigger(project.Id, onceIn(3), running(runbook))
    expect(trigger.Action).toEqual({ ...trigger.Action, TenantIds: [], TenantTags: [], FormValues: null })
    const decisions = await decided(trigger, 2)
    expect(decisions).toHaveLength(2)
    for (const decision of decisions) {
      expect(decision).toMatchObject({ State: 'RunbookStarted', Reason: 'run', DeploymentId: null })
      const { run, task } = await runOf(decision)
      expect(run).toMatchObject({ RunbookSnapshotId: snapshot.Id, EnvironmentId: decision.EnvironmentId })
      expect(task.State).toBe('Success')
    }
    expect((await readFile(join(directory, 'tidy'), 'utf8')).split('\n').sort()).toEqual([
      '',
      'first in Staging',
      'first in Test',
    ])
    const { Items } = await must('GET', `/api/Spaces-1/events?regarding=${trigger.Id}`)
    expect(Items.map(({ Category }: { Category: string }) => Category)).toContain('AutoDeployTriggerSucceeded')
    expect((await must('GET', `/api/Spaces-1/projecttriggers?runbooks=${runbook.Id}`)).Items).toHaveLength(1)
  })

  test('for each tenant with the tag; one that takes no part there is the reason', async () => {
    const tags = await must('POST', '/api/Spaces-1/tagsets', {
      Name: 'Ring of runbooks',
      Tags: [{ Name: 'Early', Color: '#333333' }],
    })
    const { project, runbook } = await createRunbook(api, {
      steps: [say('tenants', '#{Octopus.Deployment.Tenant.Name}')],
      MultiTenancyMode: 'Tenanted',
    })
    await must('PUT', `/api/Spaces-1/projects/${project.Id}`, { ...project, TenantedDeploymentMode: 'Tenanted' })
    await publish(api, runbook)
    const add = async (Name: string, environmentIds: string[], TenantTags: string[] = []) =>
      (
        await must('POST', '/api/Spaces-1/tenants', {
          Name,
          TenantTags,
          ProjectEnvironments: { [project.Id]: environmentIds },
        })
      ).Id as string
    await add('Early runner', [environments.Test], [tags.Tags[0].CanonicalTagName])
    const elsewhere = await add('Runs elsewhere', [environments.Staging])
    const where = { EnvironmentIds: [environments.Test], TenantTags: [tags.Tags[0].CanonicalTagName] }
    const trigger = await addTrigger(project.Id, onceIn(3), running(runbook, { ...where, TenantIds: [elsewhere] }))
    const decisions = await decided(trigger, 2)
    const [refused, started] = [
      decisions.find(({ TenantId }) => TenantId === elsewhere)!,
      decisions.find(({ TenantId }) => TenantId !== elsewhere)!,
    ]
    expect(refused).toMatchObject({ State: 'NotDeployed', Reason: 'refused', RunbookRunId: null })
    expect(started).toMatchObject({ State: 'RunbookStarted' })
    expect((await runOf(started)).task.State).toBe('Success')
    expect(await readFile(join(directory, 'tenants'), 'utf8')).toBe('Early runner\n')
  })

  test('what is not published, was deleted, or may not be run by the owner is not run, and says so', async () => {
    const { project, runbook: draft } = await createRunbook(api, { Name: 'Draft', steps: [say('never', 'x')] })
    const { runbook: gone } = await createRunbook(api, {
      projectId: project.Id,
      Name: 'Gone',
      steps: [say('never', 'x')],
    })
    const { runbook: foreign } = await createRunbook(api, {
      projectId: project.Id,
      Name: 'Foreign',
      steps: [say('never', 'x')],
    })
    await publish(api, foreign)
    const once = { EnvironmentIds: [environments.Test] }
    const triggers = [
      await addTrigger(project.Id, onceIn(4), running(draft, once), { Name: 'Draft' }),
      await addTrigger(project.Id, onceIn(4), running(gone, once), { Name: 'Gone' }),
      await addTrigger(project.Id, onceIn(4), running(foreign, once), { Name: 'Foreign' }),
    ]
    await must('DELETE', `/api/Spaces-1/runbooks/${gone.Id}`)
    await query(`update project_trigger set document = jsonb_set(document, '{OwnerId}', '"Users-999"') where id = $1`, [
      triggers[2].Id,
    ])
    const [notPublished, deleted, forbidden] = await Promise.all(triggers.map(async (each) => (await decided(each))[0]))
    expect(notPublished).toMatchObject({ State: 'NotDeployed', Reason: 'not-published' })
    expect(deleted).toMatchObject({ State: 'NotDeployed', Reason: 'no-runbook' })
    expect(forbidden).toMatchObject({ State: 'NotDeployed', Reason: 'refused' })
    expect(forbidden!.Message).toContain('RunbookRunCreate')
  })

  test('K4: its questions are answered by name, a secret one is sealed', async () => {
    const question = (control: string) => ({ DisplaySettings: { 'Octopus.ControlType': control } })
    const { project, runbook } = await createRunbook(api, {
      steps: [say('answers', '#{Mode} #{Pin}')],
      variables: [
        { Name: 'Mode', Value: 'first', Prompt: question('SingleLineText') },
        { Name: 'Pin', Value: '', Type: 'Sensitive', Prompt: question('Sensitive') },
      ],
    })
    await publish(api, runbook)
    const FormValues = { mode: 'nightly', pin: 'c4n4ry-of-a-runbook' }
    const where = { EnvironmentIds: [environments.Test] }
    const made = await addTrigger(project.Id, cron('0 0 0 1 1 *'), running(runbook, { ...where, FormValues }))
    const shown = { mode: 'nightly', pin: { HasValue: true, Hint: null } }
    expect(made.Action.FormValues).toEqual(shown)
    for (const table of ['project_trigger', 'event', 'secret'])
      expect(JSON.stringify(await query(`select t::text from ${table} t`))).not.toContain('c4n4ry-of')
    const kept = await must('PUT', `/api/Spaces-1/projecttriggers/${made.Id}`, { ...made, Filter: onceIn(3) })
    expect(kept.Action.FormValues).toEqual(shown)
    const [decision] = await decided(made)
    expect((await runOf(decision!)).task.State).toBe('Success')
    expect(await readFile(join(directory, 'answers'), 'utf8')).toBe('nightly c4n4ry-of-a-runbook\n')
  })
})

describe('what must not fire', () => {
  test('disabled, edited, deleted meanwhile; a disabled project says so', async () => {
    const { projectId } = await inTest('Meanwhile')
    const [disabled, edited, deleted] = await Promise.all(
      ['disabled', 'edited', 'deleted'].map((Name) => addTrigger(projectId, onceIn(8), promote(), { Name })),
    )
    const path = (trigger: { Id: string }) => `/api/Spaces-1/projecttriggers/${trigger.Id}`
    await must('PUT', path(disabled), { ...disabled, IsDisabled: true })
    await must('PUT', path(edited), { ...edited, Filter: cron('0 0 0 1 1 ? 2099') })
    await must('DELETE', path(deleted))
    const other = await inTest('Switched off')
    const last = await addTrigger(other.projectId, onceIn(9), promote())
    const project = await must('GET', `/api/Spaces-1/projects/${other.projectId}`)
    await must('PUT', `/api/Spaces-1/projects/${other.projectId}`, { ...project, IsDisabled: true })
    expect((await decided(last))[0]).toMatchObject({ State: 'NotDeployed', Reason: 'project-disabled' })
    expect(await decisionsOf(disabled)).toEqual([])
    expect(await decisionsOf(edited)).toEqual([])
    expect(await triggered(projectId)).toEqual([])
    // Another description does not put off what is due.
    await must('PUT', path(disabled), { ...disabled, Filter: onceIn(3), IsDisabled: false })
    await must('PUT', path(disabled), { ...(await must('GET', path(disabled))), Description: 'Better' })
    expect((await decided(disabled))[0]).toMatchObject({ State: 'Deployed' })
  })

  test('T6: times that were missed are not made up, and are told once', async () => {
    const { projectId } = await inTest('Missed')
    // Twelve hours away, so that nothing else comes.
    const trigger = await addTrigger(projectId, cron(`0 0 ${(new Date().getUTCHours() + 12) % 24} * * *`), promote())
    const armed = await armedAt(trigger)
    await query(`update trigger_schedule set next_at = next_at - interval '1 day' where trigger_id = $1`, [trigger.Id])
    await query(`select pg_notify('flotilla', 'trigger-schedules')`)
    const decisions = await decided(trigger)
    expect(decisions).toHaveLength(1)
    expect(decisions[0]).toMatchObject({ State: 'NotDeployed', Reason: 'missed' })
    const [next] = await query('select next_at from trigger_schedule where trigger_id = $1', [trigger.Id])
    expect(next).toEqual(armed)
  })
})

describe('T6 F7: several nodes', () => {
  /** Every decision is about another time, and has one deployment of its own. */
  const expectOnceEach = async (projectId: string, decisions: readonly Decision[]) => {
    expect(decisions.every(({ State }) => State === 'Deployed')).toBe(true)
    expect(new Set(decisions.map(({ ScheduledFor }) => ScheduledFor)).size).toBe(decisions.length)
    const made = (await triggered(projectId)).map(({ Id }) => Id).sort()
    expect(decisions.map(({ DeploymentId }) => DeploymentId).sort()).toEqual(made)
  }
  /** Stops a trigger, and answers all its decisions when nothing more comes. */
  const settled = async (trigger: { Id: string }) => {
    const path = `/api/Spaces-1/projecttriggers/${trigger.Id}`
    const gone = await must('PUT', path, { ...trigger, IsDisabled: true })
    return eventually('all to be decided', async () => {
      const decisions = await decisionsOf(gone)
      return decisions.every(({ State }) => State !== 'Waiting') && decisions
    })
  }

  test('two nodes fire each time once, and go on when one is killed', async () => {
    const { projectId } = await inTest('Twice')
    const other = await startNode('other')
    const trigger = await addTrigger(projectId, cron('* * * * * *'), promote())
    await decided(trigger, 3)
    await other.stop('SIGKILL')
    const before = (await decisionsOf(trigger)).length
    await decided(trigger, before + 3)
    await expectOnceEach(
      projectId,
      (await settled(trigger)).filter(({ Reason }) => Reason !== 'trigger-disabled'),
    )
  })

  test.each(['schedule.before', 'schedule.after', 'trigger.before', 'trigger.after'])(
    'F1: a kill at %s is made good by the node that is left, or that comes back',
    async (point) => {
      const { projectId } = await inTest(`Killed at ${point}`)
      // The node that dies is alone when the time comes.
      await one.stop()
      const dying = await startNode('dying', point)
      api = dying.api
      const trigger = await addTrigger(projectId, onceIn(3), promote())
      await dying.exited
      one = await startNode('one')
      api = one.api
      const decisions = await decided(trigger)
      await expectOnceEach(projectId, decisions)
      const [deployment] = await triggered(projectId)
      expect((await taskEnded(api, deployment!.TaskId)).State).toBe('Success')
    },
  )
})
