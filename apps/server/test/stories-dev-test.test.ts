import {
  ACME_CHILDREN,
  ACME_PARENT,
  ACME_TEST_VERSIONS,
  type AcmeEnvironment,
  type AcmeSetup,
  type AcmeWorld,
  buildAcmeWorld,
  startTestServer,
  type TestServer,
} from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The acceptance stories of the domain reference, section 11.5: a build server owns Development and Test, and the parent
// only redeploys there.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.remove())

const names = ACME_CHILDREN.map(({ name }) => name)

/** A world with a channel for Development and Test, and a release `0.0.1-redeploy` in it. */
async function withChannel(space: string, setup: Partial<AcmeSetup> = {}) {
  const acme = await buildAcmeWorld(server, { space, promptedMode: 'Promote', devAndTest: 'channel', ...setup })
  const ChannelId = acme.devAndTestChannelId
  return { acme, again: await acme.releaseComponent(ACME_PARENT, '0.0.1-redeploy', { ChannelId }) }
}
/** The parent goes to Development before it goes to Test, as its lifecycle has it. */
async function toTest(acme: AcmeWorld, releaseId: string, options: Parameters<AcmeWorld['succeed']>[2] = {}) {
  await acme.succeed(releaseId, 'Development')
  return acme.succeed(releaseId, 'Test', options)
}
const children = async (acme: AcmeWorld, taskId: string) =>
  (await acme.childrenOf(taskId)).map(({ project, version, environment, limitedTo, reached }) => ({
    project,
    version,
    environment,
    limitedTo,
    reached,
  }))

test('11.5.1 the parent redeploys to Test what each component had there last, to all its machines', async () => {
  const { acme, again } = await withChannel('Story 11.5.1')
  const { taskId } = await toTest(acme, again)
  const Test = { environment: 'Test', limitedTo: [] }
  expect(await children(acme, taskId)).toEqual([
    { project: 'Database', version: '2021.1.0.1', ...Test, reached: [] },
    { project: 'Web API', version: '2021.1.0.3', ...Test, reached: ['t-web-api-01'] },
    { project: 'Scheduling Service', version: '2021.1.0.2', ...Test, reached: ['t-app-service-01'] },
    { project: 'Web UI', version: '2021.1.0.15', ...Test, reached: ['t-web-ui-01'] },
  ])
  const steps = await acme.stepStatuses(taskId)
  for (const name of names) {
    expect(steps[`Get ${name} Release`]!.status).toBe('Skipped')
    // The number of the parent's release says nothing about those of its components.
    expect(steps[`Deploy ${name}`]!.lines.join('\n')).toContain('The release filter "0.0.1-redeploy.*" is not used')
  }
  expect(await acme.installed('t-web-ui-01', 'Web UI')).toEqual(['2021.1.0.15', '2021.1.0.15'])
})

test('11.5.2 one machine is named: only components with that machine run', async () => {
  const { acme, again } = await withChannel('Story 11.5.2')
  const { taskId } = await toTest(acme, again, { prompts: { 'Suite.Machines': 't-web-api-01' } })
  expect(await children(acme, taskId)).toEqual([
    {
      project: 'Web API',
      version: '2021.1.0.3',
      environment: 'Test',
      limitedTo: ['t-web-api-01'],
      reached: ['t-web-api-01'],
    },
  ])
  const steps = await acme.stepStatuses(taskId)
  expect(steps['Deploy Database']!.lines.join()).toContain('no steps that run on machines')
  for (const name of ['Scheduling Service', 'Web UI']) {
    expect(steps[`Deploy ${name}`]!.lines).toContain(
      'The project has no step for any of the chosen machines (t-web-api-01).',
    )
  }
})

test('11.5.3 neither channel can go where the other goes', async () => {
  const { acme, again } = await withChannel('Story 11.5.3', { shipped: null })
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  const refused = async (releaseId: string, environment: AcmeEnvironment) => {
    const { status, body } = await acme.tryDeploy(releaseId, environment)
    expect(status).toBe(400)
    return body.Errors.join(' ') as string
  }
  expect(await refused(again, 'Staging')).toContain(
    '0.0.1-redeploy of Release Orchestration cannot be deployed to Staging',
  )
  expect(await refused(suite, 'Test')).toContain('2021.1.0 of Release Orchestration cannot be deployed to Test')
  expect(await acme.deploymentsOf(ACME_PARENT)).toEqual([])
})

