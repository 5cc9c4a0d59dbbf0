import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GUIDED_FAILURE_ANSWERS } from '../approvals/index.ts'
import { type FailedAttempt, judgeFailure, judgeGuidance, mayBeRepeated } from './after-failure.ts'

const retry: FailedAttempt = { outcome: 'failed', followedBy: 'retry' }
const asked: FailedAttempt = { outcome: 'failed', followedBy: 'ask' }
const actionOf = (properties: Record<string, string> = {}, actionType = 'Octopus.Script', isRequired = false) => ({
  actionType,
  isRequired,
  properties: new Map(Object.entries(properties)),
})
const twice = actionOf({
  'Octopus.Action.AutoRetry.MaximumCount': '2',
  'Octopus.Action.AutoRetry.MinimumBackoff': '7',
})
const ask = {
  action: twice,
  outcome: 'failed',
  earlier: [],
  usesGuidedFailure: false,
  hasMachine: true,
} as const
const all = ['Fail', 'Retry', 'Ignore', 'Exclude']
const retried = (waitSeconds: number, number: number) => ({ kind: 'retry', waitSeconds, retry: number, mostRetries: 2 })

describe('E4 what follows a failed attempt', () => {
  test.each<{ name: string; of: Partial<Parameters<typeof judgeFailure>[0]>; gives: unknown }>([
    { name: 'the first retry comes at once', of: {}, gives: retried(0, 1) },
    { name: 'a later one after the back-off', of: { earlier: [retry] }, gives: retried(7, 2) },
    { name: 'then it is over', of: { earlier: [retry, retry] }, gives: { kind: 'give-up' } },
    {
      name: 'or a person is asked',
      of: { earlier: [retry, retry], usesGuidedFailure: true },
      gives: { kind: 'ask', answers: all },
    },
    {
      name: 'whose "Retry" begins a new round',
      of: { earlier: [retry, retry, asked], usesGuidedFailure: true },
      gives: retried(0, 1),
    },
    {
      name: 'of which the second waits again',
      of: { earlier: [retry, retry, asked, retry], usesGuidedFailure: true },
      gives: retried(7, 2),
    },
    { name: 'no rule', of: { action: actionOf() }, gives: { kind: 'give-up' } },
    { name: 'E5 unknown is not retried by itself', of: { outcome: 'unknown' }, gives: { kind: 'give-up' } },
    {
      name: 'E5 unknown: a person may say so',
      of: { outcome: 'unknown', usesGuidedFailure: true },
      gives: { kind: 'ask', answers: all },
    },
    {
      name: 'no machine, nothing to exclude',
      of: { action: actionOf(), usesGuidedFailure: true, hasMachine: false },
      gives: { kind: 'ask', answers: ['Fail', 'Retry', 'Ignore'] },
    },
    {
      name: 'required',
      of: { action: actionOf({}, 'Octopus.Script', true), usesGuidedFailure: true },
      gives: { kind: 'ask', answers: ['Fail', 'Retry'] },
    },
    {
      name: 'a child is not retried by itself, but asked about',
      of: { action: { ...twice, actionType: 'Flotilla.DeployChildProject' }, usesGuidedFailure: true },
      gives: { kind: 'ask', answers: all },
    },
    {
      name: 'P3 an abort of an intervention stays one',
      of: { action: actionOf({}, 'Octopus.Manual'), usesGuidedFailure: true },
      gives: { kind: 'give-up' },
    },
  ])('$name', ({ of, gives }) => {
    expect(judgeFailure({ ...ask, ...of })).toEqual(gives)
  })

  test('an action may be repeated exactly where something follows its first failure', async () => {
    const types = fc.constantFrom('Octopus.Script', 'Octopus.Manual', 'Flotilla.DeployChildProject')
    await fc.assert(
      fc.property(fc.nat(2), types, fc.boolean(), (maximumCount, actionType, usesGuidedFailure) => {
        const action = actionOf({ 'Octopus.Action.AutoRetry.MaximumCount': String(maximumCount) }, actionType)
        const follows = judgeFailure({ ...ask, action, usesGuidedFailure }).kind !== 'give-up'
        expect(mayBeRepeated({ action, usesGuidedFailure })).toBe(follows)
      }),
    )
  })

  test('E4 retries by rule are never more than the rule says in one round, and one always ends', async () => {
    await fc.assert(
      fc.property(fc.nat(6), fc.nat(3), fc.boolean(), (maximumCount, rounds, usesGuidedFailure) => {
        const action = actionOf({ 'Octopus.Action.AutoRetry.MaximumCount': String(maximumCount) })
        const earlier: FailedAttempt[] = []
        let askings = 0
        for (;;) {
          const verdict = judgeFailure({ ...ask, action, earlier, usesGuidedFailure })
          if (verdict.kind === 'give-up' || (verdict.kind === 'ask' && askings === rounds)) break
          if (verdict.kind === 'ask') askings += 1
          earlier.push({ outcome: 'failed', followedBy: verdict.kind })
        }
        expect(earlier.filter(({ followedBy }) => followedBy === 'retry')).toHaveLength(maximumCount * (askings + 1))
        expect(askings).toBe(usesGuidedFailure ? rounds : 0)
      }),
    )
  })
})

test.each([
  { guidance: 'Fail', gives: { kind: 'fail' } },
  { guidance: 'Retry', gives: { kind: 'retry' } },
  { guidance: 'Ignore', gives: { kind: 'go-on', outcome: 'ignored', excludesMachine: false } },
  { guidance: 'Exclude', gives: { kind: 'go-on', outcome: 'ignored', excludesMachine: true } },
] as const)('guidance $guidance', ({ guidance, gives }) => {
  expect(judgeGuidance(guidance)).toEqual(gives)
  expect(GUIDED_FAILURE_ANSWERS).toContain(guidance)
})
