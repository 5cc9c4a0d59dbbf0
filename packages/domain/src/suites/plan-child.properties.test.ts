import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TargetId } from '../ids.ts'
import { explainDroppedMachine, explainReason } from './explain-reason.ts'
import { DEPLOYMENT_MODES, NOT_FOUND_RULES } from './parse-child-parameters.ts'
import { planChild } from './plan-child.ts'
import {
  answerNeed,
  applyPlan,
  deployableIn,
  environmentId,
  firstWorld,
  machine,
  machineId,
  named,
  PROJECT_ID,
  phase,
  planIn,
  request,
  type TestDeployment,
  type TestSuite,
  tenant,
  tenantId,
} from './test-suite.ts'

const ENVIRONMENTS = ['Development', 'Test', 'Staging', 'Production']
const CHANNELS = [{ name: 'Default' }, { name: 'Hotfix' }]
const TENANTS = ['Internal', 'Pet Life']
const ROLES = ['Api', 'Ui']
const MACHINES = ['m1', 'm2', 'm3', 'm4']
const VERSIONS = ['1.0', '1.1', '1.2', '2.0']

const some = <T>(items: readonly T[]) => fc.subarray([...items])

const arbMachine = (name: string) =>
  fc
    .record({
      roles: some(ROLES),
      environments: fc.constantFrom(['Test', 'Staging'], ['Staging'], ENVIRONMENTS),
      isDisabled: fc.constantFrom(false, false, false, true),
      tenancy: fc.constantFrom('Untenanted' as const, 'Tenanted' as const, 'TenantedOrUntenanted' as const),
      tenants: some(TENANTS),
    })
    .map(({ roles, environments, isDisabled, tenancy, tenants }) =>
      machine(name, '', {
        roles,
        environmentIds: environments.map(environmentId),
        isDisabled,
        tenancy,
        tenantIds: tenants.map(tenantId),
      }),
    )

const arbPhases = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }).map((optional) => {
  return ENVIRONMENTS.map((name, at) => phase(name, { isOptional: optional[at] === true }))
})

/** Each version went some way, by itself; then anything happened. */
const arbDeployments: fc.Arbitrary<readonly TestDeployment[]> = fc
  .tuple(
    fc.array(fc.nat(4), { minLength: VERSIONS.length, maxLength: VERSIONS.length }),
    fc.array(
      fc.record(
        {
          version: fc.constantFrom(...VERSIONS),
          to: fc.constantFrom(...ENVIRONMENTS),
          tenant: fc.constantFrom(...TENANTS),
          channel: fc.constantFrom('Default', 'Hotfix'),
          hasFailed: fc.boolean(),
        },
        { requiredKeys: ['version', 'to'] },
      ),
      { maxLength: 12 },
    ),
  )
  .map(([ways, more]) => [
    ...VERSIONS.flatMap((version, at) => ENVIRONMENTS.slice(0, ways[at]).map((to) => ({ version, to }))),
    ...more,
  ])

const arbSuite: fc.Arbitrary<TestSuite> = fc.record({
  mode: fc.constantFrom('Untenanted', 'Tenanted', 'TenantedOrUntenanted'),
  isDisabled: fc.constantFrom(...Array.from({ length: 9 }, () => false), true),
  environments: fc.constant(ENVIRONMENTS),
  phases: arbPhases,
  channels: fc.constant(CHANNELS),
  releases: fc.constant(VERSIONS.map((version) => ({ version, channel: version === '2.0' ? 'Hotfix' : 'Default' }))),
  deployments: arbDeployments,
  tenants: fc
    .array(fc.subarray(ENVIRONMENTS, { minLength: 2 }), { minLength: 2, maxLength: 2 })
    .map((connected) => TENANTS.map((name, at) => tenant(name, connected[at] ?? []))),
  machines: fc.tuple(...MACHINES.map(arbMachine)),
  steps: fc.constantFrom([['Api']], [['Api'], []], [ROLES], [['Ui'], ['Api']], [[]]),
  prompts: fc.constant([]),
  parent: fc.record({ specific: some(MACHINES.map(named)), excluded: some(MACHINES.map(named)) }),
  pageSize: fc.integer({ min: 1, max: 5 }),
})

