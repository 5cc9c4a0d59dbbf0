import {
  ACME_CHILDREN,
  ACME_PARENT,
  type AcmeSetup,
  type AcmeWorld,
  buildAcmeWorld,
  eventually,
  startTestServer,
  type TestServer,
  workerStep,
} from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The acceptance stories of the domain reference, section 11.4: machines appear, and nobody is watching.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.remove())

const BY_TRIGGER = '#{unless Octopus.Deployment.Trigger.Name}Promote#{else}Redeploy#{/unless}'

/** A world whose trigger watches machines; its suite 2021.1.0 is in Staging unless told otherwise. */
async function watching(space: string, setup: Partial<AcmeSetup> & { redeploys?: boolean; isDeployed?: boolean } = {}) {
  const { redeploys, isDeployed = true, ...rest } = setup
  const acme = await buildAcmeWorld(server, { space, promptedMode: BY_TRIGGER, hasOwnStep: true, ...rest })
  const suite = await acme.releaseComponent(ACME_PARENT, '2021.1.0')
  const first = isDeployed ? await acme.succeed(suite, 'Staging') : undefined
  return { acme, suite, first, trigger: await acme.addTrigger({ redeploys: redeploys === true }) }
}
const addWebApi = (acme: AcmeWorld, more: object = {}) =>
  acme.addMachine('s-web-api-03', 'Staging', ['App-WebApi'], more)

/** The deployments of the parent that a trigger made, oldest first. */
const triggered = async (acme: AcmeWorld) =>
  (await acme.deploymentsOf(ACME_PARENT)).filter(({ TriggerId }) => TriggerId !== null).reverse()

const childrenIn = async (acme: AcmeWorld, taskId: string) =>
  (await acme.childrenOf(taskId)).map(({ project, version, limitedTo, reached }) => ({
    project,
    version,
    limitedTo,
    reached,
  }))
const WEB_API_ONLY = [
  { project: 'Web API', version: '2021.1.0.3', limitedTo: ['s-web-api-03'], reached: ['s-web-api-03'] },
]

test.each([
  ['the steps that deploy children count as reaching the machine', false],
  ['a step of its own does no harm', true],
])('11.4.1 %s', async (_title, hasOwnStep) => {
  const { acme, trigger } = await watching(`Story 11.4.1 ${hasOwnStep}`, { hasOwnStep })
  await addWebApi(acme)
  const [decision] = await acme.decided(trigger, 1)
  expect(decision).toMatchObject({ MachineName: 's-web-api-03', Category: 'MachineHealthy', State: 'Deployed' })
  const [deployment] = await triggered(acme)
  expect((await acme.ended(deployment!.TaskId)).State).toBe('Success')
  expect(await childrenIn(acme, deployment!.TaskId)).toEqual(WEB_API_ONLY)
  expect(await acme.installed('s-web-api-03', ACME_PARENT)).toEqual(hasOwnStep ? ['2021.1.0'] : [])
})

test('11.4.1 a parent of nothing but worker scripts deploys nothing, and says why', async () => {
  const acme = await buildAcmeWorld(server, { space: 'Story 11.4.1 worker', shipped: null })
  await acme.setSteps(ACME_PARENT, [workerStep()])
  await acme.succeed(await acme.releaseComponent(ACME_PARENT, '2021.1.0'), 'Staging')
  const trigger = await acme.addTrigger()
  await addWebApi(acme)
  const [decision] = await acme.decided(trigger, 1)
  expect(decision).toMatchObject({ State: 'NotDeployed', Reason: 'no-step-reaches-machine', DeploymentId: null })
  expect(decision!.Message).toBe('No step of the project runs on the machine.')
  expect(await triggered(acme)).toEqual([])
})

