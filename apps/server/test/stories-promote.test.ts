import {
  ACME_CHILDREN,
  ACME_PARENT,
  ACME_TEST_VERSIONS,
  type AcmeSetup,
  buildAcmeWorld,
  type ChildReport,
  eventually,
  startTestServer,
  type TestServer,
} from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The acceptance stories of the domain reference, section 11.2: promotion, against a running server and real scripts.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.remove())

const world = (space: string, setup: Partial<AcmeSetup> = {}) => buildAcmeWorld(server, { space, ...setup })
const versions = (children: readonly ChildReport[]) =>
  Object.fromEntries(children.map(({ project, version }) => [project, version]))
const inOrder = ACME_CHILDREN.map(({ name }) => name)

test('11.2.1 each child is deployed with what Test holds, one after the other', async () => {
  const acme = await world('Story 11.2.1')
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  const { taskId } = await acme.succeed(suite, 'Staging')

  const children = await acme.childrenOf(taskId)
  expect(
    children.map(({ project, version, environment, state }) => ({ project, version, environment, state })),
  ).toEqual(
    inOrder.map((project) => ({
      project,
      version: ACME_TEST_VERSIONS[project],
      environment: 'Staging',
      state: 'Success',
    })),
  )
  const made = await server.api('GET', `${acme.base}/tasks?parentTask=${taskId}`)
  expect(made.body.Items.map(({ Id }: { Id: string }) => Id)).toEqual(
    children.map((child) => child.taskId).toReversed(),
  )
  expect(children.map(({ limitedTo }) => limitedTo)).toEqual([[], [], [], []])
  expect(children.map(({ reached }) => reached)).toEqual([
    [],
    ['s-web-api-01', 's-web-api-02'],
    ['s-app-service-01'],
    ['s-web-ui-01', 's-web-ui-02'],
  ])
  expect(await acme.installed('worker in Staging', 'Database')).toEqual(['2021.1.0.1'])
  expect(await acme.installed('s-web-api-02', 'Web API')).toEqual(['2021.1.0.3'])
  expect(await acme.installed('s-web-ui-01', 'Web UI')).toEqual(['2021.1.0.15'])
  expect(await acme.installed('s-web-ui-01', 'Web API')).toEqual([])

  // Each step waits for its child: no child begins before the one before it has ended.
  const times = await Promise.all(children.map(({ taskId: id }) => acme.taskOf(id)))
  for (const [index, next] of times.slice(1).entries()) {
    expect(Date.parse(next.QueueTime)).toBeGreaterThanOrEqual(Date.parse(times[index].CompletedTime))
  }
  const steps = await acme.stepStatuses(taskId)
  expect(Object.keys(steps)).toEqual([
    ...inOrder.map((name) => `Get ${name} Release`),
    ...inOrder.map((name) => `Deploy ${name}`),
  ])
  expect(new Set(Object.values(steps).map(({ status }) => status))).toEqual(new Set(['Success']))
})

test('11.2.2 what was deployed to Test last is promoted, not the newest', async () => {
  const acme = await world('Story 11.2.2', { shipped: { 'Web UI': '2021.1.0.14' } })
  await acme.ship('Web UI', '2021.1.0.15', ['Development', 'Test'])
  await acme.succeed(acme.releaseIds['Web UI'], 'Test')
  const { taskId } = await acme.succeed(await acme.releaseComponent(ACME_PARENT, '2021.1.0'), 'Staging')
  expect(versions(await acme.childrenOf(taskId))['Web UI']).toBe('2021.1.0.14')
  expect(await acme.installed('s-web-ui-02', 'Web UI')).toEqual(['2021.1.0.14'])
})

test('11.2.3 a release that failed on Test is not promoted', async () => {
  const acme = await world('Story 11.2.3')
  const broken = await acme.ship('Web UI', '2021.1.0.16', ['Development'])
  await acme.breakScripts('Web UI', 'Test')
  expect((await acme.deployAndWait(broken, 'Test')).task.State).toBe('Failed')
  const { taskId } = await acme.succeed(await acme.releaseComponent(ACME_PARENT, '2021.1.0'), 'Staging')
  expect(versions(await acme.childrenOf(taskId))).toEqual(ACME_TEST_VERSIONS)
})

