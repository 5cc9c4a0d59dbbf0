import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeploymentId, ReleaseId, TargetId } from '../ids.ts'
import { explainDrift } from './explain-drift.ts'
import { type DriftAsk, isDrifting, isSameMachine, judgeDrift, type LedgerEntry } from './judge-drift.ts'
import { type ActionEnd, judgeInstallation } from './judge-installation.ts'

const AT = Date.parse('2027-03-15T12:00:00Z')
const releaseId = (version: string) => `Releases-${version}` as ReleaseId
const machine = { id: 'Machines-1' as TargetId, name: 's-1' }
const of = (version: string, machineKey = '') => ({
  releaseId: releaseId(version),
  version,
  deploymentId: 'Deployments-1' as DeploymentId,
  installedAt: AT,
  machineKey,
})
const failedAt = (version: string, machineKey = '') => ({
  version,
  deploymentId: 'Deployments-2' as DeploymentId,
  failedAt: AT,
  machineKey,
})

function judge(entry: LedgerEntry | undefined, machineKey = '', version = '1.10') {
  const ask: DriftAsk = {
    current: { releaseId: releaseId(version), version },
    reached: [machine],
    leftOut: [],
    ledger: new Map(entry ? [[machine.id, entry]] : []),
    machineKeys: new Map([[machine.id, machineKey]]),
  }
  return judgeDrift(ask)[0]!
}
const NAMES = { project: 'Web API', environment: 'Staging', tenant: null, version: '1.10' }

test.each<[string, LedgerEntry | undefined, string, string, string]>([
  ['nothing is known', undefined, '', 'missing', 's-1 has never had Web API; Staging runs release 1.10.'],
  [
    'it has it',
    { installed: of('1.10'), failed: null },
    '',
    'up-to-date',
    's-1 has release 1.10 since 2027-03-15 12:00',
  ],
  [
    'an older one',
    { installed: of('1.9'), failed: null },
    '',
    'other-release',
    's-1 has an older release, 1.9, since 2027-03-15 12:00:00 UTC, by Deployments-1; Staging runs release 1.10.',
  ],
  ['a newer one', { installed: of('2.0'), failed: null }, '', 'other-release', 's-1 has a newer release, 2.0'],
  [
    'one that is no number',
    { installed: of('odd'), failed: null },
    '',
    'other-release',
    's-1 has another release, odd',
  ],
  [
    'the last attempt failed',
    { installed: of('1.10'), failed: failedAt('2.0') },
    '',
    'attempt-failed',
    'so nobody knows what it holds; Staging runs release 1.10. Before that it had release 1.10.',
  ],
  [
    'the only attempt failed',
    { installed: null, failed: failedAt('1.10') },
    '',
    'attempt-failed',
    'Deployments-2 of release 1.10 did not come to its end on s-1 at 2027-03-15 12:00:00 UTC',
  ],
  [
    'another machine took its place',
    { installed: of('1.10', 'old'), failed: null },
    'new',
    'replaced',
    's-1 was replaced by another machine after it got release 1.10',
  ],
  ['its key was learned later', { installed: of('1.10'), failed: null }, 'new', 'up-to-date', 's-1 has release 1.10'],
  [
    'what failed on the machine before says nothing of this one',
    { installed: of('1.10', 'new'), failed: failedAt('1.10', 'old') },
    'new',
    'up-to-date',
    's-1 has release 1.10',
  ],
  [
    'a failure on the new machine counts, what the old one had does not',
    { installed: of('1.10', 'old'), failed: failedAt('1.10', 'new') },
    'new',
    'attempt-failed',
    'Staging runs release 1.10.',
  ],
])('%s', (_, entry, machineKey, code, says) => {
  const drift = judge(entry, machineKey)
  expect(drift.reason.code).toBe(code)
  expect(explainDrift(drift, NAMES)).toContain(says)
})