test('11.4.1 a machine that the trigger does not watch is left alone, and the trigger says why', async () => {
  const acme = await buildAcmeWorld(server, { space: 'Story 11.4.1 aside', shipped: null })
  const trigger = await acme.addTrigger({ environments: ['Production'] })
  await addWebApi(acme)
  const decisions = async (query: string) =>
    (await server.api('GET', `${acme.base}/projecttriggers/${trigger}/decisions${query}`)).body
  await eventually('both events to be judged', async () => (await decisions('')).TotalResults === 2)
  // Newest first: it was added, which nobody watches, and then found healthy.
  const { Items } = await decisions('?take=1')
  expect(Items).toMatchObject([
    {
      MachineName: 's-web-api-03',
      Category: 'MachineHealthy',
      State: 'NotDeployed',
      Reason: 'environment-not-watched',
      Message: 'The trigger watches no machine of Staging.',
      EnvironmentId: null,
      DeploymentId: null,
    },
  ])
})

test('11.4.2 a new machine gets what its environment runs, by itself', async () => {
  const { acme, suite, trigger } = await watching('Story 11.4.2')
  const begun = Date.now()
  await addWebApi(acme)
  const deployment = await eventually('the trigger to deploy', async () => (await triggered(acme))[0])
  expect(Date.now() - begun).toBeLessThan(30_000)
  expect(deployment).toMatchObject({ ReleaseId: suite, EnvironmentId: acme.environmentIds.Staging, TriggerId: trigger })
  expect(deployment.SpecificMachineIds.map(acme.nameOfMachine)).toEqual(['s-web-api-03'])
  expect((await acme.ended(deployment.TaskId)).State).toBe('Success')
  expect(await childrenIn(acme, deployment.TaskId)).toEqual(WEB_API_ONLY)

  const steps = await acme.stepStatuses(deployment.TaskId)
  // The mode came to Redeploy: nothing is looked for by way of promotion.
  expect(steps['Get Web API Release']!.status).toBe('Skipped')
  expect(steps['Deploy Web API']!.lines).toContain('The release is looked for in Staging itself.')
  expect(steps['Deploy Database']!.lines.join()).toContain('no steps that run on machines')
  for (const name of ['Scheduling Service', 'Web UI']) {
    expect(steps[`Deploy ${name}`]!.lines).toContain(
      'The project has no step for any of the chosen machines (s-web-api-03).',
    )
  }
  expect(await acme.installed('s-web-api-03', 'Web API')).toEqual(['2021.1.0.3'])
  expect(await acme.installed('s-web-api-01', 'Web API')).toEqual(['2021.1.0.3'])
  const audit = (await acme.events(trigger)).map(({ Category }) => Category)
  expect(audit).toContain('AutoDeployTriggerSucceeded')
})

test('11.4.2 in Production the approvals of Prod Approval count again, so nobody has to be there', async () => {
  const { acme, suite } = await watching('Story 11.4.2 prod')
  const approval = await acme.deploy(suite, 'Prod Approval')
  await acme.answer('QA', approval.taskId)
  await acme.answer('Business', approval.taskId)
  await acme.ended(approval.taskId)
  await acme.succeed(suite, 'Production')
  await acme.addMachine('p-web-api-02', 'Production', ['App-WebApi'])
  const deployment = await eventually('the trigger to deploy', async () => (await triggered(acme))[0])
  expect((await acme.ended(deployment.TaskId)).State).toBe('Success')
  const [child, ...others] = await acme.childrenOf(deployment.TaskId)
  expect(others).toEqual([])
  expect(child).toMatchObject({ project: 'Web API', environment: 'Production', reached: ['p-web-api-02'] })
  const [asked] = (await server.api('GET', `${acme.base}/interruptions?regarding=${child!.taskId}`)).body.Items
  expect(asked.Form.Values).toMatchObject({ Result: 'Proceed', Notes: expect.stringContaining('Approved by Ann') })
})

