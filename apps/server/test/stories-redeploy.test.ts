import {
  ACME_CHILDREN,
  ACME_PARENT,
  ACME_TEST_VERSIONS,
  type AcmeChild,
  type AcmeSetup,
  type AcmeWorld,
  buildAcmeWorld,
  startTestServer,
  type TestServer,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// The acceptance stories of the domain reference, section 11.3: somebody redeploys what an environment runs.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.remove())

/** A world whose suite 2021.1.0 is in Staging, with questions about mode and machines. */
async function inStaging(space: string, setup: Partial<AcmeSetup> = {}) {
  const acme = await buildAcmeWorld(server, { space, promptedMode: 'Promote', ...setup })
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  const first = await acme.succeed(suite, 'Staging')
  return { acme, suite, first }
}
const names = ACME_CHILDREN.map(({ name }) => name)
const redeploy = (machines?: string) => ({
  prompts: { 'Suite.Mode': 'Redeploy', ...(machines === undefined ? {} : { 'Suite.Machines': machines }) },
})

/** What became of each child: the version and the machines it was limited to, or why it was not deployed. */
async function outcomes(acme: AcmeWorld, taskId: string): Promise<Record<string, string>> {
  const children = await acme.childrenOf(taskId)
  const steps = await acme.stepStatuses(taskId)
  return Object.fromEntries(
    names.map((name) => {
      const child = children.find(({ project }) => project === name)
      if (!child) return [name, steps[`Deploy ${name}`]!.lines.filter((line) => !line.includes('left out')).join(' ')]
      return [name, [child.version, ...child.limitedTo].join(' ')]
    }),
  )
}

test('11.3.1 leaving the questions alone promotes', async () => {
  const { acme, first } = await inStaging('Story 11.3.1')
  expect(await outcomes(acme, first.taskId)).toEqual(ACME_TEST_VERSIONS)
  const steps = await acme.stepStatuses(first.taskId)
  for (const name of names) expect(steps[`Get ${name} Release`]!.status).toBe('Success')
  expect(await acme.installed('s-web-ui-02', 'Web UI')).toEqual(['2021.1.0.15'])
})

test('11.3.2 redeploying without machines takes everything that runs there, whatever the pattern says', async () => {
  const { acme } = await inStaging('Story 11.3.2')
  // Test has moved on meanwhile, which is no matter of Staging.
  await acme.ship('Web UI', '9.9.9.1', ['Development', 'Test'])
  const other = await acme.releaseComponent(ACME_PARENT, '9.9.9')
  const { taskId } = await acme.succeed(other, 'Staging', redeploy())
  const children = await acme.childrenOf(taskId)
  expect(
    children.map(({ project, version, limitedTo, reached }) => ({ project, version, limitedTo, reached })),
  ).toEqual([
    { project: 'Database', version: '2021.1.0.1', limitedTo: [], reached: [] },
    { project: 'Web API', version: '2021.1.0.3', limitedTo: [], reached: ['s-web-api-01', 's-web-api-02'] },
    { project: 'Scheduling Service', version: '2021.1.0.2', limitedTo: [], reached: ['s-app-service-01'] },
    { project: 'Web UI', version: '2021.1.0.15', limitedTo: [], reached: ['s-web-ui-01', 's-web-ui-02'] },
  ])
  const steps = await acme.stepStatuses(taskId)
  for (const name of names) {
    expect(steps[`Get ${name} Release`]).toEqual({ status: 'Skipped', lines: ['Its run condition is false.'] })
  }
  expect(await acme.installed('worker in Staging', 'Database')).toEqual(['2021.1.0.1', '2021.1.0.1'])
  expect(await acme.installed('s-web-ui-01', 'Web UI')).toEqual(['2021.1.0.15', '2021.1.0.15'])
})

/** The table of 11.3.3: each child gets what is its own of the two machines, or nothing. */
async function expectTheTable(acme: AcmeWorld, taskId: string): Promise<void> {
  expect(await outcomes(acme, taskId)).toMatchObject({
    'Web API': '2021.1.0.3 s-web-api-01',
    'Scheduling Service': '2021.1.0.2 s-app-service-01',
  })
  const children = await acme.childrenOf(taskId)
  expect(children.map(({ project, reached }) => [project, reached])).toEqual([
    ['Web API', ['s-web-api-01']],
    ['Scheduling Service', ['s-app-service-01']],
  ])
  const steps = await acme.stepStatuses(taskId)
  expect(steps['Deploy Database']!.lines).toContain(
    'The project has no steps that run on machines, and the deployment is limited to machines.',
  )
  expect(steps['Deploy Web UI']!.lines).toContain(
    'The project has no step for any of the chosen machines (s-web-api-01, s-app-service-01).',
  )
}

test('11.3.3 two machines are named: each component is deployed to its own, the others are skipped', async () => {
  const { acme, suite } = await inStaging('Story 11.3.3')
  const { taskId } = await acme.succeed(suite, 'Staging', redeploy('s-web-api-01, s-app-service-01'))
  await expectTheTable(acme, taskId)
  expect(await acme.installed('s-web-api-01', 'Web API')).toEqual(['2021.1.0.3', '2021.1.0.3'])
  expect(await acme.installed('s-web-api-02', 'Web API')).toEqual(['2021.1.0.3'])
  expect(await acme.installed('s-app-service-01', 'Scheduling Service')).toEqual(['2021.1.0.2', '2021.1.0.2'])
  expect(await acme.installed('s-web-ui-01', 'Web UI')).toEqual(['2021.1.0.15'])
  expect(await acme.installed('worker in Staging', 'Database')).toEqual(['2021.1.0.1'])
})

describe('11.3.4 machines are named', () => {
  let staging: Awaited<ReturnType<typeof inStaging>>
  beforeAll(async () => {
    staging = await inStaging('Story 11.3.4')
  })

  test('11.3.4 by their ids', async () => {
    const { acme, suite } = staging
    const ids = ['s-web-api-01', 's-app-service-01'].map((name) => acme.machineIds.get(name))
    await expectTheTable(acme, (await acme.succeed(suite, 'Staging', redeploy(ids.join(',')))).taskId)
  })

  test('11.3.4 in odd case and with spaces', async () => {
    const { acme, suite } = staging
    const asked = redeploy('  S-Web-API-01 ,s-app-SERVICE-01 , s-web-api-01 ')
    await expectTheTable(acme, (await acme.succeed(suite, 'Staging', asked)).taskId)
  })

  test('11.3.4 wrongly: the step fails and says which', async () => {
    const { acme, suite } = staging
    const { taskId, task } = await acme.deployAndWait(suite, 'Staging', redeploy('s-web-api-01, s-web-api-77'))
    expect(task.State).toBe('Failed')
    expect(task.ErrorMessage).toContain('"s-web-api-77"')
    expect(task.ErrorMessage).not.toContain('"s-web-api-01"')
    expect(await acme.childrenOf(taskId)).toEqual([])
    expect((await acme.stepStatuses(taskId))['Deploy Database']!.status).toBe('Failed')
  })
})

test('11.3.5 promoting does not deploy again to a machine what its environment has', async () => {
  const { acme, suite } = await inStaging('Story 11.3.5')
  const { taskId } = await acme.succeed(suite, 'Staging', { prompts: { 'Suite.Machines': 's-web-api-01' } })
  expect(await acme.childrenOf(taskId)).toEqual([])
  expect((await acme.stepStatuses(taskId))['Deploy Web API']!.lines).toContain(
    'Release 2021.1.0.3 is already deployed to Staging.',
  )
  expect(await acme.installed('s-web-api-01', 'Web API')).toEqual(['2021.1.0.3'])
})

test('11.3.6 redeploying takes the last success, not the failure after it', async () => {
  const { acme, suite } = await inStaging('Story 11.3.6', { shipped: { 'Web API': '2021.1.0.15' } })
  const newer = await acme.ship('Web API', '2021.1.0.16', ['Development', 'Test'])
  await acme.breakScripts('Web API', 'Staging')
  expect((await acme.deployAndWait(newer, 'Staging')).task.State).toBe('Failed')
  await acme.repairScripts('Web API', 'Staging')
  const { taskId } = await acme.succeed(suite, 'Staging', redeploy())
  expect((await outcomes(acme, taskId))['Web API']).toBe('2021.1.0.15')
})

test('11.3.7 a re-deployment asks again, and may be answered otherwise', async () => {
  const { acme, suite, first } = await inStaging('Story 11.3.7')
  const form = await acme.formOf(suite, 'Staging')
  expect(form.Elements.map(({ Control }) => Control.Label).sort()).toEqual(['Machines', 'Mode'])
  expect(Object.values(form.Values).sort()).toEqual(['N/A', 'Promote'])
  expect((await acme.formOf(suite, 'Prod Approval')).Elements).toEqual([])

  const whole = await acme.succeed(suite, 'Staging', redeploy())
  expect(await outcomes(acme, whole.taskId)).toEqual(ACME_TEST_VERSIONS)
  const narrowed = await acme.succeed(suite, 'Staging', redeploy('s-web-api-01, s-app-service-01'))
  await expectTheTable(acme, narrowed.taskId)
  expect(new Set([first.id, whole.id, narrowed.id]).size).toBe(3)
})

test('11.3.8 redeploying changes neither what is current nor what may come next, and is in the audit', async () => {
  const { acme, suite } = await inStaging('Story 11.3.8')
  const standing = async (child: AcmeChild) => {
    const dashboard = (await server.api('GET', `${acme.base}/dashboard`)).body.Items as Record<string, unknown>[]
    const here = { ProjectId: acme.projects[child].Id, EnvironmentId: acme.environmentIds.Staging }
    const cell = dashboard.filter(
      (item) => item.ProjectId === here.ProjectId && item.EnvironmentId === here.EnvironmentId,
    )
    const progression = (await server.api('GET', `${acme.base}/releases/${acme.releaseIds[child]}/progression`)).body
    return {
      current: cell.filter(({ IsCurrent }) => IsCurrent).map(({ ReleaseVersion }) => ReleaseVersion),
      next: progression.NextDeployments,
      phases: progression.Phases.map(({ Name, Progress }: Record<string, string>) => [Name, Progress]),
    }
  }
  const all = async () => Promise.all(names.map(standing))
  const before = await all()
  expect(before.map(({ current }) => current)).toEqual(names.map((name) => [ACME_TEST_VERSIONS[name]]))
  const { taskId } = await acme.succeed(suite, 'Staging', redeploy())
  expect(await all()).toEqual(before)

  for (const child of await acme.childrenOf(taskId)) {
    const categories = (await acme.events(child.taskId)).map(({ Category }) => Category).reverse()
    expect(categories).toEqual(['DeploymentQueued', 'DeploymentStarted', 'DeploymentSucceeded'])
  }
})
