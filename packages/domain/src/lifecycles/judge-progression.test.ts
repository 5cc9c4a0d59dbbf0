import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EnvironmentId } from '../ids.ts'
import type { Phase, ProgressionAsk, Success, TenantConnection } from './index.ts'
import {
  deployableByTenant,
  deployableEnvironments,
  explainProgressionRefusal,
  judgeProgression,
  phaseEnvironments,
  phaseOf,
} from './index.ts'
import {
  allPets,
  arbEnvironmentId,
  arbHistory,
  arbPhases,
  arbSuccess,
  arbTenant,
  connection,
  dev,
  dogsOnly,
  elsewhere,
  environmentIds,
  history,
  internal,
  phase,
  prod,
  staging,
  success,
  test1,
  test2,
} from './worlds.ts'

const path = [
  phase('Development', [dev]),
  phase('Test', [test1, test2]),
  phase('Staging', [staging]),
  phase('Production', [prod]),
]
const [first, second, third, fourth] = path as [Phase, Phase, Phase, Phase]

function verdictOf(ask: ProgressionAsk): string {
  const verdict = judgeProgression(ask)
  if (verdict.ok) return 'ok'
  const { error } = verdict
  return 'phaseName' in error ? `${error.kind} ${error.phaseName}` : error.kind
}

interface Case {
  readonly name: string
  readonly phases?: readonly Phase[]
  readonly successes?: readonly Success[]
  readonly isBlocked?: boolean
  readonly to: EnvironmentId
  readonly tenant?: TenantConnection
  readonly gives: string
}

function run({ phases = path, successes = [], isBlocked = false, to, tenant, gives }: Case): void {
  const ask = { phases, history: history(successes, isBlocked), environmentId: to, tenant: tenant ?? null }
  expect(verdictOf(ask)).toBe(gives)
}

const done = (...ids: readonly EnvironmentId[]) => ids.map((id) => success(id))

describe('without a tenant', () => {
  const optionalTest = [first, { ...second, isOptional: true }, third, fourth]
  const oneTest = [first, { ...second, minimumEnvironments: 1 }, third]
  const cases: readonly Case[] = [
    { name: 'the first phase is open from the start', to: dev, gives: 'ok' },
    { name: 'an environment of no phase', to: elsewhere, gives: 'environment-not-in-lifecycle' },
    { name: 'the second phase waits for the first', to: test1, gives: 'phase-incomplete Development' },
    { name: 'all environments of a reached phase are open at once', successes: done(dev), to: test2, gives: 'ok' },
    { name: '0 means all', successes: done(dev, test1), to: staging, gives: 'phase-incomplete Test' },
    { name: 'all of them', successes: done(dev, test1, test2), to: staging, gives: 'ok' },
    {
      name: 'the same environment twice is one',
      successes: done(dev, test1, test1),
      to: staging,
      gives: 'phase-incomplete Test',
    },
    { name: 'n means n', phases: oneTest, successes: done(dev, test2), to: staging, gives: 'ok' },
    { name: 'n of none', phases: oneTest, successes: done(dev), to: staging, gives: 'phase-incomplete Test' },
    {
      name: 'more than there are means all',
      phases: [{ ...first, minimumEnvironments: 5 }, second],
      successes: done(dev),
      to: test1,
      gives: 'ok',
    },
    {
      name: 'an earlier phase must be satisfied though later ones are',
      successes: done(test1, test2),
      to: staging,
      gives: 'phase-incomplete Development',
    },
    { name: 'earlier phases stay open', successes: done(dev, test1, test2, staging, prod), to: dev, gives: 'ok' },
    { name: 'an optional phase is skipped', phases: optionalTest, successes: done(dev), to: staging, gives: 'ok' },
    {
      name: 'an optional phase waits for its turn',
      phases: optionalTest,
      to: test1,
      gives: 'phase-incomplete Development',
    },
    {
      name: 'a phase without environments holds back nobody',
      phases: [phase('Rest', []), second],
      to: test1,
      gives: 'ok',
    },
    {
      name: "tenants' successes count",
      successes: [success(dev, internal)],
      to: test1,
      gives: 'ok',
    },
    { name: 'blocked: the first phase stays open', isBlocked: true, to: dev, gives: 'ok' },
    { name: 'blocked: no progress', isBlocked: true, successes: done(dev), to: test1, gives: 'release-blocked Test' },
    {
      name: 'blocked: any environment of a phase with a success',
      isBlocked: true,
      successes: done(dev, test1),
      to: test2,
      gives: 'ok',
    },
    {
      name: 'blocked: optional phases too',
      phases: optionalTest,
      isBlocked: true,
      successes: done(dev),
      to: test2,
      gives: 'release-blocked Test',
    },
    {
      name: 'blocked does not open what is incomplete',
      isBlocked: true,
      successes: done(test1),
      to: test1,
      gives: 'phase-incomplete Development',
    },
  ]
  test.each(cases)('$name', run)
})