test('11.2.4 components without a release of the pattern are skipped, and the deployment succeeds', async () => {
  const acme = await world('Story 11.2.4')
  await acme.succeed(await acme.releaseComponent(ACME_PARENT, '2021.1.0'), 'Staging')
  await acme.ship('Web API', '2021.1.1.1', ['Development', 'Test'])
  await acme.ship('Web UI', '2021.1.1.2', ['Development', 'Test'])
  const { taskId, task } = await acme.succeed(await acme.releaseComponent(ACME_PARENT, '2021.1.1'), 'Staging')

  expect(versions(await acme.childrenOf(taskId))).toEqual({ 'Web API': '2021.1.1.1', 'Web UI': '2021.1.1.2' })
  // A release that is not found is a real warning unless the step is set to skip quietly.
  expect(task.HasWarningsOrErrors).toBe(true)
  const steps = await acme.stepStatuses(taskId)
  for (const name of ['Database', 'Scheduling Service']) {
    expect(steps[`Deploy ${name}`]!.status).toBe('SuccessWithWarning')
    expect(steps[`Deploy ${name}`]!.lines.join('\n')).toContain('matching "2021.1.1.*"')
  }
  expect(await acme.installed('worker in Staging', 'Database')).toEqual(['2021.1.0.1'])
})

test('11.2.5 the same again skips every component as already deployed', async () => {
  const acme = await world('Story 11.2.5')
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  await acme.succeed(suite, 'Staging')
  const { taskId } = await acme.succeed(suite, 'Staging')
  expect(await acme.childrenOf(taskId)).toEqual([])
  const steps = await acme.stepStatuses(taskId)
  for (const name of inOrder) {
    expect(steps[`Deploy ${name}`]!.lines).toContain(
      `Release ${ACME_TEST_VERSIONS[name]} is already deployed to Staging.`,
    )
  }
  expect(await acme.installed('s-web-api-01', 'Web API')).toEqual(['2021.1.0.3'])
})

test('11.2.6 a component that fails stops the ones behind it', async () => {
  const acme = await world('Story 11.2.6')
  await acme.breakScripts('Web API', 'Staging')
  const { taskId, task } = await acme.deployAndWait(await acme.releaseComponent(ACME_PARENT, '2021.1.0'), 'Staging')
  expect(task.State).toBe('Failed')
  expect(task.ErrorMessage).toContain('Deploy Web API release 2021.1.0.3 to Staging ended as Failed')
  const children = await acme.childrenOf(taskId)
  expect(children.map(({ project, state }) => [project, state])).toEqual([
    ['Database', 'Success'],
    ['Web API', 'Failed'],
  ])
  const steps = await acme.stepStatuses(taskId)
  expect(steps['Deploy Web API']!.status).toBe('Failed')
  expect(steps['Deploy Scheduling Service']).toEqual({
    status: 'Skipped',
    lines: ['An earlier step failed, and this one runs only when all have succeeded.'],
  })
  expect(steps['Deploy Web UI']!.status).toBe('Skipped')
})

test('11.2.7 Prod Approval asks with what Production would get, and deploys nothing', async () => {
  const acme = await world('Story 11.2.7')
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  await acme.succeed(suite, 'Staging')
  // The Web API is in Production already: a look at any other environment would say something else.
  const webApi = await acme.deploy(acme.releaseIds['Web API'], 'Production')
  await acme.answer('QA', webApi.taskId)
  await acme.ended(webApi.taskId)

  const { taskId } = await acme.deploy(suite, 'Prod Approval')
  for (const team of ['QA', 'Business'] as const) {
    const { Title, Form } = await acme.answer(team, taskId)
    expect(Title).toBe(`${team} approval`)
    for (const name of inOrder) expect(Form.Values.Instructions).toContain(`${name}: ${ACME_TEST_VERSIONS[name]}`)
    expect(Form.Values.Instructions).toContain('Notes of Database 2021.1.0.1')
    expect(Form.Values.Instructions).toContain(
      'Web API: 2021.1.0.3\nRelease already deployed to destination environment.',
    )
  }
  expect((await acme.ended(taskId)).State).toBe('Success')
  expect(await acme.childrenOf(taskId)).toEqual([])
  const steps = await acme.stepStatuses(taskId)
  expect(Object.keys(steps)).toEqual([
    ...inOrder.map((name) => `Get ${name} Release`),
    'QA approval',
    'Business approval',
  ])
  expect(steps['Get Database Release']!.lines).toContain('Would deploy release 2021.1.0.1 to Production.')
})

