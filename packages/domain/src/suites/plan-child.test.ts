import { expect, test } from 'vitest'
import { specificMachineIds } from './child-plan.ts'
import type { ChildPrompt } from './child-world.ts'
import { machinesOfOwnSteps } from './converge.ts'
import { planChild } from './plan-child.ts'
import {
  answerNeed,
  channelId,
  deployedTo,
  environmentId,
  firstWorld,
  machine,
  machineId,
  NOW,
  named,
  PROJECT_ID,
  phase,
  planIn,
  releaseId,
  request,
  type TestSuite,
  tenant,
  tenantId,
  WEB_API,
} from './test-suite.ts'

type Properties = Readonly<Record<string, string>>
const MODES = ['Promote', 'Redeploy', 'AlwaysLatest'] as const
const inMode = (mode: string, more: Properties = {}) => request({ 'DeploymentMode.Value': mode, ...more })
/** A plan in few words: what happens, and with which release or why. */
const summary = (suite: TestSuite, mode: string, more: Properties = {}): string => {
  const plan = planIn(suite, inMode(mode, more))
  return plan.kind === 'deploy' ? `deploy ${plan.release.version}` : `${plan.kind} ${plan.why.code}`
}

const onTest = deployedTo(WEB_API, { '1.0': ['Development', 'Test'], '1.1': ['Development', 'Test'] })
const inStaging = deployedTo(WEB_API, { '1.0': ['Development', 'Test', 'Staging'], '1.1': ['Development', 'Test'] })
const withNewest = deployedTo(inStaging, { '1.2': [] })
const tenanted: TestSuite = { ...onTest, mode: 'TenantedOrUntenanted', tenants: [tenant('Pet Life', ['Production'])] }
const tenantedParent = { 'Tenant.Name': 'Pet Life' }
const optionalBefore: TestSuite = {
  ...deployedTo(WEB_API, { '1.0': [], '1.1': [] }),
  phases: [phase('Test', { isOptional: true }), phase('Staging')],
}
const current = deployedTo(WEB_API, { '1.1': ['Development', 'Test', 'Staging'] })
const filtered = { 'Release.Number': '1.0' }
const forbidden: TestSuite = { ...onTest, releases: [{ version: '1.0' }, { version: '1.1', isBlocked: true }] }
const failedBefore: TestSuite = {
  ...inStaging,
  deployments: [...inStaging.deployments, { version: '1.1', to: 'Staging', hasFailed: true }],
}
const elsewhere = { 'Destination.EnvironmentName': 'Development' }
const outside: TestSuite = { ...inStaging, phases: [phase('Test'), phase('Production')] }
const narrowed = { 'Target.MachineNames': 's-web-ui-01' }
const withUi: TestSuite = { ...inStaging, machines: [...WEB_API.machines, machine('s-web-ui-01', 'App-WebUI')] }
const allOfThem = { ...narrowed, 'Deployment.IgnoreSpecificMachineMismatch': 'Yes' }
const fails = { 'Release.NotFoundError': 'Error' }
const skips = { 'Release.NotFoundError': 'Skip' }
const fromProduction = { 'SourceEnvironment.Name': 'Production' }