describe('with a tenant', () => {
  const everywhere = connection(internal, dev, test1, test2, staging, prod)
  const late = connection(dogsOnly, staging, prod)
  const one = connection(allPets, test1, staging)
  const own = (...ids: readonly EnvironmentId[]) => ids.map((id) => success(id, internal))
  const cases: readonly Case[] = [
    { name: 'not connected there', tenant: late, to: dev, gives: 'tenant-not-connected' },
    { name: 'connected nowhere', tenant: connection(internal), to: dev, gives: 'tenant-not-connected' },
    { name: 'not in the lifecycle comes first', tenant: late, to: elsewhere, gives: 'environment-not-in-lifecycle' },
    { name: 'its own successes', tenant: everywhere, successes: own(dev), to: test1, gives: 'ok' },
    {
      name: "others' successes do not help",
      tenant: everywhere,
      successes: [success(dev), success(dev, allPets)],
      to: test1,
      gives: 'phase-incomplete Development',
    },
    {
      name: 'connected to none of the phase: anyone will do',
      tenant: late,
      successes: [success(dev), success(test1, internal), success(test2, allPets)],
      to: staging,
      gives: 'ok',
    },
    {
      name: 'connected to none of the phase: somebody must',
      tenant: late,
      successes: [success(dev), success(test1, internal)],
      to: staging,
      gives: 'phase-incomplete Test',
    },
    {
      name: 'required number is capped at its connections',
      tenant: one,
      successes: [success(dev), success(test1, allPets)],
      to: staging,
      gives: 'ok',
    },
    {
      name: 'capped, but its own',
      tenant: one,
      successes: [success(dev), success(test1), success(test2)],
      to: staging,
      gives: 'phase-incomplete Test',
    },
    {
      name: 'the minimum number is honoured',
      phases: [{ ...second, minimumEnvironments: 1 }, third],
      tenant: everywhere,
      successes: own(test2),
      to: staging,
      gives: 'ok',
    },
    {
      name: 'optional phases are skippable',
      phases: [first, { ...second, isOptional: true }, third],
      tenant: everywhere,
      successes: own(dev),
      to: staging,
      gives: 'ok',
    },
    {
      name: 'blocked for a tenant that does not have it',
      tenant: late,
      isBlocked: true,
      successes: [...done(dev, test1, test2, staging), success(staging, internal)],
      to: staging,
      gives: 'release-blocked Staging',
    },
    {
      name: 'blocked, yet a tenant that has it may redeploy',
      tenant: late,
      isBlocked: true,
      successes: [...done(dev, test1, test2), success(staging, dogsOnly)],
      to: staging,
      gives: 'ok',
    },
    { name: 'blocked: the first phase', tenant: everywhere, isBlocked: true, to: dev, gives: 'ok' },
  ]
  test.each(cases)('$name', run)
})

test('refusals carry their facts and read as sentences', () => {
  const names: Record<string, string> = {
    [test1]: 'Test A',
    [test2]: 'Test B',
    [staging]: 'Staging',
    [elsewhere]: 'Lab',
    [dogsOnly]: 'Dogs Only',
  }
  const explain = (ask: Partial<ProgressionAsk>) => {
    const verdict = judgeProgression({
      phases: path,
      history: history([]),
      environmentId: staging,
      tenant: null,
      ...ask,
    })
    return verdict.ok
      ? undefined
      : { error: verdict.error, text: explainProgressionRefusal(verdict.error, (id) => names[id]!) }
  }
  const incomplete = explain({ history: history(done(dev, test1)) })
  expect(incomplete?.error).toEqual({
    kind: 'phase-incomplete',
    environmentId: staging,
    phaseName: 'Test',
    required: 2,
    succeeded: 1,
    missing: [test2],
    tenantId: null,
  })
  expect(incomplete?.text).toBe(
    'The release cannot be deployed to Staging before phase "Test" is complete: it must first be deployed successfully to Test B.',
  )
  const one = explain({
    phases: [{ ...second, minimumEnvironments: 1 }, third],
    tenant: connection(dogsOnly, test1, test2, staging),
  })
  expect(one?.text).toBe(
    'The release cannot be deployed to Staging before phase "Test" is complete: it must first be deployed successfully to 1 more of Test A, Test B for tenant Dogs Only.',
  )
  expect(explain({ environmentId: elsewhere })?.text).toBe("Lab is not part of the release's lifecycle.")
  expect(explain({ tenant: connection(dogsOnly) })?.text).toBe(
    'Tenant Dogs Only is not connected to this project for Staging.',
  )
  expect(explain({ phases: [first, third], history: history(done(dev), true) })?.text).toBe(
    'The release is blocked by an unresolved defect and has not been deployed successfully to phase "Staging", so it cannot be deployed to Staging.',
  )
})