test('a tenant is named', () => {
  expect(explainDrift(judge(undefined), { ...NAMES, tenant: 'Pet Life' })).toBe(
    's-1 has never had Web API; Staging (Pet Life) runs release 1.10.',
  )
})

const arbKey = fc.constantFrom('', 'one', 'two')
const arbVersion = fc.constantFrom('1.0', '1.1', 'odd')
const arbEntry: fc.Arbitrary<LedgerEntry> = fc.record({
  installed: fc.option(fc.tuple(arbVersion, arbKey).map(([version, key]) => of(version, key))),
  failed: fc.option(fc.tuple(arbVersion, arbKey).map(([version, key]) => failedAt(version, key))),
})
const IDS = ['m1', 'm2', 'm3', 'm4'].map((name) => ({ id: `Machines-${name}` as TargetId, name }))
const arbAsk: fc.Arbitrary<DriftAsk> = fc
  .record({
    version: arbVersion,
    reached: fc.subarray(IDS),
    entries: fc.dictionary(fc.constantFrom(...IDS.map(({ id }) => id)), arbEntry),
    keys: fc.array(arbKey, { minLength: 4, maxLength: 4 }),
  })
  .map(({ version, reached, entries, keys }) => ({
    current: { releaseId: releaseId(version), version },
    reached,
    leftOut: IDS.filter((each) => !reached.includes(each)).map((target) => ({ target, why: 'disabled' as const })),
    ledger: new Map(Object.entries(entries) as [TargetId, LedgerEntry][]),
    machineKeys: new Map(IDS.map(({ id }, at) => [id, keys[at]!])),
  }))

test('every machine is judged once, and only machines that would be reached drift', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      const drifts = judgeDrift(ask)
      expect(drifts.map(({ machine: { id } }) => id).sort()).toEqual(IDS.map(({ id }) => id).sort())
      for (const drift of drifts) {
        expect(explainDrift(drift, NAMES)).toMatch(/^.+\.$/)
        if (isDrifting(drift)) expect(ask.reached.map(({ id }) => id)).toContain(drift.machine.id)
      }
    }),
  )
})

test('nothing drifts any more once what drifts has been deployed', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      const drifting = judgeDrift(ask).filter(isDrifting)
      const ledger = new Map(ask.ledger)
      for (const { machine } of drifting) {
        ledger.set(machine.id, { installed: of(ask.current.version, ask.machineKeys.get(machine.id)), failed: null })
      }
      expect(judgeDrift({ ...ask, ledger }).filter(isDrifting)).toEqual([])
      // What was left alone is as it was.
      const alone = ask.reached.filter(({ id }) => !drifting.some(({ machine }) => machine.id === id))
      for (const { id } of alone) {
        expect(ask.ledger.get(id)?.installed?.releaseId).toBe(ask.current.releaseId)
      }
    }),
  )
})

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['', 'b', true],
  ['a', '', true],
])('key %j then and %j now', (then, now, same) => {
  expect(isSameMachine(then, now)).toBe(same)
})

test.each<[readonly ActionEnd[], string]>([
  [['succeeded', 'succeeded-with-warning'], 'installed'],
  [['succeeded', 'skipped'], 'installed'],
  // A condition that is never met there: deploying again would change nothing.
  [['skipped', 'skipped'], 'installed'],
  [['succeeded', 'not-begun'], 'incomplete'],
  [['not-begun', 'not-begun'], 'untouched'],
  [['skipped', 'not-begun'], 'untouched'],
  [['succeeded', 'failed'], 'incomplete'],
  [['failed', 'not-begun'], 'incomplete'],
  [['ignored'], 'incomplete'],
  [['unknown'], 'incomplete'],
  [['cancelled', 'not-begun'], 'incomplete'],
  [[], 'untouched'],
])('actions that ended %j leave it %s', (ends, gives) => {
  expect(judgeInstallation(ends)).toBe(gives)
})