// The outcome table of the reference, with its repairs. The three columns are Promote, Redeploy, AlwaysLatest.
test.each<[string, TestSuite, Properties, readonly [string, string, string]]>([
  [
    'source = destination named',
    inStaging,
    { 'SourceEnvironment.Name': 'staging' },
    ['skip source-is-destination', 'deploy 1.0', 'deploy 1.1'],
  ],
  [
    'destination not in lifecycle',
    outside,
    {},
    ['fail destination-not-in-lifecycle', 'deploy 1.0', 'warn release-not-found'],
  ],
  [
    'tenant not connected',
    tenanted,
    tenantedParent,
    ['skip tenant-not-admitted', 'skip tenant-not-admitted', 'skip tenant-not-admitted'],
  ],
  [
    'child untenanted, parent tenanted',
    { ...inStaging, tenants: tenanted.tenants },
    tenantedParent,
    ['deploy 1.1', 'deploy 1.0', 'deploy 1.1'],
  ],
  [
    'nothing in source: the setting decides',
    WEB_API,
    {},
    ['warn release-not-found', 'warn release-not-found', 'warn release-not-found'],
  ],
  [
    'nothing in source, Error',
    WEB_API,
    fails,
    ['fail release-not-found', 'fail release-not-found', 'fail release-not-found'],
  ],
  [
    'nothing in source, Skip',
    WEB_API,
    skips,
    ['skip release-not-found', 'skip release-not-found', 'skip release-not-found'],
  ],
  [
    'nothing in source, all earlier phases optional: only a promotion takes the newest of the channel',
    optionalBefore,
    {},
    ['deploy 1.1', 'warn release-not-found', 'deploy 1.1'],
  ],
  [
    'nothing in a named source: it is strict',
    { ...optionalBefore, environments: WEB_API.environments },
    fromProduction,
    ['warn release-not-found', 'warn release-not-found', 'deploy 1.1'],
  ],
  ['filter given', inStaging, { 'Release.Number': '1.1' }, ['deploy 1.1', 'deploy 1.0', 'deploy 1.1']],
  ['filter for the current one', inStaging, filtered, ['skip already-deployed', 'deploy 1.0', 'deploy 1.0']],
  ['release is current in destination', current, {}, ['skip already-deployed', 'deploy 1.1', 'deploy 1.1']],
  [
    'machine mode, none match',
    withUi,
    narrowed,
    ['skip no-machine-matches', 'skip no-machine-matches', 'skip no-machine-matches'],
  ],
  ['machine mode, none match, mismatch ignored', withUi, allOfThem, ['deploy 1.1', 'deploy 1.0', 'deploy 1.1']],
  ['lifecycle forbids: next older', forbidden, {}, ['deploy 1.0', 'warn release-not-found', 'deploy 1.0']],
  ['already failed there before', failedBefore, {}, ['deploy 1.1', 'deploy 1.0', 'deploy 1.1']],
  [
    'child disabled',
    { ...inStaging, isDisabled: true },
    {},
    ['fail project-disabled', 'fail project-disabled', 'fail project-disabled'],
  ],
  ['the newest release is nowhere yet', withNewest, {}, ['deploy 1.1', 'deploy 1.0', 'deploy 1.1']],
  ['first phase', withNewest, elsewhere, ['deploy 1.2', 'deploy 1.1', 'deploy 1.2']],
  [
    'first phase, a source named',
    withNewest,
    { ...elsewhere, ...fromProduction },
    ['deploy 1.2', 'deploy 1.1', 'deploy 1.2'],
  ],
])('%s', (_, suite, more, gives) => {
  expect(MODES.map((mode) => summary(suite, mode, more))).toEqual(gives)
})

test.each<[string, Properties, string]>([
  ['project', { 'Project.Name': 'Nobody' }, 'project-not-found'],
  ['destination', { 'Destination.EnvironmentName': 'Mars' }, 'destination-not-found'],
  ['source', { 'SourceEnvironment.Name': 'N/A' }, 'source-not-found'],
  ['channel', { 'Channel.Name': 'N/A' }, 'channel-not-found'],
  ['tenant', { 'Tenant.Name': 'N/A' }, 'tenant-not-found'],
  ['machine', { 'Target.MachineNames': 's-web-api-01, s-web-api-99' }, 'machine-not-found'],
  [
    'machine, with the mismatch ignored',
    { 'Target.MachineNames': 's-web-api-99', 'Deployment.IgnoreSpecificMachineMismatch': 'Yes' },
    'machine-not-found',
  ],
])('S2 an unknown %s is an error in every mode, never no restriction', (_, more, code) => {
  for (const mode of MODES) {
    const plan = planIn(inStaging, inMode(mode, more))
    expect(plan).toMatchObject({ kind: 'fail', why: { code }, outputs: {}, release: null })
  }
})

