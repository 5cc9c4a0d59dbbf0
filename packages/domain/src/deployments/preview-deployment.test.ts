import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActionId, ChannelId, EnvironmentId, TargetId, TenantId } from '../ids.ts'
import { parseProcess } from '../processes/index.ts'
import type { HealthStatus, Target } from '../targets/index.ts'
import { judgeMachineSelection } from './judge-machine-selection.ts'
import { machinesTouched, type PreviewAsk, previewDeployment } from './preview-deployment.ts'

const staging = 'Environments-2' as EnvironmentId
const machine = (n: number, role: string, extra: Partial<Target> = {}): Target => ({
  id: `Machines-${n}` as TargetId,
  name: `s-${n}`,
  environmentIds: [staging],
  roles: [role],
  isDisabled: false,
  health: 'Healthy',
  tenancy: 'Untenanted',
  tenantIds: [],
  tenantTags: [],
  ...extra,
})
const action = (id: string, extra: Record<string, unknown> = {}) => ({
  Id: id,
  Name: `do ${id}`,
  ActionType: 'Octopus.Script',
  ...extra,
})
const step = (roles: string, ...Actions: Record<string, unknown>[]) => ({
  Name: `step of ${String(Actions[0]?.Id)}`,
  Properties: { 'Octopus.Action.TargetRoles': roles },
  Actions,
})
function processOf(...Steps: unknown[]) {
  const parsed = parseProcess({ Steps })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

const suite = processOf(
  step('', action('backup')),
  step('web', action('drain', { IsRequired: true }), action('copy')),
  step('app', action('old', { IsDisabled: true })),
  step('app', action('elsewhere', { Environments: ['Environments-9'] })),
)
const ask: PreviewAsk = {
  process: suite,
  targets: [machine(1, 'web'), machine(2, 'web'), machine(3, 'app'), machine(4, 'web', { environmentIds: [] })],
  channelId: 'Channels-1' as ChannelId,
  skipActionIds: [],
  target: {
    environmentId: staging,
    tenant: null,
    specific: [],
    excluded: [],
    excludeUnhealthy: false,
    skipUnavailable: { on: false, roles: [] },
  },
  includeDisabled: false,
}
const preview = (asked: Partial<PreviewAsk> = {}, target: Partial<PreviewAsk['target']> = {}) =>
  previewDeployment({ ...ask, ...asked, target: { ...ask.target, ...target } })
const names = (targets: readonly Target[] | undefined) => targets?.map(({ name }) => name)

describe('previewDeployment', () => {
  test('one entry for each action that applies, with its number, roles and machines', () => {
    expect(
      preview().steps.map((each) => [
        each.actionNumber,
        each.actionName,
        each.roles,
        names(each.machines),
        each.canBeSkipped,
      ]),
    ).toEqual([
      ['1', 'do backup', [], [], true],
      ['2.1', 'do drain', ['web'], ['s-1', 's-2'], false],
      ['2.2', 'do copy', ['web'], ['s-1', 's-2'], true],
    ])
  })

  test('S2 a disabled action is listed when asked for, but reaches no machine', () => {
    const { steps } = preview({ includeDisabled: true })
    expect(steps.map(({ actionId }) => actionId)).toEqual(['backup', 'drain', 'copy', 'old'])
    const old = steps[3]
    expect(old).toMatchObject({ actionNumber: '3', isDisabled: true, roles: ['app'], machines: [], dropped: [] })
    expect(old?.hasNoApplicableMachines).toBe(false)
    expect(machinesTouched(preview({ includeDisabled: true }))).toEqual(['Machines-1', 'Machines-2'])
  })

  test('actions are scoped by the tags of then, machines by those of now', () => {
    const process = processOf(step('web', action('early', { TenantTags: ['Ring/Early'] })))
    const tenanted = { tenancy: 'Tenanted', tenantTags: ['Ring/Late'] } as const
    const [early] = preview(
      { process, targets: [machine(1, 'web', tenanted)], tenantTags: ['Ring/Early'] },
      { tenant: { id: 'Tenants-1' as TenantId, tags: ['Ring/Late'] } },
    ).steps
    expect(early?.actionName).toBe('do early')
    expect(names(early?.machines)).toEqual(['s-1'])
  })

  test('actions skipped by choice are not listed', () => {
    const { steps } = preview({ skipActionIds: ['copy', 'drain'] as ActionId[] })
    expect(steps.map(({ actionId }) => actionId)).toEqual(['backup', 'drain'])
  })

  test.each<{
    name: string
    target: Partial<PreviewAsk['target']>
    health?: HealthStatus
    machines: string[]
    unavailable?: string[]
    excluded?: string[]
  }>([
    { name: 'chosen', target: { specific: ['Machines-2' as TargetId] }, machines: ['s-2'], excluded: ['s-1'] },
    { name: 'excluded', target: { excluded: ['Machines-2' as TargetId] }, machines: ['s-1'], excluded: ['s-2'] },
    {
      name: 'unhealthy',
      target: { excludeUnhealthy: true },
      health: 'Unhealthy',
      machines: ['s-2'],
      unavailable: ['s-1'],
    },
    {
      name: 'unavailable',
      target: { skipUnavailable: { on: true, roles: [] } },
      health: 'Unavailable',
      machines: ['s-2'],
      unavailable: ['s-1'],
    },
    { name: 'tenanted', target: { tenant: { id: 'Tenants-1' as TenantId, tags: [] } }, machines: [] },
  ])(
    'machines left out are listed by reason: $name',
    ({ target, health = 'Healthy', machines, unavailable = [], excluded = [] }) => {
      const found = preview({ targets: [machine(1, 'web', { health }), machine(2, 'web'), machine(3, 'app')] }, target)
        .steps[1]
      expect(names(found?.machines)).toEqual(machines)
      expect(names(found?.unavailable)).toEqual(unavailable)
      expect(names(found?.excluded)).toEqual(excluded)
      expect(found?.hasNoApplicableMachines).toBe(machines.length === 0)
      // Every web machine of the environment is accounted for, the app machine is not mentioned.
      expect((found?.machines.length ?? 0) + (found?.dropped.length ?? 0)).toBe(2)
    },
  )

  test('S2 only chosen machines are touched, and choosing adds none', async () => {
    const arbTargets = fc.uniqueArray(
      fc
        .tuple(fc.nat(5), fc.constantFrom('web', 'app'), fc.boolean())
        .map(([n, role, isDisabled]) => machine(n, role, { isDisabled })),
      { selector: ({ id }) => id },
    )
    const arbChosen = fc.uniqueArray(
      fc.nat(6).map((n) => `Machines-${n}` as TargetId),
      { minLength: 1 },
    )
    await fc.assert(
      fc.property(arbTargets, arbChosen, fc.boolean(), (targets, specific, includeDisabled) => {
        const all = machinesTouched(preview({ targets, includeDisabled }))
        const touched = machinesTouched(preview({ targets, includeDisabled }, { specific }))
        expect(touched).toEqual(all.filter((id) => specific.includes(id)))
      }),
    )
  })
})

describe('judgeMachineSelection', () => {
  const knownIds = new Set([1, 2, 3].map((n) => `Machines-${n}` as TargetId))
  const none = { targets: [] }
  const server = { process: processOf(step('', action('backup'))) }
  const disabled = { process: processOf(step('web', action('old', { IsDisabled: true }))), includeDisabled: true }
  const down = { targets: [machine(1, 'web', { health: 'Unavailable' })] }
  test.each<{
    name: string
    of?: Partial<PreviewAsk>
    specific?: string[]
    excluded?: string[]
    allowNoTargets?: boolean
    gives: string
  }>([
    { name: 'machines there', gives: 'fine' },
    { name: 'an id nobody has', specific: ['Machines-1', 'Machines-9'], gives: 'unknown-machines' },
    { name: 'an excluded id nobody has', excluded: ['Machines-9'], gives: 'unknown-machines' },
    {
      name: 'unknown, even where no machine is needed',
      of: server,
      specific: ['Machines-9'],
      allowNoTargets: true,
      gives: 'unknown-machines',
    },
    { name: 'no machines', of: none, gives: 'no-machines' },
    { name: 'no machines, allowed', of: none, allowNoTargets: true, gives: 'fine' },
    { name: 'no machine needed', of: { ...server, ...none }, gives: 'fine' },
    { name: 'needed by a disabled action only', of: { ...disabled, ...none }, gives: 'fine' },
    { name: 'chosen, but not of any step', specific: ['Machines-3'], gives: 'no-machines' },
    { name: 'all excluded', excluded: ['Machines-1', 'Machines-2'], gives: 'no-machines' },
    { name: 'all unavailable today', of: down, gives: 'fine' },
  ])('$name: $gives', ({ of, specific = [], excluded = [], allowNoTargets = false, gives }) => {
    const selection = { specific: specific as TargetId[], excluded: excluded as TargetId[] }
    const skipUnavailable = { on: true, roles: [] }
    const judged = judgeMachineSelection({
      preview: preview(of, { ...selection, skipUnavailable }),
      ...selection,
      knownIds,
      allowNoTargets,
    })
    expect(judged.ok ? 'fine' : judged.error.kind).toBe(gives)
  })

  test('a refusal says which', () => {
    const asked = { excluded: [], knownIds, allowNoTargets: false }
    const specific = ['Machines-9', 'Machines-9', 'Machines-1'] as TargetId[]
    expect(judgeMachineSelection({ ...asked, specific, preview: preview() })).toMatchObject({
      error: { targetIds: ['Machines-9'] },
    })
    expect(judgeMachineSelection({ ...asked, specific: [], preview: preview(none) })).toMatchObject({
      error: { actionNames: ['do drain', 'do copy'] },
    })
  })
})