test('11.4.3 a person who starts the same deployment promotes', async () => {
  const { acme, suite } = await watching('Story 11.4.3')
  const { Elements, Values } = await acme.formOf(suite, 'Staging')
  const prompts = Object.fromEntries(Elements.map(({ Name, Control }) => [Control.Name, Values[Name]!]))
  // The form's own values, as a browser sends them that nobody has touched.
  const { taskId } = await acme.succeed(suite, 'Staging', { prompts })
  const steps = await acme.stepStatuses(taskId)
  for (const { name } of ACME_CHILDREN) {
    expect(steps[`Get ${name} Release`]!.status).toBe('Success')
    expect(steps[`Deploy ${name}`]!.lines.join()).toContain('is already deployed to Staging.')
  }
})

test('11.4.4 machines that become healthy together share one deployment, each with its own component', async () => {
  const { acme } = await watching('Story 11.4.4')
  await addWebApi(acme, { SkipInitialHealthCheck: true })
  await acme.addMachine('s-app-service-02', 'Staging', ['App-Service'], { SkipInitialHealthCheck: true })
  await acme.checkHealth(['s-web-api-03', 's-app-service-02'])
  const deployment = await eventually('the trigger to deploy', async () => (await triggered(acme))[0])
  await acme.ended(deployment.TaskId)
  expect(deployment.SpecificMachineIds.map(acme.nameOfMachine).sort()).toEqual(['s-app-service-02', 's-web-api-03'])
  expect(await childrenIn(acme, deployment.TaskId)).toEqual([
    ...WEB_API_ONLY,
    {
      project: 'Scheduling Service',
      version: '2021.1.0.2',
      limitedTo: ['s-app-service-02'],
      reached: ['s-app-service-02'],
    },
  ])
  expect(await triggered(acme)).toHaveLength(1)
})

test('11.4.5 machines that come one after the other get two deployments, one after the other', async () => {
  const { acme, trigger } = await watching('Story 11.4.5')
  await acme.hold('Web API', 'Staging')
  await addWebApi(acme)
  const first = await eventually('the first deployment', async () => (await triggered(acme))[0])
  await acme.addMachine('s-app-service-02', 'Staging', ['App-Service'])
  await eventually('the second machine to be looked at', async () =>
    (await acme.decisionsOf(trigger)).some(({ State, Message }) => State === 'Waiting' && Message.includes(first.Id)),
  )
  expect(await triggered(acme)).toHaveLength(1)
  await acme.release('Web API', 'Staging')
  await acme.decided(trigger, 2)
  const [, second] = await triggered(acme)
  const tasks = [await acme.ended(first.TaskId), await acme.ended(second!.TaskId)]
  expect(tasks.map(({ State }) => State)).toEqual(['Success', 'Success'])
  expect(Date.parse(tasks[1].StartTime)).toBeGreaterThanOrEqual(Date.parse(tasks[0].CompletedTime))
  expect((await childrenIn(acme, second!.TaskId)).map(({ project, reached }) => [project, reached])).toEqual([
    ['Scheduling Service', ['s-app-service-02']],
  ])
})

test('11.4.6 a parent deployment that failed does not count', async () => {
  const { acme, suite } = await watching('Story 11.4.6')
  await acme.ship('Web API', '2021.1.1.1', ['Development', 'Test'])
  await acme.breakScripts('Web API', 'Staging')
  const failed = await acme.deployAndWait(await acme.releaseComponent(ACME_PARENT, '2021.1.1'), 'Staging')
  expect(failed.task.State).toBe('Failed')
  await acme.repairScripts('Web API', 'Staging')
  await addWebApi(acme)
  const deployment = await eventually('the trigger to deploy', async () => (await triggered(acme))[0])
  expect(deployment.ReleaseId).toBe(suite)
  await acme.ended(deployment.TaskId)
  expect(await childrenIn(acme, deployment.TaskId)).toEqual(WEB_API_ONLY)
})

