import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CheckedMachine, type CheckFinding, type CheckPolicy, judgeHealth } from './judge-health.ts'
import { HEALTH_STATUSES } from './target.ts'

const policy: CheckPolicy = { mayBeOffline: false, removedAfterMs: null }
const machine: CheckedMachine = { health: 'Healthy', unavailableForMs: null, isInUse: false }
const gone: CheckedMachine = { ...machine, unavailableForMs: 300_000 }
const outOfReach: CheckFinding = { kind: 'out-of-reach', detail: 'no answer.' }
const failed: CheckFinding = { kind: 'script-failed', detail: 'exit code 3.' }

describe('judgeHealth', () => {
  test.each<{
    name: string
    finding: CheckFinding
    policy?: Partial<CheckPolicy>
    machine?: Partial<CheckedMachine>
    gives: object
  }>([
    { name: 'it answers', finding: { kind: 'connected' }, gives: { health: 'Healthy', check: 'passed' } },
    {
      name: 'the script passed',
      finding: { kind: 'script-passed', hasWarnings: false },
      gives: { health: 'Healthy', check: 'passed', isChange: false },
    },
    {
      name: 'the script warned',
      finding: { kind: 'script-passed', hasWarnings: true },
      gives: { health: 'HasWarnings', check: 'warned', isChange: true },
    },
    { name: 'the script failed', finding: failed, gives: { health: 'Unhealthy', check: 'failed', isChange: true } },
    {
      name: 'unhealthy as before is no change',
      finding: failed,
      machine: { health: 'Unhealthy' },
      gives: { health: 'Unhealthy', check: 'failed', isChange: false },
    },
    {
      name: 'out of reach, and expected to be online',
      finding: outOfReach,
      machine: gone,
      gives: { health: 'Unavailable', check: 'failed', isChange: true, removal: 'keep' },
    },
    {
      name: 'out of reach, and may be offline',
      finding: outOfReach,
      policy: { mayBeOffline: true },
      machine: gone,
      gives: { health: 'Unavailable', check: 'skipped', isChange: true },
    },
    {
      name: 'somebody else answers: that is no machine that is off',
      finding: { kind: 'other-identity', detail: 'another key.' },
      policy: { mayBeOffline: true, removedAfterMs: 0 },
      machine: gone,
      gives: { health: 'Unavailable', check: 'failed', removal: 'keep' },
    },
    {
      name: 'a style that cannot be reached changes nothing',
      finding: { kind: 'not-offered', detail: 'no way.' },
      machine: { health: 'Unknown' },
      gives: { health: 'Unknown', check: 'warned', isChange: false },
    },
    {
      name: 'no time for it: what was known stays',
      finding: { kind: 'not-checked', detail: 'the time was up.' },
      machine: { health: 'HasWarnings' },
      gives: { health: 'HasWarnings', check: 'failed', isChange: false },
    },
    {
      name: 'gone for exactly as long as the policy says',
      finding: outOfReach,
      policy: { removedAfterMs: 300_000 },
      machine: gone,
      gives: { removal: 'remove' },
    },
    {
      name: 'not gone for long enough',
      finding: outOfReach,
      policy: { removedAfterMs: 300_001 },
      machine: gone,
      gives: { removal: 'keep' },
    },
    {
      name: 'a span of 0 removes at once',
      finding: outOfReach,
      policy: { removedAfterMs: 0 },
      machine: { unavailableForMs: 0 },
      gives: { removal: 'remove' },
    },
    {
      name: 'what a deployment uses waits for its end',
      finding: outOfReach,
      policy: { removedAfterMs: 0 },
      machine: { unavailableForMs: 0, isInUse: true },
      gives: { removal: 'wait' },
    },
  ])('$name', ({ finding, policy: asked, machine: known, gives }) => {
    expect(judgeHealth(finding, { ...policy, ...asked }, { ...machine, ...known })).toMatchObject(gives)
  })

  const arbFinding: fc.Arbitrary<CheckFinding> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('out-of-reach', 'other-identity', 'not-offered', 'script-failed', 'not-checked'),
      detail: fc.string(),
    }) as fc.Arbitrary<CheckFinding>,
    fc.constant<CheckFinding>({ kind: 'connected' }),
    fc.boolean().map((hasWarnings): CheckFinding => ({ kind: 'script-passed', hasWarnings })),
  )
  const arbSpan = fc.option(fc.nat(10_000))
  const arbPolicy = fc.record({ mayBeOffline: fc.boolean(), removedAfterMs: arbSpan })
  const arbMachine = fc.record({
    health: fc.constantFrom(...HEALTH_STATUSES),
    unavailableForMs: arbSpan,
    isInUse: fc.boolean(),
  })

  test('only what could not be reached for long enough is removed, and never what is in use', async () => {
    await fc.assert(
      fc.property(arbFinding, arbPolicy, arbMachine, (finding, asked, known) => {
        if (judgeHealth(finding, asked, known).removal !== 'remove') return
        expect(finding.kind).toBe('out-of-reach')
        expect(known.isInUse).toBe(false)
        expect(known.unavailableForMs).toBeGreaterThanOrEqual(asked.removedAfterMs!)
      }),
    )
  })

  test('finding the same again changes nothing', async () => {
    await fc.assert(
      fc.property(arbFinding, arbPolicy, arbMachine, (finding, asked, known) => {
        const first = judgeHealth(finding, asked, known)
        const again = judgeHealth(finding, asked, { ...known, health: first.health })
        expect(again).toEqual({ ...first, isChange: false })
      }),
    )
  })
})
