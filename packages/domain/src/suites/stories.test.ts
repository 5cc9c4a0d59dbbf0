import { expect, test } from 'vitest'
import { specificMachineIds } from './child-plan.ts'
import {
  applyPlan,
  deployedTo,
  environmentId,
  machine,
  machineId,
  named,
  planIn,
  request,
  type TestDeployment,
  type TestSuite,
  tenant,
  tenantId,
  WEB_API,
} from './test-suite.ts'

// The acceptance stories of the reference, section 11: one world per child of the suite.

const UP_TO_TEST = ['Development', 'Test']
const MACHINES = [
  ...WEB_API.machines,
  machine('s-app-service-01', 'App-Service'),
  machine('s-web-ui-01', 'App-WebUI'),
  machine('s-web-ui-02', 'App-WebUI'),
]
const child = (steps: TestSuite['steps'], build: number): TestSuite =>
  deployedTo({ ...WEB_API, machines: MACHINES, steps }, { [`2021.1.0.${build}`]: [...UP_TO_TEST, 'Staging'] })
const SUITE = {
  Database: child([[]], 1),
  'Web API': child([['App-WebApi']], 3),
  'Scheduling Service': child([['App-Service']], 2),
  'Web UI': child([['App-WebUI']], 15),
}
const webUi = SUITE['Web UI']
const deployments = (...done: readonly TestDeployment[]): readonly TestDeployment[] => done
const to = (environment: string, version: string, more: Partial<TestDeployment> = {}): TestDeployment => ({
  version,
  to: environment,
  ...more,
})
const machines = (names: string) => ({ 'DeploymentMode.Value': 'Redeploy', 'Target.MachineNames': names })
const redeploy = { 'DeploymentMode.Value': 'Redeploy' }
const ofEach = (plan: (suite: TestSuite) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(SUITE).map(([name, suite]) => [name, plan(suite)]))
const summary = (suite: TestSuite, properties: Readonly<Record<string, string>>): string => {
  const plan = planIn(suite, request(properties))
  if (plan.kind !== 'deploy') return `${plan.kind} ${plan.why.code}`
  return [plan.release.version, ...specificMachineIds(plan)].join(' ')
}

test('11.2.2 what was deployed last is promoted, not what is newest', () => {
  const onTest = deployments(to('Test', '2021.1.0.14'), to('Test', '2021.1.0.15'), to('Test', '2021.1.0.14'))
  const suite = { ...deployedTo(WEB_API, { '2021.1.0.14': ['Development'], '2021.1.0.15': ['Development'] }) }
  expect(summary({ ...suite, deployments: [...suite.deployments, ...onTest] }, {})).toBe('2021.1.0.14')
})

test('11.2.3 a failed deployment in the source is invisible', () => {
  const suite = deployedTo(WEB_API, { '2021.1.0.15': UP_TO_TEST, '2021.1.0.16': ['Development'] })
  const failed = to('Test', '2021.1.0.16', { hasFailed: true })
  expect(summary({ ...suite, deployments: [...suite.deployments, failed] }, {})).toBe('2021.1.0.15')
})

test('11.2.4 children without a release of the pattern are skipped', () => {
  const pattern = { 'Release.Number': '2021.1.1.*' }
  const patched = deployedTo(webUi, { '2021.1.1.1': UP_TO_TEST })
  expect(summary(SUITE.Database, { ...pattern, 'Release.NotFoundError': 'Skip' })).toBe('skip release-not-found')
  expect(summary(SUITE.Database, pattern)).toBe('warn release-not-found')
  expect(summary(patched, pattern)).toBe('2021.1.1.1')
})

test('11.2.5 the same again skips all as already deployed', () => {
  expect(ofEach((suite) => summary(suite, {}))).toEqual(ofEach(() => 'skip already-deployed'))
})