test('11.4.7 nothing happens where the parent was never deployed', async () => {
  const { acme, trigger } = await watching('Story 11.4.7', { isDeployed: false })
  await addWebApi(acme)
  const [decision] = await acme.decided(trigger, 1)
  expect(decision).toMatchObject({
    State: 'NotDeployed',
    Reason: 'never-deployed',
    Message: 'The project has never been deployed successfully to Staging.',
  })
  expect(await acme.deploymentsOf(ACME_PARENT)).toEqual([])
})

test('11.4.8 a machine that comes back with the release on it is left alone', async () => {
  const { acme, trigger } = await watching('Story 11.4.8', { hasOwnStep: false })
  await acme.setDisabled('s-web-api-01', true)
  await acme.setDisabled('s-web-api-01', false)
  // It is enabled, and then found healthy.
  const decisions = await acme.decided(trigger, 2)
  expect(decisions.map(({ Category, State, Reason }) => ({ Category, State, Reason }))).toEqual([
    { Category: 'MachineEnabled', State: 'NotDeployed', Reason: 'already-installed' },
    { Category: 'MachineHealthy', State: 'NotDeployed', Reason: 'already-installed' },
  ])
  expect(await triggered(acme)).toEqual([])
})

test('11.4.8 unless the trigger is to redeploy', async () => {
  const { acme, trigger } = await watching('Story 11.4.8 again', { redeploys: true })
  await acme.setDisabled('s-web-api-01', true)
  await acme.setDisabled('s-web-api-01', false)
  await acme.decided(trigger, 2)
  const deployments = await triggered(acme)
  // Enabled and found healthy in one pass: one deployment.
  expect(deployments).toHaveLength(1)
  await acme.ended(deployments[0]!.TaskId)
  expect(await acme.installed('s-web-api-01', 'Web API')).toEqual(['2021.1.0.3', '2021.1.0.3'])
})

test('11.4.9 while the parent is being deployed there, the trigger waits for its end', async () => {
  const { acme, suite, trigger } = await watching('Story 11.4.9')
  await acme.ship('Web API', '2021.1.0.4', ['Development', 'Test'])
  await acme.hold('Web API', 'Staging')
  const running = await acme.deploy(suite, 'Staging')
  await eventually('the Web API to be deployed', async () =>
    (await acme.journal()).some((line) => line.startsWith('begin Web API 2021.1.0.4 on s-')),
  )
  await acme.addMachine('s-app-service-02', 'Staging', ['App-Service'])
  await eventually('the trigger to wait', async () => {
    const [decision] = await acme.decisionsOf(trigger)
    return decision?.State === 'Waiting' && decision.Message === `Waits until ${running.id} has ended.`
  })
  expect(await triggered(acme)).toEqual([])
  await acme.release('Web API', 'Staging')
  const ended = await acme.ended(running.taskId)
  const deployment = await eventually('the trigger to deploy', async () => (await triggered(acme))[0])
  const task = await acme.ended(deployment.TaskId)
  expect(Date.parse(task.StartTime)).toBeGreaterThanOrEqual(Date.parse(ended.CompletedTime))
  expect((await childrenIn(acme, deployment.TaskId)).map(({ project }) => project)).toEqual(['Scheduling Service'])
})

test('11.4.10 machines named by parameter win over those of the trigger', async () => {
  const { acme } = await watching('Story 11.4.10', { machinesWhenTriggered: 's-web-ui-02' })
  await addWebApi(acme)
  const deployment = await eventually('the trigger to deploy', async () => (await triggered(acme))[0])
  await acme.ended(deployment.TaskId)
  expect(deployment.SpecificMachineIds.map(acme.nameOfMachine)).toEqual(['s-web-api-03'])
  expect(await childrenIn(acme, deployment.TaskId)).toEqual([
    { project: 'Web UI', version: '2021.1.0.15', limitedTo: ['s-web-ui-02'], reached: ['s-web-ui-02'] },
  ])
})