test('11.5.4 the dashboard shows what is current in both channels', async () => {
  const { acme, again } = await withChannel('Story 11.5.4')
  await toTest(acme, again)
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  await acme.succeed(suite, 'Staging')
  const parent = acme.projects[ACME_PARENT].Id
  type Cell = Record<'EnvironmentId' | 'ReleaseVersion', string> & Record<'IsCurrent' | 'IsPrevious', boolean>
  const current = async (path: string, cells: (body: Record<string, Cell[]>) => readonly Cell[]) =>
    cells((await server.api('GET', `${acme.base}${path}`)).body)
      .filter(({ IsCurrent }) => IsCurrent)
      .map(({ EnvironmentId, ReleaseVersion }) => `${ReleaseVersion} in ${nameOf(EnvironmentId)}`)
      .sort()
  const nameOf = (id: string) => Object.entries(acme.environmentIds).find((each) => each[1] === id)![0]
  const apart = ['0.0.1-redeploy in Development', '0.0.1-redeploy in Test', '2021.1.0 in Staging']
  expect(await current(`/dashboard?projectId=${parent}`, ({ Items }) => Items!)).toEqual(apart)

  // Both channels in one environment: each keeps a cell of its own, whichever was deployed last.
  const { body: channel } = await server.api('GET', `${acme.base}/channels/${acme.devAndTestChannelId}`)
  await server.api('PUT', `${acme.base}/channels/${channel.Id}`, { ...channel, LifecycleId: null })
  await acme.succeed(again, 'Staging')
  const together = [...apart, '0.0.1-redeploy in Staging'].sort()
  const everywhere: readonly [string, (body: Record<string, Cell[]>) => readonly Cell[]][] = [
    [`/dashboard?projectId=${parent}`, ({ Items }) => Items!],
    [`/dashboard/dynamic?projects=${parent}`, ({ Items }) => Items!],
    [
      `/progression/${parent}`,
      ({ Releases }) =>
        (Releases as unknown as { Deployments: Record<string, Cell[]> }[]).flatMap(({ Deployments }) =>
          Object.values(Deployments).flat(),
        ),
    ],
  ]
  for (const [path, cells] of everywhere) expect(await current(path, cells), path).toEqual(together)

  // Without the setting the channels share the environment, and the last one has it.
  const { body: project } = await server.api('GET', `${acme.base}/projects/${parent}`)
  await server.api('PUT', `${acme.base}/projects/${parent}`, { ...project, DiscreteChannelRelease: false })
  const shared = together.filter((cell) => cell !== '2021.1.0 in Staging')
  for (const [path, cells] of everywhere) expect(await current(path, cells), path).toEqual(shared)
}, 180_000)

test('11.5.5 a new machine in Test gets what Test runs, by itself', async () => {
  const { acme, again } = await withChannel('Story 11.5.5')
  await toTest(acme, again)
  const trigger = await acme.addTrigger()
  await acme.addMachine('t-web-api-02', 'Test', ['App-WebApi'])
  const [decision] = await acme.decided(trigger, 1)
  expect(decision).toMatchObject({ MachineName: 't-web-api-02', State: 'Deployed' })
  const deployment = (await acme.deploymentsOf(ACME_PARENT, 'Test'))[0]!
  expect(deployment).toMatchObject({ Id: decision!.DeploymentId, ReleaseId: again, TriggerId: trigger })
  expect((await acme.ended(deployment.TaskId)).State).toBe('Success')
  expect(await children(acme, deployment.TaskId)).toEqual([
    {
      project: 'Web API',
      version: '2021.1.0.3',
      environment: 'Test',
      limitedTo: ['t-web-api-02'],
      reached: ['t-web-api-02'],
    },
  ])
  expect(await acme.installed('t-web-api-02', 'Web API')).toEqual(['2021.1.0.3'])
})

test('11.5.6 a component that nobody has worked on is redeployed like the others', async () => {
  const { acme, again } = await withChannel('Story 11.5.6', { shipped: { Database: '2019.3.0.7' } })
  // Its only newer release never came to Test, while the others went on.
  await acme.ship('Database', '2021.1.0.9', ['Development'])
  for (const build of [16, 17]) await acme.ship('Web UI', `2021.1.0.${build}`, ['Development', 'Test'])
  const { taskId } = await toTest(acme, again)
  expect(Object.fromEntries((await children(acme, taskId)).map(({ project, version }) => [project, version]))).toEqual({
    ...ACME_TEST_VERSIONS,
    Database: '2019.3.0.7',
    'Web UI': '2021.1.0.17',
  })
})

test('11.5 alternative: Development and Test are optional phases of the one lifecycle', async () => {
  const acme = await buildAcmeWorld(server, {
    space: 'Story 11.5 optional',
    promptedMode: 'Promote',
    devAndTest: 'optional-phases',
  })
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  // Test right away, without Development; then Staging, as ever.
  const test = await acme.succeed(suite, 'Test')
  expect((await children(acme, test.taskId)).map(({ project, environment }) => [project, environment])).toEqual(
    names.map((name) => [name, 'Test']),
  )
  const staging = await acme.succeed(suite, 'Staging')
  expect((await acme.stepStatuses(staging.taskId))['Get Web UI Release']!.status).toBe('Success')
  const versions = (await children(acme, staging.taskId)).map(({ project, version }) => [project, version])
  expect(Object.fromEntries(versions)).toEqual(ACME_TEST_VERSIONS)
})