test('11.2.7 what-if looks at Production from Prod Approval and deploys nothing', () => {
  const plan = planIn(webUi, request({ 'WhatIf.Value': 'Yes', 'Destination.EnvironmentName': 'Production' }))
  expect(plan).toMatchObject({
    kind: 'deploy',
    isWhatIf: true,
    environmentId: environmentId('Production'),
    outputs: { ReleaseToPromote: '2021.1.0.15', ChildReleaseToDeploy: 'True' },
  })
})

test('11.3.2 redeploying without machines takes every child whole, whatever the pattern', () => {
  expect(ofEach((suite) => summary(suite, { ...redeploy, 'Release.Number': '9.*' }))).toEqual({
    Database: '2021.1.0.1',
    'Web API': '2021.1.0.3',
    'Scheduling Service': '2021.1.0.2',
    'Web UI': '2021.1.0.15',
  })
})

const TWO_MACHINES = {
  Database: 'skip no-machine-steps',
  'Web API': '2021.1.0.3 Machines-s-web-api-01',
  'Scheduling Service': '2021.1.0.2 Machines-s-app-service-01',
  'Web UI': 'skip no-machine-matches',
}

test.each([
  's-web-api-01, s-app-service-01',
  'Machines-s-web-api-01,Machines-s-app-service-01',
  '  S-Web-Api-01 ,  MACHINES-S-APP-SERVICE-01,s-web-api-01 ',
])('11.3.3, 11.3.4 redeploying to "%s" takes each child to its own', (names) => {
  expect(ofEach((suite) => summary(suite, machines(names)))).toEqual(TWO_MACHINES)
})

test('11.3.4 a machine that does not exist fails the step and is named', () => {
  expect(planIn(webUi, request(machines('s-web-ui-01, s-web-ui-10')))).toMatchObject({
    kind: 'fail',
    why: { code: 'machine-not-found', names: ['s-web-ui-10'] },
  })
})

test('11.3.5 promoting does not redeploy to a machine', () => {
  expect(summary(SUITE['Web API'], { 'Target.MachineNames': 's-web-api-01' })).toBe('skip already-deployed')
})

test('11.3.6 redeploying takes the last success, not the failure after it', () => {
  const failed = to('Staging', '2021.1.0.16', { hasFailed: true })
  expect(summary({ ...webUi, deployments: [...webUi.deployments, failed] }, redeploy)).toBe('2021.1.0.15')
})

test('11.4.2, 11.4.4 a parent started for new machines takes each child to its own', () => {
  const parent = { specific: [named('s-web-api-01'), named('s-app-service-01')], excluded: [] }
  expect(ofEach((suite) => summary({ ...suite, parent }, redeploy))).toEqual(TWO_MACHINES)
})

test('11.4.10 the machine parameter wins over the machines of the trigger', () => {
  const parent = { specific: [named('s-web-ui-01')], excluded: [] }
  expect(summary({ ...webUi, parent }, machines('s-web-ui-02'))).toBe('2021.1.0.15 Machines-s-web-ui-02')
})

const inTest = { 'Destination.EnvironmentName': 'Test' }
const testMachine = machine('t-web-api-01', 'App-WebApi', { environmentIds: [environmentId('Test')] })
const atTest = (suite: TestSuite): TestSuite => ({ ...suite, machines: [...suite.machines, testMachine] })

test('11.5.1, 11.5.6 redeploying Test takes what it had last, however long ago', () => {
  const suite = deployedTo(WEB_API, { '2019.3.0.7': UP_TO_TEST, '2021.1.0.3': ['Development'] })
  expect(summary(suite, { ...redeploy, ...inTest, 'Release.Number': '0.0.*' })).toBe('2019.3.0.7')
})

test('11.5.2 one machine name redeploys only children with that machine', () => {
  expect(ofEach((suite) => summary(atTest(suite), { ...machines('t-web-api-01'), ...inTest }))).toEqual({
    Database: 'skip no-machine-steps',
    'Web API': '2021.1.0.3 Machines-t-web-api-01',
    'Scheduling Service': 'skip no-machine-matches',
    'Web UI': 'skip no-machine-matches',
  })
})