test("11.2.8 approvals of Prod Approval answer the components' own questions, for members of the team that is asked", async () => {
  const acme = await world('Story 11.2.8', { asks: { 'Web UI': 'Operations' } })
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  await acme.succeed(suite, 'Staging')
  const approval = await acme.deploy(suite, 'Prod Approval')
  await acme.answer('QA', approval.taskId)
  await acme.answer('Business', approval.taskId)
  await acme.ended(approval.taskId)

  const { taskId } = await acme.deploy(suite, 'Production')
  const children = await eventually('the Web UI to wait for a person', async () => {
    const sofar = await acme.childrenOf(taskId)
    return sofar.length === 4 && (await acme.pendingInterruptions(sofar[3]!.taskId)).length > 0 && sofar
  })
  expect(versions(children)).toEqual(ACME_TEST_VERSIONS)
  const webApi = children.find(({ project }) => project === 'Web API')!
  const answered = (await server.api('GET', `${acme.base}/interruptions?regarding=${webApi.taskId}`)).body.Items
  expect(answered).toHaveLength(1)
  expect(answered[0]).toMatchObject({ IsPending: false, Form: { Values: { Result: 'Proceed' } } })
  expect(answered[0].Form.Values.Notes).toContain('Ann')
  expect(answered[0].Form.Values.Notes).toContain(`release 2021.1.0 of ${ACME_PARENT} in Prod Approval`)
  expect(answered[0].Form.Values.Notes).toContain(approval.taskId)
  const submitted = (await acme.events(webApi.taskId)).filter(({ Message }) =>
    Message.startsWith('Submitted interruption'),
  )
  expect(submitted.map(({ Username }) => Username)).toEqual([`Ann of ${acme.spaceId}`])

  // Nobody of Operations has approved the suite: the Web UI waits for Olga herself.
  const webUi = children[3]!
  expect((await acme.taskOf(webUi.taskId)).HasPendingInterruptions).toBe(true)
  expect((await acme.taskOf(taskId)).IsCompleted).toBe(false)
  await eventually('its step to say that it waits', async () => {
    const [root] = (await server.api('GET', `/api/tasks/${taskId}/details`)).body.ActivityLogs
    return root.Children.at(-1).Children[0].WaitingFor === 'a person to answer what its child deployment asks'
  })
  expect(await acme.installed('p-web-ui-01', 'Web UI')).toEqual([])
  await acme.answer('Operations', webUi.taskId)
  expect((await acme.ended(taskId)).State).toBe('Success')
  expect(await acme.installed('p-web-ui-01', 'Web UI')).toEqual(['2021.1.0.15'])
})

test('11.2.9 a deployment that is scheduled runs at its time, with the approvals of Prod Approval', async () => {
  const acme = await world('Story 11.2.9')
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  await acme.succeed(suite, 'Staging')
  const approval = await acme.deploy(suite, 'Prod Approval')
  await acme.answer('QA', approval.taskId)
  await acme.answer('Business', approval.taskId)
  await acme.ended(approval.taskId)
  const before = await acme.journal()

  const queueTime = new Date(Date.now() + 3_000)
  const { taskId } = await acme.deploy(suite, 'Production', { queueTime })
  expect(await acme.taskOf(taskId)).toMatchObject({ State: 'Queued', StartTime: null })
  const task = await acme.ended(taskId)
  expect(task.State).toBe('Success')
  const children = await acme.childrenOf(taskId)
  expect(versions(children)).toEqual(ACME_TEST_VERSIONS)
  for (const started of [task, ...(await Promise.all(children.map(({ taskId: id }) => acme.taskOf(id))))]) {
    expect(Date.parse(started.StartTime)).toBeGreaterThanOrEqual(queueTime.getTime())
  }
  expect((await acme.journal()).slice(before.length)[0]).toBe('begin Database 2021.1.0.1 on worker in Production')
  for (const child of children) {
    const [asked] = (await server.api('GET', `${acme.base}/interruptions?regarding=${child.taskId}`)).body.Items
    expect(asked.Form.Values.Notes).toContain(approval.taskId)
  }
})