test('S2 a machine name that stands for two is an error that gives both', () => {
  const twin = { ...machine('s-web-api-01', 'App-WebApi'), id: machineId('twin') }
  const plan = planIn(
    { ...inStaging, machines: [...WEB_API.machines, twin] },
    inMode('Redeploy', {
      'Target.MachineNames': 's-web-api-01',
    }),
  )
  expect(plan).toMatchObject({
    kind: 'fail',
    why: { code: 'machine-ambiguous', ids: [machineId('s-web-api-01'), machineId('twin')] },
  })
})

test('a named project that takes only tenants fails without one', () => {
  expect(summary({ ...inStaging, mode: 'Tenanted' }, 'Promote')).toBe('fail tenant-not-admitted')
})

test('redeploying takes the last success of any channel, unless a channel is named', () => {
  const channels = [{ name: 'Default' }, { name: 'Hotfix' }]
  const suite = deployedTo({ ...inStaging, channels }, { '1.0-fix': ['Staging'] }, 'Hotfix')
  expect(planIn(suite, inMode('Redeploy')).release).toEqual({
    id: releaseId('1.0-fix'),
    version: '1.0-fix',
    channelId: channelId('Hotfix'),
  })
  expect(summary(suite, 'Redeploy', { 'Channel.Name': 'default' })).toBe('deploy 1.0')
  expect(summary(suite, 'Promote')).toBe('deploy 1.1')
})

test('a release that was moved to the channel after its deployment does not stand in for one that was deployed in it', () => {
  const suite: TestSuite = {
    ...WEB_API,
    channels: [{ name: 'Default' }, { name: 'Hotfix' }],
    releases: [{ version: '1.0' }],
    deployments: ['Development', 'Test'].map((to) => ({ version: '1.0', to, channel: 'Hotfix' })),
  }
  expect(summary(suite, 'Promote')).toBe('warn release-not-found')
  expect(summary(suite, 'Promote', { 'Channel.Name': 'Hotfix' })).toBe('deploy 1.0')
})

test('a candidate of another channel is passed over even if it is among the answers', () => {
  const need = planChild(request(), firstWorld(inStaging, request()))
  if (need.kind !== 'need' || need.what !== 'candidates') throw new Error(need.kind)
  const world = answerNeed({ ...inStaging, pageSize: 9 }, firstWorld(inStaging, request()), need)
  const foreign = world.candidates.map((list) => ({
    ...list,
    items: list.items.map((item) => ({ ...item, channelId: channelId('Hotfix') })),
  }))
  expect(planChild(request(), { ...world, candidates: foreign })).toMatchObject({
    kind: 'warn',
    why: { code: 'release-not-found', passedOver: 2 },
  })
})

test('a promotion reads no further than the first release that will do', () => {
  const long = deployedTo(WEB_API, Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`2.${n}`, ['Test']])))
  const suite = { ...long, phases: [phase('Test'), phase('Staging')] }
  const asked = request()
  const need = planChild(asked, firstWorld(suite, asked))
  expect(need).toMatchObject({ kind: 'need', what: 'candidates', have: 0 })
  expect(planIn({ ...suite, pageSize: 1 }, asked).reasons.map(({ code }) => code)).toEqual([
    'sources-chosen',
    'release-chosen',
  ])
  // There is no limit to looking back, and the plan stays small.
  const oldest = planIn(suite, request({ 'Release.Number': '2.0' }))
  expect(oldest.release?.version).toBe('2.0')
  expect(oldest.reasons.map(({ code }) => code)).toEqual([
    'sources-chosen',
    ...Array.from({ length: 10 }, () => 'passed-over'),
    'more-passed-over',
    'release-chosen',
  ])
})