const TENANTS = [
  tenant('Internal', ['Development', 'Test', 'Staging', 'Production']),
  tenant('All Pets', ['Test', 'Staging', 'Production']),
  tenant('Pet Life', ['Staging', 'Production']),
  tenant('Coastal', ['Production']),
]
const tenantedUi: TestSuite = {
  ...WEB_API,
  mode: 'Tenanted',
  tenants: TENANTS,
  releases: [{ version: '2021.1.0.1' }, { version: '2021.1.0.15' }],
  deployments: deployments(
    to('Development', '2021.1.0.1', { tenant: 'Internal' }),
    to('Test', '2021.1.0.1', { tenant: 'All Pets' }),
    to('Development', '2021.1.0.15', { tenant: 'Internal' }),
    to('Test', '2021.1.0.15', { tenant: 'Internal' }),
  ),
}

test.each([
  { name: 'Internal', gives: '2021.1.0.15' },
  { name: 'All Pets', gives: '2021.1.0.1' },
  { name: 'Pet Life', gives: '2021.1.0.15' },
  // 11.6.3: connected to the child, but not for Staging.
  { name: 'Coastal', gives: 'skip tenant-not-admitted' },
])('11.6.1, 11.6.3 promoting for $name: $gives', ({ name, gives }) => {
  expect(summary(tenantedUi, { 'Tenant.Name': name })).toBe(gives)
})

test('11.6.2 a tenant without this child is skipped with the reason', () => {
  const other: TestSuite = { ...tenantedUi, tenants: [tenant('Pet Life', [], { projectEnvironments: new Map() })] }
  expect(planIn(other, request({ 'Tenant.Name': 'Pet Life' }))).toMatchObject({
    kind: 'skip',
    why: { code: 'tenant-not-admitted', because: { kind: 'tenant-not-connected', tenantName: 'Pet Life' } },
  })
})

test('11.6.4 an untenanted child is deployed without tenant, once', () => {
  const suite = deployedTo({ ...WEB_API, tenants: TENANTS }, { '1.0': UP_TO_TEST })
  const first = planIn(suite, request({ 'Tenant.Name': 'Internal' }))
  expect(first).toMatchObject({ kind: 'deploy', tenantId: null })
  expect(first.reasons[0]).toEqual({ code: 'tenant-dropped', tenantId: tenantId('Internal') })
  expect(summary(applyPlan(suite, first), { 'Tenant.Name': 'Pet Life' })).toBe('skip already-deployed')
})

const shared = machine('s-shared', 'App-WebApi', { tenancy: 'Tenanted', tenantTags: ['Ring/Early', 'Ring/Late'] })
const own = machine('s-internal', 'App-WebApi', { tenancy: 'Tenanted', tenantIds: [tenantId('Internal')] })
const sharedMachines: TestSuite = {
  ...tenantedUi,
  machines: [shared, own],
  tenants: [tenant('All Pets', ['Staging'], { tags: ['Ring/Early'] }), tenant('Internal', ['Staging'])],
  deployments: deployments(
    to('Staging', '2021.1.0.1', { tenant: 'All Pets' }),
    to('Staging', '2021.1.0.15', { tenant: 'Internal' }),
  ),
}

test('11.6.5, 11.6.6 redeploying for a tenant takes its own release, to machines that serve it', () => {
  const plan = planIn(sharedMachines, request({ ...machines('s-shared,s-internal'), 'Tenant.Name': 'All Pets' }))
  expect(plan).toMatchObject({ kind: 'deploy', tenantId: tenantId('All Pets'), release: { version: '2021.1.0.1' } })
  expect(plan.machines.kept.map(({ id }) => id)).toEqual([machineId('s-shared')])
  expect(plan.machines.dropped).toMatchObject([{ name: 's-internal', why: 'other-tenancy' }])
})

test("redeploying for nobody does not bring a tenant's release to the others", () => {
  const mixed: TestSuite = { ...sharedMachines, mode: 'TenantedOrUntenanted' }
  expect(summary(mixed, redeploy)).toBe('warn release-not-found')
})
