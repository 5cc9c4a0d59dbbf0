import {
  ACME_CHILDREN,
  ACME_PARENT,
  type AcmeEnvironment,
  type AcmeProject,
  type AcmeSetup,
  type AcmeTenant,
  type AcmeWorld,
  buildAcmeWorld,
  startTestServer,
  type TestServer,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// The acceptance stories of the domain reference, section 11.6: one suite, many tenants.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.remove())

const children = ACME_CHILDREN.map(({ name }) => name)

/** A tenant who has these projects in the environments that each is in. */
function tenant(
  name: string,
  environments: readonly AcmeEnvironment[],
  projects: readonly AcmeProject[] = [...children, ACME_PARENT],
): AcmeTenant {
  // The suite starts in Staging, and the components know no Prod Approval.
  const places = (project: AcmeProject) =>
    environments.filter((each) =>
      project === ACME_PARENT ? !['Development', 'Test'].includes(each) : each !== 'Prod Approval',
    )
  return { name, connected: Object.fromEntries(projects.map((project) => [project, places(project)])) }
}

const LATE = ['Staging', 'Production'] as const
const EVERYWHERE = ['Development', 'Test', 'Staging', 'Prod Approval', 'Production'] as const

const worldOf = (space: string, tenants: readonly AcmeTenant[], setup: Partial<AcmeSetup> = {}) =>
  buildAcmeWorld(server, { space, shipped: null, tenants, ...setup })

/** Brings a version of a project to Development and Test, there for another tenant if told so. */
async function shipFor(acme: AcmeWorld, project: AcmeProject, version: string, name?: string, inTest = name) {
  const release = await acme.releaseComponent(project, version)
  const of = (tenantName: string | undefined) => (tenantName === undefined ? {} : { tenant: tenantName })
  await acme.succeed(release, 'Development', of(name))
  await acme.succeed(release, 'Test', of(inTest))
}

const suiteOf = (acme: AcmeWorld) => acme.releaseComponent(ACME_PARENT, '2021.1.0')

/** Version and tenant of each child that was deployed. */
async function deployed(acme: AcmeWorld, taskId: string): Promise<Record<string, string>> {
  const all = await acme.childrenOf(taskId)
  return Object.fromEntries(all.map((child) => [child.project, `${child.version} for ${child.tenant ?? 'nobody'}`]))
}

const why = async (acme: AcmeWorld, taskId: string, project: string) =>
  (await acme.stepStatuses(taskId))[`Deploy ${project}`]!.lines.join('\n')

describe('11.6.1 each tenant gets what is its own, or what somebody has in Test', () => {
  const customers = ['Pet Life', 'Pet World', 'Dogs Only']
  let acme: AcmeWorld
  let suite: string
  beforeAll(async () => {
    acme = await worldOf('Story 11.6.1', [
      tenant('Internal', EVERYWHERE),
      tenant('All Pets', ['Test', ...LATE]),
      ...customers.map((name) => tenant(name, LATE)),
    ])
    // All Pets is not in Development, so somebody else's deployment there counts.
    await shipFor(acme, 'Web UI', '2021.1.0.1', 'Internal', 'All Pets')
    await shipFor(acme, 'Web UI', '2021.1.0.15', 'Internal')
    suite = await suiteOf(acme)
  })

  test.each([
    ['Internal', '2021.1.0.15'],
    ['All Pets', '2021.1.0.1'],
    ...customers.map((name): [string, string] => [name, '2021.1.0.15']),
  ])('11.6.1 %s gets %s', async (name, version) => {
    const { taskId } = await acme.succeed(suite, 'Staging', { tenant: name })
    expect(await deployed(acme, taskId)).toEqual({ 'Web UI': `${version} for ${name}` })
  })
})

describe('11.6.2 and 11.6.3 what a tenant does not have', () => {
  let acme: AcmeWorld
  let taskId: string
  beforeAll(async () => {
    const petLife = tenant('Pet Life', LATE)
    const { 'Scheduling Service': _, ...connected } = petLife.connected
    acme = await worldOf('Story 11.6.2', [
      tenant('Internal', EVERYWHERE),
      { name: 'Pet Life', connected: { ...connected, 'Web API': ['Production'] } },
    ])
    for (const project of children) await shipFor(acme, project, '2021.1.0.1', 'Internal')
    taskId = (await acme.succeed(await suiteOf(acme), 'Staging', { tenant: 'Pet Life' })).taskId
  })

  test('11.6.2 a project that the tenant does not have is skipped with a reason, the rest run', async () => {
    expect(await deployed(acme, taskId)).toEqual({
      Database: '2021.1.0.1 for Pet Life',
      'Web UI': '2021.1.0.1 for Pet Life',
    })
    expect(await why(acme, taskId, 'Scheduling Service')).toContain('Tenant Pet Life is not connected to this project.')
    expect(await acme.installed('s-web-ui-01', 'Web UI')).toEqual(['2021.1.0.1'])
  })

  test('11.6.3 a project that the tenant has elsewhere only is skipped with a reason', async () => {
    expect(await why(acme, taskId, 'Web API')).toMatch(/Pet Life is not connected to .*Staging/)
  })
})

test('11.6.4 a project without tenants is deployed without one, and once only when promoting', async () => {
  const others = [...children.filter((name) => name !== 'Database'), ACME_PARENT] as const
  const acme = await worldOf('Story 11.6.4', [tenant('A', LATE, others), tenant('B', LATE, others)], {
    untenanted: ['Database'],
  })
  await shipFor(acme, 'Database', '2021.1.0.1')
  const suite = await suiteOf(acme)
  const first = await acme.succeed(suite, 'Staging', { tenant: 'A' })
  const second = await acme.succeed(suite, 'Staging', { tenant: 'B' })
  expect(await deployed(acme, first.taskId)).toEqual({ Database: '2021.1.0.1 for nobody' })
  expect(await deployed(acme, second.taskId)).toEqual({})
  expect(await why(acme, second.taskId, 'Database')).toMatch(/already/i)
  expect(await acme.installed('worker in Staging', 'Database')).toEqual(['2021.1.0.1'])
})

describe('machines that several tenants share', () => {
  let acme: AcmeWorld
  let suite: string
  beforeAll(async () => {
    acme = await worldOf('Story 11.6.5', [tenant('A', EVERYWHERE), tenant('B', EVERYWHERE)], {
      promptedMode: 'Promote',
    })
    await shipFor(acme, 'Web API', '2021.1.0.1', 'A')
    await shipFor(acme, 'Web API', '2021.1.0.2', 'B')
    suite = await suiteOf(acme)
    for (const name of ['A', 'B']) await acme.succeed(suite, 'Staging', { tenant: name })
  })

  test('11.6.5 redeploying for one tenant takes its own last release, and deploys for it only', async () => {
    const { taskId } = await acme.succeed(suite, 'Staging', {
      tenant: 'A',
      prompts: { 'Suite.Mode': 'Redeploy', 'Suite.Machines': 's-web-api-01' },
    })
    expect(await deployed(acme, taskId)).toEqual({ 'Web API': '2021.1.0.1 for A' })
    expect((await acme.childrenOf(taskId))[0]).toMatchObject({ reached: ['s-web-api-01'] })
  })

  test('11.6.6 of the named machines only those that serve the tenant are kept', async () => {
    const TenantIds = [acme.tenantIds.get('B')]
    await acme.addMachine('s-web-api-b', 'Staging', ['App-WebApi'], {
      TenantTags: [],
      TenantIds,
      TenantedDeploymentParticipation: 'Tenanted',
    })
    const machines = { 'Suite.Mode': 'Redeploy', 'Suite.Machines': 's-web-api-01,s-web-api-b' }
    const forA = await acme.succeed(suite, 'Staging', { tenant: 'A', prompts: machines })
    const forB = await acme.succeed(suite, 'Staging', { tenant: 'B', prompts: machines })
    expect((await acme.childrenOf(forA.taskId)).map(({ reached }) => reached)).toEqual([['s-web-api-01']])
    expect((await acme.childrenOf(forB.taskId)).map(({ reached }) => reached)).toEqual([
      ['s-web-api-01', 's-web-api-b'],
    ])
    expect(await why(acme, forA.taskId, 'Web API')).toContain('s-web-api-b')
  })
})

test('11.6.7 the approvals of one tenant count for another where the suite says so', async () => {
  const acme = await worldOf('Story 11.6.7', [tenant('Internal', EVERYWHERE), tenant('Pet Life', LATE)], {
    approvalTenant: 'Internal',
  })
  await shipFor(acme, 'Web UI', '2021.1.0.1', 'Internal')
  const suite = await suiteOf(acme)
  await acme.succeed(suite, 'Staging', { tenant: 'Internal' })
  await acme.succeed(suite, 'Staging', { tenant: 'Pet Life' })
  const approval = await acme.deploy(suite, 'Prod Approval', { tenant: 'Internal' })
  await acme.answer('QA', approval.taskId)
  await acme.answer('Business', approval.taskId)
  expect((await acme.ended(approval.taskId)).State).toBe('Success')

  const { taskId } = await acme.succeed(suite, 'Production', { tenant: 'Pet Life' })
  expect(await deployed(acme, taskId)).toEqual({ 'Web UI': '2021.1.0.1 for Pet Life' })
  const [child] = await acme.childrenOf(taskId)
  const submitted = (await acme.events(child!.taskId)).find(({ Message }) =>
    Message.startsWith('Submitted interruption'),
  )
  expect(submitted).toBeDefined()
  expect(await acme.installed('p-web-ui-01', 'Web UI')).toEqual(['2021.1.0.1'])
})