test.each<[string, Properties, object]>([
  [
    'a what-if run that reaches its end',
    { 'WhatIf.Value': 'Yes' },
    { ReleaseToPromote: '1.1', ReleaseNotes: 'Notes of Releases-1.1', ChildReleaseToDeploy: 'True' },
  ],
  ['a real deployment', {}, { ReleaseNotes: 'Notes of Releases-1.1' }],
  [
    'already deployed',
    filtered,
    {
      ReleaseToPromote: '1.0',
      ReleaseNotes: 'Release already deployed to destination environment.',
      ChildReleaseToDeploy: 'False',
    },
  ],
  [
    'no machine',
    narrowed,
    {
      ReleaseToPromote: '1.1',
      ReleaseNotes: 'The project has no step for any of the chosen machines (s-web-ui-01).',
      ChildReleaseToDeploy: 'False',
    },
  ],
  [
    'no release',
    { 'Release.Number': '9.*' },
    { ReleaseToPromote: 'N/A', ReleaseNotes: 'No release found', ChildReleaseToDeploy: 'False' },
  ],
  ['no release, Error', { 'Release.Number': '9.*', ...fails }, {}],
  ['nothing to promote', { 'SourceEnvironment.Name': 'Staging' }, {}],
])('outputs of %s', (_, more, outputs) => {
  expect(planIn(withUi, inMode('Promote', more)).outputs).toEqual(outputs)
})

test('outputs of a tenant that is not connected say so', () => {
  expect(planIn(tenanted, inMode('Promote', tenantedParent)).outputs).toEqual({
    ReleaseToPromote: 'N/A',
    ReleaseNotes: 'No release found. Tenant Pet Life is not connected to this project for Staging.',
    ChildReleaseToDeploy: 'False',
  })
})

const question: ChildPrompt = {
  name: 'Variables-1',
  variableName: 'Change',
  label: 'Change number',
  isRequired: true,
  hasStoredValue: false,
}

test('prompted values are matched by variable name and kept by element name', () => {
  const suite = { ...onTest, prompts: [question, { ...question, name: 'Variables-2', variableName: 'change' }] }
  const plan = planIn(suite, inMode('Promote', { 'Prompted.Variables': ' CHANGE ::C-7\nOther::x\nchange::C-8' }))
  expect(plan).toMatchObject({ kind: 'deploy', promptedValues: { 'Variables-1': 'C-7', 'Variables-2': 'C-7' } })
  expect(plan.reasons).toContainEqual({ code: 'prompt-not-asked', variableNames: ['Other'] })
})

test.each<[string, ChildPrompt, Properties, string]>([
  ['missing', question, {}, 'fail prompt-missing'],
  ['missing, others given', question, { 'Prompted.Variables': 'Other::x' }, 'fail prompt-missing'],
  ['blank', question, { 'Prompted.Variables': 'Change:: ' }, 'fail prompt-missing'],
  ['blank, but stored', { ...question, hasStoredValue: true }, { 'Prompted.Variables': 'Change::' }, 'deploy 1.1'],
  ['not required', { ...question, isRequired: false }, {}, 'deploy 1.1'],
  ['missing in a what-if run that was given none', question, { 'WhatIf.Value': 'Yes' }, 'deploy 1.1'],
  ['missing, but already deployed', question, filtered, 'skip already-deployed'],
  ['missing, but no machine left', question, narrowed, 'skip no-machine-matches'],
])('a required value: %s', (_, prompt, more, gives) => {
  expect(summary({ ...withUi, prompts: [prompt] }, 'Promote', more)).toBe(gives)
})

test.each<[string, string]>([
  ['soonish', 'fail time-unreadable'],
  ['11:00', 'fail time-in-past'],
  ['19:00', 'deploy 1.1'],
])('scheduled for %s', (text, gives) => {
  expect(summary(inStaging, 'Promote', { 'Deployment.FutureTime': text })).toBe(gives)
})

test('a scheduled deployment is queued for an hour and not waited for', () => {
  const plan = planIn(inStaging, inMode('Promote', { 'Deployment.FutureTime': '13:00' }))
  const hour = 3_600_000
  expect(plan).toMatchObject({ queueTime: NOW + hour, queueTimeExpiry: NOW + 2 * hour, waitsForFinish: false })
  expect(plan.reasons.map(({ code }) => code)).toContain('does-not-wait')
})

const [first, second] = ['s-web-api-01', 's-web-api-02'] as const
const scaleOut = (
  suite: TestSuite,
  parent: { specific?: readonly string[]; excluded?: readonly string[] },
): TestSuite => ({
  ...suite,
  parent: { specific: (parent.specific ?? []).map(named), excluded: (parent.excluded ?? []).map(named) },
})
const database: TestSuite = { ...inStaging, machines: [], steps: [[]] }