const arbRestrictions = fc.record({
  'Tenant.Name': fc.constantFrom(...TENANTS),
  'SourceEnvironment.Name': fc.constantFrom('Development', 'Test'),
  'Channel.Name': fc.constantFrom('Default', 'Hotfix'),
  'Release.Number': fc.constantFrom('1.*', '1.0', '2.*'),
  'Release.NotFoundError': fc.constantFrom(...NOT_FOUND_RULES),
  'Target.MachineNames': some(MACHINES).map((names) => names.join(',')),
  'WhatIf.Value': fc.constantFrom('Yes', 'No'),
})
const RESTRICTIONS = [
  'Tenant.Name',
  'SourceEnvironment.Name',
  'Channel.Name',
  'Release.Number',
  'Release.NotFoundError',
  'Target.MachineNames',
  'WhatIf.Value',
] as const

/** Properties of a step, few of them restricting it, so that many plans come to deploy something. */
const arbProperties: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    mode: fc.constantFrom(...DEPLOYMENT_MODES),
    destination: fc.constantFrom('Test', 'Staging'),
    used: fc.subarray([...RESTRICTIONS], { maxLength: 3 }),
    restrictions: arbRestrictions,
  })
  .map(({ mode, destination, used, restrictions }) => ({
    'DeploymentMode.Value': mode,
    'Destination.EnvironmentName': destination,
    ...Object.fromEntries(used.map((name) => [name, restrictions[name]])),
  }))

const arbCase = fc.record({ suite: arbSuite, properties: arbProperties })
const RUNS = { numRuns: 400 }

/** The machines that somebody asked for, in words of the suite; null when nobody did. */
function askedIn(suite: TestSuite, machineNames: readonly string[] | null): readonly TargetId[] | null {
  if (machineNames !== null) return machineNames.map(machineId)
  return suite.parent.specific.length > 0 ? suite.parent.specific.map(({ id }) => id) : null
}

test('S2 a child never goes to a machine that is not asked for, not deployable or excluded', async () => {
  let narrowed = 0
  await fc.assert(
    fc.property(arbCase, ({ suite, properties }) => {
      const ask = request(properties)
      const plan = planIn(suite, ask)
      const { kept, dropped, scope } = plan.machines
      if (plan.kind === 'deploy') expect(scope === 'all' || kept.length > 0).toBe(true)
      if (plan.environmentId === null || scope === 'undecided') return
      const deployable = deployableIn(suite, { environmentId: plan.environmentId, tenantId: plan.tenantId })
      const asked = askedIn(suite, ask.machineNames)
      for (const { id } of kept) {
        expect(deployable.map((target) => target.id)).toContain(id)
        expect(suite.parent.excluded.map((target) => target.id)).not.toContain(id)
        if (asked) expect(asked).toContain(id)
      }
      if (asked) {
        expect(scope).toBe('only')
        // Conservation: what was asked for is kept or dropped with a reason, never lost.
        expect([...kept, ...dropped].map(({ id }) => id).sort()).toEqual([...new Set(asked)].sort())
        if (plan.kind === 'deploy') narrowed++
      }
      for (const machineLeftOut of dropped) expect(explainDroppedMachine(machineLeftOut)).toMatch(/^m\d .+\.$/)
    }),
    RUNS,
  )
  expect(narrowed).toBeGreaterThan(10)
})

