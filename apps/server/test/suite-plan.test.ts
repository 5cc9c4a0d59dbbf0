import type { ChildRequest } from '@flotilla/domain/suites'
import { type KyselyPlugin, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCandidates } from '../src/features/suites/load-candidates.ts'
import type { ChildAsk } from '../src/features/suites/load-child-worlds.ts'
import { planChildren } from '../src/features/suites/plan-children.ts'
import { startApp, type TestApp } from './start-app.ts'

/** Reading for plans, against a real PostgreSQL. What plans decide is proven in the domain. */
let app: TestApp
let staging: string
let production: string
const projects: { id: string; channelId: string; releaseIds: string[] }[] = []

const create = async (path: string, body: unknown) => {
  const answer = await app.api('POST', `/api/Spaces-1/${path}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

async function createProject(name: string): Promise<void> {
  const project = await create('projects', {
    Name: name,
    LifecycleId: 'Lifecycles-1',
    ProjectGroupId: 'ProjectGroups-1',
  })
  const address = `/api/Spaces-1/deploymentprocesses/${project.DeploymentProcessId}`
  const process = (await app.api('GET', address)).body
  const step = {
    Name: 'Install',
    Properties: { 'Octopus.Action.TargetRoles': name },
    Actions: [
      {
        Name: 'Install',
        ActionType: 'Octopus.Script',
        Properties: { 'Octopus.Action.RunOnServer': 'false', 'Octopus.Action.Script.ScriptBody': 'true' },
      },
    ],
  }
  expect((await app.api('PUT', address, { ...process, Steps: [step] })).status).toBe(200)
  const releases = []
  for (const Version of ['1.0.0', '2.0.0']) releases.push(await create('releases', { ProjectId: project.Id, Version }))
  const channelId = releases[0].ChannelId
  projects.push({ id: project.Id, channelId, releaseIds: releases.map(({ Id }) => Id) })
}

const succeed = (project: number, release: number, environmentId: string, tenantId = '') =>
  sql`insert into release_success (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id, task_id, started_at, completed_at)
    values (${projects[project]!.id}, ${environmentId}, ${tenantId}, ${projects[project]!.channelId}, ${projects[project]!.releaseIds[release]!}, 'Deployments-1',
      'ServerTasks-1', clock_timestamp(), clock_timestamp())`.execute(app.database)

beforeAll(async () => {
  app = await startApp()
  staging = (await create('environments', { Name: 'Staging' })).Id
  production = (await create('environments', { Name: 'Production' })).Id
  for (const name of ['api', 'web', 'database']) {
    await createProject(name)
    await create('machines', {
      Name: `${name}-1`,
      EnvironmentIds: [production],
      Roles: [name],
      Endpoint: { CommunicationStyle: 'None' },
    })
  }
  // api may be promoted, web is in Production already, database is nowhere yet.
  await succeed(0, 0, staging)
  await succeed(1, 1, staging)
  await succeed(1, 1, production)
}, 120_000)
afterAll(() => app?.stop())

const request = (projectName: string, more: Partial<ChildRequest> = {}): ChildRequest => ({
  server: null,
  spaceName: 'Default',
  projectName,
  mode: 'Promote',
  releaseFilter: null,
  notFound: 'Warning',
  destinationName: 'Production',
  sourceName: 'Staging',
  channelName: null,
  tenantName: null,
  promptedValues: [],
  machineNames: null,
  ignoresMismatch: false,
  refreshesVariables: false,
  savesNotes: false,
  isWhatIf: false,
  waitsForFinish: true,
  copiesLog: false,
  longestWaitSeconds: 60,
  futureTime: null,
  usesParentApprovals: false,
  approvalEnvironmentName: null,
  approvalTenantName: null,
  ...more,
})
const parent = {
  specificMachineIds: [],
  excludedMachineIds: [],
  missing: null,
  now: Date.UTC(2030, 0, 1),
  timeZone: 'UTC',
}

/** Children of one parent that is not limited to machines. */
const asked = (requests: readonly ChildRequest[]): readonly ChildAsk[] =>
  requests.map((each) => ({ request: each, parent }))

test('children planned together get the plans that each gets alone', async () => {
  const requests = [
    request('api'),
    request('WEB '),
    request('database'),
    request('database', { mode: 'AlwaysLatest', channelName: 'default', destinationName: 'Staging', sourceName: null }),
    request('api', { releaseFilter: '1.*', machineNames: ['API-1', 'machines-1'] }),
    request('api', { machineNames: ['nowhere'] }),
    request('web', { mode: 'Redeploy', destinationName: 'production' }),
    request('nothing'),
    request('api', { spaceName: 'Elsewhere' }),
    request('api', { tenantName: 'Nobody' }),
  ]
  const asks = [
    ...asked(requests),
    { request: request('api'), parent: { ...parent, specificMachineIds: ['Machines-2'] } },
    { request: request('api'), parent: { ...parent, excludedMachineIds: ['Machines-2'] } },
  ]
  const together = await planChildren(app.database, asks)
  const alone = []
  for (const each of asks) alone.push((await planChildren(app.database, [each]))[0])
  expect(together).toEqual(alone)
  expect(together.map(({ kind, release }) => [kind, release?.version ?? null])).toEqual([
    ['deploy', '1.0.0'],
    ['skip', '2.0.0'],
    ['warn', null],
    ['deploy', '2.0.0'],
    ['deploy', '1.0.0'],
    ['fail', null],
    ['deploy', '2.0.0'],
    ['fail', null],
    ['fail', null],
    ['fail', null],
    ['skip', '1.0.0'],
    ['deploy', '1.0.0'],
  ])
})

test('planning many children takes no more statements than planning one', async () => {
  let statements = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const database = app.database.withPlugin(counting)
  const countFor = async (requests: readonly ChildRequest[]) => {
    statements = 0
    await planChildren(database, asked(requests))
    return statements
  }
  const one = await countFor([request('api')])
  const many = await countFor(['api', 'web', 'api', 'web', 'api'].map((name) => request(name)))
  expect(one).toBeGreaterThan(5)
  expect(many).toBeLessThanOrEqual(one)
})

test('a release that many tenants have does not hide the ones before it', async () => {
  const { id: projectId, channelId, releaseIds } = projects[2]!
  await succeed(2, 0, staging)
  for (let tenant = 1; tenant <= 100; tenant += 1) await succeed(2, 1, staging, `Tenants-${tenant}`)
  const query = {
    from: 'deployments',
    projectId,
    channelId,
    environmentIds: [staging],
    tenancy: { kind: 'anyone' },
    filter: null,
  } as never
  const read = async (have: number) => {
    const need = { kind: 'need', what: 'candidates', query, have } as const
    const list = (await loadCandidates(app.database, [need])).get(need)!
    return { ids: list.items.map(({ releaseId }) => releaseId), isComplete: list.isComplete }
  }
  expect(await read(0)).toEqual({ ids: [releaseIds[1]], isComplete: false })
  expect(await read(1)).toEqual({ ids: [releaseIds[1], releaseIds[0]], isComplete: true })
})