test.each<{
  name: string
  suite: TestSuite
  more?: Properties
  gives: string
  kept: readonly string[]
  dropped?: Readonly<Record<string, string>>
  sent?: readonly string[]
}>([
  { name: 'nobody chose', suite: inStaging, gives: 'deploy 1.0', kept: [first, second], sent: [] },
  {
    name: 'the parent was started for machines',
    suite: scaleOut(withUi, { specific: ['s-web-ui-01', second] }),
    gives: 'deploy 1.0',
    kept: [second],
    dropped: { 's-web-ui-01': 'no-role' },
    sent: [second],
  },
  {
    name: 'the parent was started without a machine',
    suite: scaleOut(withUi, { excluded: [first, 's-web-ui-01'] }),
    gives: 'deploy 1.0',
    kept: [second],
    dropped: { [first]: 'excluded' },
    sent: [second],
  },
  {
    name: 'the parent excludes machines of others',
    suite: scaleOut(withUi, { excluded: ['s-web-ui-01'] }),
    gives: 'deploy 1.0',
    kept: [first, second],
    sent: [],
  },
  {
    name: 'the parent excludes all machines of the child, mismatch ignored',
    suite: scaleOut(inStaging, { excluded: [first, second] }),
    more: { 'Deployment.IgnoreSpecificMachineMismatch': 'Yes' },
    gives: 'skip all-machines-excluded',
    kept: [],
    dropped: { [first]: 'excluded', [second]: 'excluded' },
  },
  {
    name: 'all machines of the child are excluded and another one is named, mismatch ignored',
    suite: scaleOut(withUi, { excluded: [first, second] }),
    more: allOfThem,
    gives: 'skip all-machines-excluded',
    kept: [],
    dropped: { 's-web-ui-01': 'no-role' },
  },
  {
    name: 'the parameter wins over the machines of the parent',
    suite: scaleOut(inStaging, { specific: [first] }),
    more: { 'Target.MachineNames': second },
    gives: 'deploy 1.0',
    kept: [second],
    sent: [second],
  },
  {
    name: 'an excluded machine stays out although it is named',
    suite: scaleOut(inStaging, { excluded: [first] }),
    more: { 'Target.MachineNames': `${first},${second}` },
    gives: 'deploy 1.0',
    kept: [second],
    dropped: { [first]: 'excluded' },
    sent: [second],
  },
  {
    name: 'a disabled machine',
    suite: { ...inStaging, machines: [machine(first, 'App-WebApi', { isDisabled: true })] },
    more: { 'Target.MachineNames': first },
    gives: 'skip no-machine-matches',
    kept: [],
    dropped: { [first]: 'disabled' },
  },
  {
    name: 'a list of nothing but commas names no machine',
    suite: inStaging,
    more: { 'Target.MachineNames': ',', 'Deployment.IgnoreSpecificMachineMismatch': 'Yes' },
    gives: 'skip no-machine-matches',
    kept: [],
  },
  {
    name: 'a child without machine steps in machine mode',
    suite: scaleOut(database, { specific: [first] }),
    gives: 'skip no-machine-steps',
    kept: [],
    dropped: { [first]: 'out-of-reach' },
  },
  {
    name: 'a child without machine steps, machines excluded',
    suite: scaleOut(database, { excluded: [first] }),
    gives: 'deploy 1.0',
    kept: [],
    sent: [],
  },
])('S2 machines: $name', ({ suite, more = {}, gives, kept, dropped = {}, sent }) => {
  expect(summary(suite, 'Redeploy', more)).toBe(gives)
  const plan = planIn(suite, inMode('Redeploy', more))
  expect(plan.machines.kept.map(({ name }) => name)).toEqual(kept)
  expect(Object.fromEntries(plan.machines.dropped.map(({ name, why }) => [name, why]))).toEqual(dropped)
  if (plan.kind === 'deploy') expect(specificMachineIds(plan)).toEqual(sent?.map(machineId))
})