describe('worked example of domain reference 8.6', () => {
  const successes = [success(dev), success(test1, internal), success(test2, internal), success(dev, internal)]
  test.each([
    {
      name: 'connected everywhere',
      tenant: connection(internal, dev, test1, test2, staging, prod),
      gives: [dev, test1, test2, staging],
    },
    {
      name: 'connected from Test on, without its own success',
      tenant: connection(allPets, test1, staging, prod),
      gives: [test1],
    },
    { name: 'connected late', tenant: connection(dogsOnly, staging, prod), gives: [staging] },
  ])('$name', ({ tenant, gives }) => {
    expect(deployableEnvironments({ phases: path, history: history(successes), tenant })).toEqual(gives)
  })

  test('of many tenants, those with nothing to deploy are left out', () => {
    const connections = [connection(internal, prod), connection(allPets, test1, staging), connection(dogsOnly)]
    const promotions = deployableByTenant({ phases: path, history: history(successes), connections })
    expect([...promotions]).toEqual([[allPets, [test1]]])
  })
})

const arbAsk = fc.record({ phases: arbPhases, history: arbHistory, environmentId: arbEnvironmentId, tenant: arbTenant })
const many = { numRuns: 2000 }

test('monotone: one more success never closes what was open', async () => {
  await fc.assert(
    fc.property(arbAsk, arbSuccess, (ask, more) => {
      const later = { ...ask, history: { ...ask.history, successes: [...ask.history.successes, more] } }
      if (judgeProgression(ask).ok) expect(judgeProgression(later).ok).toBe(true)
    }),
    many,
  )
})

test('blocked stays blocked, whatever succeeds in other phases or for other tenants', async () => {
  await fc.assert(
    fc.property(arbAsk, fc.array(arbSuccess), (ask, more) => {
      const own = new Set(phaseEnvironments(phaseOf(ask.phases, ask.environmentId) ?? phase('None', [])))
      const elsewhereOrOthers = more.filter(
        ({ environmentId, tenantId }) => !own.has(environmentId) || (ask.tenant && ask.tenant.tenantId !== tenantId),
      )
      const later = { ...ask, history: { ...ask.history, successes: [...ask.history.successes, ...elsewhereOrOthers] } }
      const [before, after] = [judgeProgression(ask), judgeProgression(later)]
      if (!before.ok && before.error.kind === 'release-blocked') expect(after).toEqual(before)
    }),
    many,
  )
})

test('a defect only ever closes, and never the first phase', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      const verdictWith = (hasUnresolvedDefect: boolean) =>
        judgeProgression({ ...ask, history: { ...ask.history, hasUnresolvedDefect } }).ok
      if (verdictWith(true)) expect(verdictWith(false)).toBe(true)
      if (phaseOf(ask.phases, ask.environmentId) === ask.phases[0]) expect(verdictWith(true)).toBe(verdictWith(false))
    }),
    many,
  )
})

test('optional phases never hold back later ones: leaving one out changes nothing elsewhere', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      // The first phase is kept: being first is what keeps a phase open to a blocked release.
      const required = ask.phases.filter((each, at) => at === 0 || !each.isOptional)
      const own = phaseOf(ask.phases, ask.environmentId)
      if (!own || required.includes(own))
        expect(judgeProgression({ ...ask, phases: required })).toEqual(judgeProgression(ask))
    }),
    many,
  )
})

test('lists are exactly what single questions answer', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      const open = environmentIds.filter((environmentId) => judgeProgression({ ...ask, environmentId }).ok)
      const listed = deployableEnvironments(ask)
      expect([...listed].sort()).toEqual(open)
      if (!ask.tenant) return
      const byTenant = deployableByTenant({ ...ask, connections: [ask.tenant] })
      expect(byTenant.get(ask.tenant.tenantId) ?? []).toEqual(listed)
      for (const id of listed) expect(ask.tenant.environmentIds).toContain(id)
    }),
    many,
  )
})

test('an incomplete phase names enough missing environments to complete it', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      const verdict = judgeProgression(ask)
      if (verdict.ok || verdict.error.kind !== 'phase-incomplete') return
      const { required, succeeded, missing, tenantId, phaseName } = verdict.error
      expect(missing.length).toBeGreaterThanOrEqual(required - succeeded)
      const more = missing.slice(0, required - succeeded).map((id) => success(id, tenantId))
      const after = judgeProgression({
        ...ask,
        history: { ...ask.history, successes: [...ask.history.successes, ...more] },
      })
      if (!after.ok && 'phaseName' in after.error && after.error.kind === 'phase-incomplete') {
        expect(after.error.phaseName).not.toBe(phaseName)
      }
    }),
    many,
  )
})