test('S2 adding a restriction never adds a machine', async () => {
  await fc.assert(
    fc.property(arbCase, some(MACHINES), some(MACHINES), ({ suite, properties }, specific, excluded) => {
      const { 'Target.MachineNames': _, ...open } = properties
      const free: TestSuite = { ...suite, parent: { specific: [], excluded: [] } }
      const parent = { specific: specific.map(named), excluded: excluded.map(named) }
      const keptBy = (each: TestSuite, more: object = {}) => {
        const plan = planIn(each, request({ ...open, ...more }))
        return plan.machines.kept.map(({ id }) => id)
      }
      const all = keptBy(free)
      const byParent = keptBy({ ...free, parent })
      const byExclusion = keptBy({ ...free, parent: { specific: [], excluded: parent.excluded } })
      const byName = keptBy({ ...free, parent }, { 'Target.MachineNames': specific.join(',') || ',' })
      expect(all).toEqual(expect.arrayContaining(byParent))
      expect(byExclusion).toEqual(expect.arrayContaining(byParent))
      expect(all).toEqual(expect.arrayContaining(byName))
    }),
    RUNS,
  )
})

test('S2 what converges brings the current release to machines that lack it, and to no other', async () => {
  let deployed = 0
  // For each place some machines lack it, mostly.
  const PLACES = ['Test', 'Staging'].flatMap((to) => [null, ...TENANTS].map((of) => ({ to, of })))
  const arbLacking = fc.array(some(MACHINES), { minLength: PLACES.length, maxLength: PLACES.length })
  await fc.assert(
    fc.property(arbCase, arbLacking, ({ suite, properties }, lists) => {
      const missing = PLACES.map(({ to, of }, at) => ({
        projectId: PROJECT_ID,
        environmentId: environmentId(to),
        tenantId: of === null ? null : tenantId(of),
        machineIds: lists[at]!.map(machineId),
      }))
      const plan = planIn({ ...suite, missing }, request(properties))
      const { 'SourceEnvironment.Name': _, ...open } = properties
      const redeploy = planIn(suite, request({ ...open, 'DeploymentMode.Value': 'Redeploy' }))
      const lacking = missing
        .filter((each) => each.environmentId === plan.environmentId && each.tenantId === plan.tenantId)
        .flatMap(({ machineIds }) => machineIds)
      for (const { id } of plan.machines.kept) {
        expect(lacking).toContain(id)
        expect(redeploy.machines.kept.map((machine) => machine.id)).toContain(id)
      }
      for (const reason of plan.reasons) expect(explainReason(reason, (id) => id)).not.toBe('')
      if (plan.kind !== 'deploy') return
      deployed++
      expect(redeploy.kind).toBe('deploy')
      expect(plan.machines.scope).toBe('only')
      expect(plan.machines.kept.length).toBeGreaterThan(0)
      expect(plan.release).toEqual(redeploy.release)
      // Conservation: what a redeployment would reach is kept or left out with a reason.
      const told = [...plan.machines.kept, ...plan.machines.dropped].map(({ id }) => id)
      expect(told).toEqual(expect.arrayContaining(redeploy.machines.kept.map(({ id }) => id)))
    }),
    RUNS,
  )
  expect(deployed).toBeGreaterThan(10)
})

test('S2 nothing, however it is spelt, gives the same plan', async () => {
  await fc.assert(
    fc.property(arbCase, fc.constantFrom('', ' ', 'N/A', ' n/a '), ({ suite, properties }, nothing) => {
      const { 'Target.MachineNames': _, ...open } = properties
      const spelt = request({ ...open, 'Target.MachineNames': nothing, 'Deployment.FutureTime': nothing })
      expect(planIn(suite, spelt)).toEqual(planIn(suite, request(open)))
    }),
  )
})