test('a promotion limits itself to the tenant where it is connected to a source, else anyone counts', () => {
  const asked = (environments: readonly string[]) => {
    const suite: TestSuite = { ...tenanted, tenants: [tenant('Pet Life', environments)] }
    return planChild(inMode('Promote', tenantedParent), firstWorld(suite, inMode('Promote', tenantedParent)))
  }
  const scoped = { kind: 'tenant', tenantId: tenantId('Pet Life') }
  expect(asked(['Test', 'Staging'])).toMatchObject({
    query: { tenancy: scoped, environmentIds: [environmentId('Test')] },
  })
  expect(asked(['Staging'])).toMatchObject({ query: { tenancy: { kind: 'anyone' } } })
})

test('a channel that is not for the tenant is a skip with that reason', () => {
  const channels = [{ name: 'Default', tenantTags: ['Ring/Early'] }]
  const suite: TestSuite = { ...tenanted, channels, tenants: [tenant('Pet Life', ['Test', 'Staging'])] }
  expect(planIn(suite, inMode('Promote', tenantedParent))).toMatchObject({
    kind: 'skip',
    why: { code: 'tenant-not-admitted', because: { kind: 'channel-tags-mismatch' } },
  })
})

// A deployment that converges: the current release, to the machines that lack it.
test.each<[string, Partial<TestSuite>, readonly string[], string, readonly string[]]>([
  ['a machine that lacks it', {}, ['s-web-api-02'], 'deploy 1.0', ['s-web-api-02']],
  ['nobody lacks it', {}, [], 'skip nothing-missing', []],
  ['only a machine that the child does not reach lacks it', {}, ['s-web-ui-01'], 'skip nothing-missing', []],
  [
    'the parent is limited to another machine',
    { parent: { specific: [named('s-web-api-01')], excluded: [] } },
    ['s-web-api-02'],
    'skip nothing-missing',
    [],
  ],
  [
    'the machine is excluded',
    { parent: { specific: [], excluded: [named('s-web-api-02')] } },
    ['s-web-api-02'],
    'skip nothing-missing',
    [],
  ],
  [
    'what is current is of another channel than the step asks for, and an older release is no step towards it',
    {
      channels: [{ name: 'Default' }, { name: 'Hotfix' }],
      releases: [{ version: '1.0' }, { version: '1.1', channel: 'Hotfix' }],
      deployments: [
        { version: '1.0', to: 'Staging' },
        { version: '1.1', to: 'Staging', channel: 'Hotfix' },
      ],
    },
    ['s-web-api-02'],
    'warn current-not-deployable',
    ['s-web-api-02'],
  ],
])('converging: %s', (_, more, lacking, gives, kept) => {
  const missing = [
    {
      projectId: PROJECT_ID,
      environmentId: environmentId('Staging'),
      tenantId: null,
      machineIds: lacking.map(machineId),
    },
  ]
  const suite: TestSuite = { ...inStaging, ...more, missing }
  // The step would promote; what converges stays with what is there.
  const channel: Properties = more.channels ? { 'Channel.Name': 'Default' } : {}
  expect(summary(suite, 'Promote', channel)).toBe(gives)
  expect(planIn(suite, inMode('Promote', channel)).machines.kept.map(({ name }) => name)).toEqual(kept)
})

test.each([
  ['a deployment that does not converge', null, ['m1', 'm2'], [], ['m1', 'm2'], []],
  ['one of them lacks it', ['m2'], ['m1', 'm2'], ['m3'], ['m2'], ['m3']],
  // No machine at all is not all machines.
  ['none of them lacks it', [], ['m1'], ['m3'], ['m1'], ['m3', 'm1']],
  ['only one that nobody chose lacks it', ['m4'], ['m1'], [], ['m1'], ['m1']],
] as const)('own steps: %s', (_, lacking, specific, excluded, runsOn, leavesOut) => {
  const place = { projectId: PROJECT_ID, environmentId: environmentId('Staging'), tenantId: null }
  const missing = lacking && [{ ...place, machineIds: lacking.map((id) => id as never) }]
  expect(machinesOfOwnSteps({ specific, excluded }, missing, place)).toEqual({
    specific: runsOn,
    excluded: leavesOut,
  })
})
