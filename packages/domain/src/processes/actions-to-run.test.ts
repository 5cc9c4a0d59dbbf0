import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActionId, ChannelId, EnvironmentId } from '../ids.ts'
import { canBeSkipped, retryRule, timeLimitMinutes } from './action-types.ts'
import { type ActionAsk, actionsToRun, judgeSkips } from './actions-to-run.ts'
import { parseProcess } from './parse-process.ts'
import type { Process } from './process.ts'

const ask: ActionAsk = {
  environmentId: 'Environments-2' as EnvironmentId,
  channelId: 'Channels-1' as ChannelId,
  tenantTags: null,
  skipActionIds: [],
}
const action = (id: string, extra: Record<string, unknown> = {}) => ({
  Id: id,
  Name: id,
  ActionType: 'Octopus.Script',
  ...extra,
})
function processOf(...steps: Record<string, unknown>[][]): Process {
  const parsed = parseProcess({
    Steps: steps.map((Actions, index) => ({ Id: `s${index}`, Name: `s${index}`, Actions })),
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const skip = { skipActionIds: ['a' as ActionId] }
const manual = { ActionType: 'Octopus.Manual', Properties: { 'Octopus.Action.Manual.ResponsibleTeamIds': 'Teams-1' } }

describe('actionsToRun', () => {
  test.each<{ name: string; extra?: Record<string, unknown>; asked?: Partial<ActionAsk>; gives: string }>([
    { name: 'no limits', gives: 'run' },
    { name: 'its environment', extra: { Environments: ['Environments-1', 'Environments-2'] }, gives: 'run' },
    { name: 'another environment', extra: { Environments: ['Environments-1'] }, gives: 'other-environment' },
    { name: 'never there', extra: { ExcludedEnvironments: ['Environments-2'] }, gives: 'excluded-environment' },
    { name: 'never elsewhere', extra: { ExcludedEnvironments: ['Environments-1'] }, gives: 'run' },
    { name: 'its channel', extra: { Channels: ['Channels-1'] }, gives: 'run' },
    { name: 'another channel', extra: { Channels: ['Channels-2'] }, gives: 'other-channel' },
    { name: 'tags, untenanted', extra: { TenantTags: ['Ring/Early'] }, gives: 'other-tenant' },
    {
      name: 'tags that match',
      extra: { TenantTags: ['Ring/Early'] },
      asked: { tenantTags: ['Ring/Early'] },
      gives: 'run',
    },
    {
      name: 'tags that do not',
      extra: { TenantTags: ['Ring/Early'] },
      asked: { tenantTags: ['Ring/Late'] },
      gives: 'other-tenant',
    },
    { name: 'no tags, tenanted', asked: { tenantTags: [] }, gives: 'run' },
    { name: 'disabled', extra: { IsDisabled: true }, gives: 'disabled' },
    {
      name: 'disabled elsewhere',
      extra: { IsDisabled: true, Environments: ['Environments-1'] },
      gives: 'other-environment',
    },
    { name: 'skipped', asked: skip, gives: 'skipped-by-user' },
    { name: 'required, though skipped', extra: { IsRequired: true }, asked: skip, gives: 'run' },
    { name: 'asks a team, though skipped', extra: manual, asked: skip, gives: 'run' },
    { name: 'asks anyone, skipped', extra: { ActionType: 'Octopus.Manual' }, asked: skip, gives: 'skipped-by-user' },
  ])('$name: $gives', ({ extra, asked, gives }) => {
    const [judged] = actionsToRun(processOf([action('a', extra)]), { ...ask, ...asked })
    expect(judged?.verdict.kind === 'left-out' ? judged.verdict.why : judged?.verdict.kind).toBe(gives)
  })

  test('numbers are those of the process, whatever is left out', () => {
    const process = processOf([action('a', { IsDisabled: true })], [action('b'), action('c')], [action('d')])
    expect(actionsToRun(process, ask).map(({ number }) => number)).toEqual(['1', '2.1', '2.2', '3'])
  })

  test('each action lands in exactly one bucket: it runs, or is left out for one reason', async () => {
    const arbPlaces = fc.subarray(['Environments-1', 'Environments-2'])
    const arbAction = fc.record({
      IsDisabled: fc.boolean(),
      IsRequired: fc.boolean(),
      Environments: arbPlaces,
      ExcludedEnvironments: arbPlaces,
      Channels: fc.subarray(['Channels-1', 'Channels-2']),
      TenantTags: fc.subarray(['Ring/Early', 'Ring/Late']),
    })
    const arbSteps = fc.array(fc.array(arbAction, { minLength: 1, maxLength: 3 }), { maxLength: 4 })
    const arbTags = fc.option(fc.subarray(['Ring/Early', 'Ring/Late']))
    await fc.assert(
      fc.property(arbSteps, arbTags, fc.array(fc.nat(9)), (steps, tenantTags, skipped) => {
        let count = 0
        const process = processOf(
          ...steps.map((actions) =>
            actions.map((extra) => {
              count += 1
              return action(`a${count}`, extra)
            }),
          ),
        )
        const skipActionIds = skipped.map((n) => `a${n}` as ActionId)
        const judged = actionsToRun(process, { ...ask, tenantTags, skipActionIds })
        expect(judged.map((each) => each.action)).toEqual(process.steps.flatMap((step) => step.actions))
        for (const { action: of, verdict } of judged) {
          const belongs =
            (of.environmentIds.length === 0 || of.environmentIds.includes(ask.environmentId)) &&
            !of.excludedEnvironmentIds.includes(ask.environmentId) &&
            (of.channelIds.length === 0 || (ask.channelId !== null && of.channelIds.includes(ask.channelId))) &&
            (of.tenantTags.length === 0 || of.tenantTags.some((tag) => tenantTags?.includes(tag)))
          const isSkipped = skipActionIds.includes(of.id) && !of.isRequired
          expect(verdict.kind).toBe(belongs && !of.isDisabled && !isSkipped ? 'run' : 'left-out')
        }
      }),
    )
  })

  test('S2 skipping more actions never makes another one run', async () => {
    const process = processOf(
      ['a', 'b', 'c'].map((id) => action(id)),
      [action('d', { IsRequired: true }), action('e', { IsDisabled: true })],
    )
    const arbIds = fc.subarray(['a', 'b', 'c', 'd', 'e'] as ActionId[])
    const running = (skipActionIds: ActionId[]) =>
      actionsToRun(process, { ...ask, skipActionIds })
        .filter(({ verdict }) => verdict.kind === 'run')
        .map(({ action: { id } }) => id)
    await fc.assert(
      fc.property(arbIds, arbIds, (some, more) => {
        const before = running(some)
        for (const id of running([...some, ...more])) expect(before).toContain(id)
        expect(before).toContain('d')
      }),
    )
  })
})

test('skips of required and of unknown actions are refused by name', () => {
  const process = processOf([action('a'), action('b', { IsRequired: true }), action('c', manual)])
  expect(judgeSkips(process, ['a' as ActionId])).toEqual({ ok: true })
  expect(judgeSkips(process, ['a', 'b', 'c', 'x'] as ActionId[])).toEqual({
    ok: false,
    error: [
      { kind: 'required-action', actionId: 'b', name: 'b' },
      { kind: 'required-action', actionId: 'c', name: 'c' },
      { kind: 'unknown-action', actionId: 'x' },
    ],
  })
})

describe('what an action says about itself', () => {
  const withProperties = (ActionType: string, properties: Record<string, string>) => ({
    actionType: ActionType,
    isRequired: false,
    properties: new Map(Object.entries(properties)),
  })
  const limits = {
    'Octopus.Action.AutoRetry.MaximumCount': '3',
    'Octopus.Action.AutoRetry.MinimumBackoff': '5',
    'Octopus.Action.ExecutionTimeout.Minutes': '30',
  }

  test.each([
    { name: 'nothing set', action: withProperties('Octopus.Script', {}), count: 0, backoff: 15, minutes: null },
    { name: 'all set', action: withProperties('Octopus.Script', limits), count: 3, backoff: 5, minutes: 30 },
    {
      name: 'nonsense',
      action: withProperties('Octopus.Script', {
        ...limits,
        'Octopus.Action.AutoRetry.MaximumCount': '-1',
        'Octopus.Action.ExecutionTimeout.Minutes': '0',
      }),
      count: 0,
      backoff: 5,
      minutes: null,
    },
    ...[
      'Octopus.Manual',
      'Octopus.Email',
      'Octopus.HealthCheck',
      'octopus.deployrelease',
      'Flotilla.DeployChildProject',
    ].map((type) => ({ name: type, action: withProperties(type, limits), count: 0, backoff: 5, minutes: null })),
    {
      name: 'half a minute',
      action: withProperties('Octopus.Script', { ...limits, 'Octopus.Action.ExecutionTimeout.Minutes': '0.5' }),
      count: 3,
      backoff: 5,
      minutes: 0.5,
    },
  ])('retries and time limit: $name', ({ action: of, count, backoff, minutes }) => {
    expect(retryRule(of)).toEqual({ maximumCount: count, minimumBackoffSeconds: backoff })
    expect(timeLimitMinutes(of)).toBe(minutes)
  })

  test('the teams of a script do not make it required', () => {
    expect(canBeSkipped(withProperties('Octopus.Script', manual.Properties))).toBe(true)
    expect(canBeSkipped(withProperties('octopus.manual', manual.Properties))).toBe(false)
    expect(canBeSkipped({ ...withProperties('Octopus.Script', {}), isRequired: true })).toBe(false)
  })
})