test('S1 the same facts give the same plan, however they arrive; the what-if run is the plan that runs', async () => {
  await fc.assert(
    fc.property(arbCase, fc.integer({ min: 1, max: 9 }), ({ suite, properties }, pageSize) => {
      const ask = request(properties)
      const plan = planIn(suite, ask)
      expect(planIn({ ...suite, pageSize }, ask)).toEqual(plan)
      // Who asks again after a restart gets the facts back from a store.
      expect(planIn(structuredClone(suite), structuredClone(ask))).toEqual(plan)
      const other = planIn(suite, { ...ask, isWhatIf: !ask.isWhatIf })
      expect({ ...other, isWhatIf: ask.isWhatIf, outputs: plan.outputs }).toEqual(plan)
    }),
    RUNS,
  )
})

test('the order of what is not ordered does not matter', async () => {
  await fc.assert(
    fc.property(arbCase, ({ suite, properties }) => {
      const turned: TestSuite = { ...suite, machines: suite.machines.toReversed(), steps: suite.steps.toReversed() }
      const strip = (each: TestSuite) => {
        const plan = planIn(each, request(properties))
        return { ...plan, machines: new Set(plan.machines.kept.map(({ id }) => id)) }
      }
      expect(strip(turned)).toEqual(strip(suite))
    }),
  )
})

test('a promotion that was carried out has nothing left to do', async () => {
  let settled = 0
  await fc.assert(
    fc.property(arbCase, ({ suite, properties }) => {
      const ask = request({ ...properties, 'DeploymentMode.Value': 'Promote' })
      const plan = planIn(suite, ask)
      if (plan.kind !== 'deploy') return
      // In the first phase a new success can open nothing; elsewhere the sources are what they were.
      const again = planIn(applyPlan(suite, plan), ask)
      expect(again).toMatchObject({ kind: 'skip', why: { code: 'already-deployed' }, release: plan.release })
      settled++
    }),
    RUNS,
  )
  expect(settled).toBeGreaterThan(10)
})

test('redeploying leaves every place with the release it had', async () => {
  await fc.assert(
    fc.property(arbCase, ({ suite, properties }) => {
      const ask = request({ ...properties, 'DeploymentMode.Value': 'Redeploy' })
      const plan = planIn(suite, ask)
      if (plan.kind !== 'deploy' || ask.channelName !== null) return
      expect(planIn(applyPlan(suite, plan), ask).release?.id).toBe(plan.release.id)
      const last = suite.deployments.findLast(
        (done) =>
          done.hasFailed !== true &&
          environmentId(done.to) === plan.environmentId &&
          (done.tenant === undefined ? null : tenantId(done.tenant)) === plan.tenantId,
      )
      expect(plan.release.version).toBe(last?.version)
    }),
    RUNS,
  )
})

test('every plan has reasons that a person can read, and says last why it stops', async () => {
  await fc.assert(
    fc.property(arbCase, ({ suite, properties }) => {
      const plan = planIn(suite, request(properties))
      for (const reason of plan.reasons) {
        const sentence = explainReason(reason, (id) => id.replace(/^\w+-/, ''))
        expect(sentence).toMatch(/^\S.*\.$/)
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
      }
      if (plan.kind !== 'deploy') expect(plan.reasons.at(-1)).toEqual(plan.why)
      if (plan.kind === 'fail') expect(plan.outputs).toEqual({})
    }),
  )
})

test('a plan is never made from an answer to another question', async () => {
  await fc.assert(
    fc.property(arbCase, arbProperties, ({ suite, properties }, others) => {
      const ask = request(properties)
      const elsewhere = request(others)
      let stale = firstWorld(suite, elsewhere)
      for (let round = 0; round < 100; round++) {
        const answer = planChild(elsewhere, stale)
        if (answer.kind === 'need') stale = answerNeed(suite, stale, answer)
      }
      let world = { ...firstWorld(suite, ask), candidates: stale.candidates, details: stale.details }
      for (let round = 0; round < 100; round++) {
        const answer = planChild(ask, world)
        if (answer.kind === 'need') world = answerNeed(suite, world, answer)
      }
      expect(planChild(ask, world)).toEqual(planIn(suite, ask))
    }),
  )
})
