import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChannelId, EnvironmentId, ReleaseId, TenantId } from '../ids.ts'
import type { Phase } from '../lifecycles/index.ts'
import {
  boundaryOf,
  type Counted,
  countReleases,
  explainRetention,
  judgeRelease,
  keepsEverything,
  type LifecycleRetention,
  type PlaceHistory,
  type RetentionFacts,
  type RetentionPolicy,
  type RetentionVerdict,
  readPolicy,
  retentionRules,
  type StoredRelease,
  shownReleases,
} from './index.ts'

const DAY = 86_400_000
const NOW = 1_000 * DAY
const DEV = 'Environments-1' as EnvironmentId
const TEST = 'Environments-2' as EnvironmentId
const PROD = 'Environments-3' as EnvironmentId
const DEFAULT = 'Channels-1' as ChannelId
const OTHER = 'Channels-2' as ChannelId
const releaseId = (number: number) => `Releases-${number}` as ReleaseId
const items = (count: number): RetentionPolicy => ({ kind: 'items', count })
const days = (count: number): RetentionPolicy => ({ kind: 'days', count })
const FOREVER: RetentionPolicy = { kind: 'forever' }

const phase = (name: string, ...manual: EnvironmentId[]): Phase => ({
  id: name,
  name,
  automatic: [],
  manual,
  minimumEnvironments: 0,
  isOptional: false,
  isPriority: false,
})
const lifecycle = (
  policy: RetentionPolicy | null,
  ...phases: (readonly [Phase, RetentionPolicy | null])[]
): LifecycleRetention => ({ policy, phases: phases.map(([each, own]) => ({ phase: each, policy: own })) })

describe('policies', () => {
  test.each([
    { written: null, gives: null },
    { written: { strategy: 'Default', unit: 'Items', quantity: 3 }, gives: null },
    { written: { strategy: 'Forever', unit: 'Items', quantity: 3 }, gives: FOREVER },
    { written: { strategy: 'Count', unit: 'Items', quantity: 0 }, gives: FOREVER },
    { written: { strategy: 'Count', unit: 'Items', quantity: 3 }, gives: items(3) },
    { written: { strategy: 'Count', unit: 'Days', quantity: 1 }, gives: days(1) },
  ] as const)('$written is read as $gives', ({ written, gives }) => {
    expect(readPolicy(written)).toEqual(gives)
  })

  test.each([
    { name: 'nothing anywhere keeps for ever', own: null, phases: [null, null], gives: [FOREVER, FOREVER] },
    { name: 'the lifecycle is the last resort', own: items(9), phases: [null, null], gives: [items(9), items(9)] },
    { name: 'the nearest earlier phase wins', own: items(9), phases: [items(3), null], gives: [items(3), items(3)] },
    { name: 'a later phase says nothing of an earlier', own: null, phases: [null, days(5)], gives: [FOREVER, days(5)] },
    { name: 'for ever is a policy too', own: items(9), phases: [FOREVER, null], gives: [FOREVER, FOREVER] },
  ])('$name', ({ own, phases, gives }) => {
    const [first = null, second = null] = phases
    const given = lifecycle(own, [phase('Test', TEST), first], [phase('Production', PROD), second])
    const rules = retentionRules(given, [])
    expect(rules.stages.map(({ policy }) => policy)).toEqual(gives)
    expect(rules.undeployed).toEqual(own ?? FOREVER)
    expect(keepsEverything(given)).toBe([...gives, rules.undeployed].every(({ kind }) => kind === 'forever'))
  })

  test('environments that the lifecycle does not hold are a count of their own', () => {
    const { stages } = retentionRules(lifecycle(items(2), [phase('Test', TEST), items(1)]), [DEV, TEST])
    expect(stages.map(({ environmentIds, policy }) => [environmentIds, policy])).toEqual([
      [[TEST], items(1)],
      [[DEV], items(2)],
    ])
  })
})

describe('what is shown', () => {
  const place = (
    channelId: ChannelId,
    latest: number,
    succeeded: readonly number[],
    environmentId = TEST,
  ): PlaceHistory => ({
    environmentId,
    tenantId: null,
    channelId,
    latest: { releaseId: releaseId(latest), order: latest },
    // Release n has succeeded at the time n.
    succeeded: succeeded.map((each) => ({ releaseId: releaseId(each), startedAt: each })),
  })
  const reasons = (histories: readonly PlaceHistory[], isPerChannel: boolean) =>
    Object.fromEntries([...shownReleases(histories, isPerChannel)].map(([id, { why }]) => [id, why]))

  test('current, the failed one after it, and the one before it', () => {
    expect(reasons([place(DEFAULT, 5, [4, 3])], false)).toEqual({
      'Releases-4': 'current',
      'Releases-5': 'latest',
      'Releases-3': 'previous',
    })
  })
  test('channels share a dashboard unless the project keeps them apart', () => {
    const both = [place(DEFAULT, 9, [9, 8]), place(OTHER, 2, [2, 1])]
    expect(reasons(both, false)).toEqual({ 'Releases-9': 'current', 'Releases-8': 'previous' })
    expect(reasons(both, true)).toEqual({
      'Releases-9': 'current',
      'Releases-8': 'previous',
      'Releases-2': 'current',
      'Releases-1': 'previous',
    })
  })
  test('the one before may come from the other channel', () => {
    expect(reasons([place(DEFAULT, 9, [9]), place(OTHER, 2, [2])], false)).toMatchObject({ 'Releases-2': 'previous' })
  })
  test('every tenant has a dashboard', () => {
    const tenants = ['Tenants-1', 'Tenants-2'].map((tenantId, index) => ({
      ...place(DEFAULT, index + 1, [index + 1]),
      tenantId: tenantId as TenantId,
    }))
    expect(Object.keys(reasons(tenants, false)).sort()).toEqual(['Releases-1', 'Releases-2'])
  })
})

/** A world in which everything that retention looks at is spelled out, and its verdicts. */
interface World {
  readonly given: LifecycleRetention
  readonly isPerChannel: boolean
  /** Each channel's; the newest last. */
  readonly releases: readonly { readonly id: ReleaseId; readonly channelId: ChannelId; readonly ageDays: number }[]
  /** The newest last. */
  readonly deployments: readonly {
    readonly releaseId: ReleaseId
    readonly environmentId: EnvironmentId
    readonly tenantId: TenantId | null
    readonly isSuccess: boolean
    readonly ageDays: number
  }[]
}

function verdicts(world: World): ReadonlyMap<ReleaseId, RetentionVerdict> {
  const channelOf = new Map(world.releases.map(({ id, channelId }) => [id, channelId]))
  const all = world.deployments.map((each, order) => ({ ...each, order, at: NOW - each.ageDays * DAY }))
  const newestFirst = all.toReversed()
  const histories = new Map<string, PlaceHistory>()
  for (const { environmentId, tenantId, releaseId: id, order } of newestFirst) {
    const channelId = channelOf.get(id)!
    const key = `${environmentId} ${tenantId} ${channelId}`
    if (histories.has(key)) continue
    const here = newestFirst.filter(
      (each) =>
        each.isSuccess &&
        each.environmentId === environmentId &&
        each.tenantId === tenantId &&
        channelOf.get(each.releaseId) === channelId,
    )
    histories.set(key, {
      environmentId,
      tenantId,
      channelId,
      latest: { releaseId: id, order },
      succeeded: here.map((each) => ({ releaseId: each.releaseId, startedAt: each.order })),
    })
  }
  const shown = shownReleases([...histories.values()], world.isPerChannel)
  const rules = retentionRules(world.given, [...new Set(all.map(({ environmentId }) => environmentId))])
  const count = (policy: RetentionPolicy, candidates: readonly Counted[]) => ({
    policy,
    boundary: boundaryOf(
      policy,
      policy.kind === 'items'
        ? countReleases([], candidates, { limit: policy.count, isShown: (id) => shown.has(id) })
        : [],
      NOW,
    ),
  })
  return new Map(
    world.releases.map(({ id, channelId, ageDays }, order) => {
      const ofChannel = newestFirst.filter((each) => channelOf.get(each.releaseId) === channelId)
      const undeployed = world.releases
        .map((each, index) => ({ ...each, order: index, releaseId: each.id }))
        .filter((each) => each.channelId === channelId && !all.some((deployment) => deployment.releaseId === each.id))
      const facts: RetentionFacts = {
        stages: rules.stages.map((stage) => ({
          ...stage,
          ...count(
            stage.policy,
            ofChannel.filter(({ environmentId }) => stage.environmentIds.includes(environmentId)),
          ),
        })),
        undeployed: count(rules.undeployed, undeployed.toReversed()),
        shown: shown.get(id) ?? null,
        pinnedTo: [],
      }
      const latest = new Map(
        all.filter((each) => each.releaseId === id).map((each) => [each.environmentId, each] as const),
      )
      const release: StoredRelease = {
        id,
        order,
        assembledAt: NOW - ageDays * DAY,
        visits: [...latest.values()],
      }
      return [id, judgeRelease(release, facts)] as const
    }),
  )
}

const deleted = (world: World): readonly string[] =>
  [...verdicts(world)].filter(([, { kind }]) => kind === 'delete').map(([id]) => id.slice('Releases-'.length))

const deploy = (release: number, environmentId: EnvironmentId, more: Partial<World['deployments'][number]> = {}) => ({
  releaseId: releaseId(release),
  environmentId,
  tenantId: null,
  isSuccess: true,
  ageDays: 0,
  ...more,
})
const releases = (count: number, more: Partial<World['releases'][number]> = {}) =>
  Array.from({ length: count }, (_, index) => ({
    id: releaseId(index + 1),
    channelId: DEFAULT,
    ageDays: 0,
    ...more,
  }))
const oneToSix = [1, 2, 3, 4, 5, 6]
const keepThree = lifecycle(items(3), [phase('Test', TEST), null], [phase('Production', PROD), null])

describe('what goes', () => {
  test.each<{ name: string; world: Partial<World>; gives: readonly string[] }>([
    {
      // 10 to 15 are not deployed, 7 to 9 were in Test, 1 to 6 in both.
      name: 'each phase and the undeployed are counted apart, and shown releases take no place',
      world: {
        releases: releases(15),
        deployments: [
          ...oneToSix.flatMap((n) => [deploy(n, TEST), deploy(n, PROD)]),
          ...[7, 8, 9].map((n) => deploy(n, TEST)),
        ],
      },
      gives: ['1', '10', '11', '12'],
    },
    {
      name: 'three really keeps five',
      world: { releases: releases(7), deployments: [...oneToSix, 7].map((n) => deploy(n, TEST)) },
      gives: ['1', '2'],
    },
    {
      name: 'a release that one phase keeps for ever stays, however many there are',
      world: {
        given: lifecycle(items(1), [phase('Test', TEST), items(1)], [phase('Production', PROD), FOREVER]),
        releases: releases(6),
        deployments: [deploy(1, PROD), deploy(2, PROD), ...oneToSix.map((n) => deploy(n, TEST))],
      },
      gives: ['3'],
    },
    {
      name: 'redeploying an old release makes it the newest again',
      world: {
        given: lifecycle(items(1), [phase('Test', TEST), null]),
        releases: releases(5),
        deployments: [1, 2, 3, 4, 5, 1].map((n) => deploy(n, TEST)),
      },
      gives: ['2', '3'],
    },
    {
      name: 'failed deployments count as deployments, and the latest of them is on the dashboard',
      world: {
        given: lifecycle(items(1), [phase('Test', TEST), null]),
        releases: releases(4),
        deployments: [deploy(1, TEST), ...[2, 3, 4].map((n) => deploy(n, TEST, { isSuccess: false }))],
      },
      gives: ['2'],
    },
    {
      name: 'days are counted from the last deployment, or from the creation of what was not deployed',
      world: {
        given: lifecycle(days(7), [phase('Test', TEST), null]),
        releases: [
          ...releases(4, { ageDays: 100 }),
          { id: releaseId(5), channelId: DEFAULT, ageDays: 8 },
          { id: releaseId(6), channelId: DEFAULT, ageDays: 7 },
        ],
        deployments: [
          deploy(1, TEST, { ageDays: 8 }),
          deploy(2, TEST, { ageDays: 7 }),
          deploy(3, TEST),
          deploy(4, TEST),
        ],
      },
      gives: ['1', '5'],
    },
    {
      name: 'channels are counted apart',
      world: {
        given: lifecycle(items(2)),
        releases: [1, 2, 3, 4].map((n) => ({ id: releaseId(n), channelId: n % 2 ? DEFAULT : OTHER, ageDays: 0 })),
      },
      gives: [],
    },
    {
      name: '11.5.4 what is current in one channel stays when another channel has overtaken it, if channels are apart',
      world: {
        given: lifecycle(items(1), [phase('Test', TEST), null]),
        isPerChannel: true,
        releases: oneToSix.map((n) => ({ id: releaseId(n), channelId: n <= 3 ? DEFAULT : OTHER, ageDays: 0 })),
        deployments: oneToSix.map((n) => deploy(n, TEST)),
      },
      gives: [],
    },
  ])('$name', ({ world, gives }) => {
    const defaults = { given: keepThree, isPerChannel: false, releases: [], deployments: [] }
    expect(deleted({ ...defaults, ...world })).toEqual(gives)
  })

  test('a pinned release stays, and every reason has its words', () => {
    const names = { environment: (id: EnvironmentId) => (id === TEST ? 'Test' : id), tenant: (id: string) => id }
    const boundary = { order: 9, at: null }
    const facts: RetentionFacts = {
      stages: [{ name: 'Testing', environmentIds: [TEST], policy: items(3), boundary }],
      undeployed: { policy: days(1), boundary },
      shown: null,
      pinnedTo: [],
    }
    const old: StoredRelease = {
      id: releaseId(1),
      order: 1,
      assembledAt: 0,
      visits: [{ environmentId: TEST, order: 1, at: 0 }],
    }
    const said = (release: StoredRelease, more: Partial<RetentionFacts>) =>
      explainRetention(judgeRelease(release, { ...facts, ...more }), names)
    const tenantId = 'Tenants-1' as TenantId
    expect(said(old, {})).toBe('over the limit of Testing (keeps 3 releases)')
    expect(said({ ...old, visits: [] }, {})).toBe('over the limit of releases that were not deployed (keeps 1 day)')
    expect(said(old, { pinnedTo: [TEST] })).toBe('triggers are told to use it in Test')
    expect(said(old, { shown: { why: 'current', environmentId: TEST, tenantId } })).toBe(
      'it is current in Test for Tenants-1',
    )
    expect(said({ ...old, order: 9, visits: [{ environmentId: TEST, order: 9, at: 0 }] }, {})).toContain('within')
    // Nobody knows how long such a release is to be kept: it stays.
    expect(said({ ...old, visits: [{ environmentId: PROD, order: 1, at: 0 }] }, {})).toContain('within')
  })
})

describe('in every world', () => {
  const arbPolicy = fc.oneof(
    fc.constant(FOREVER),
    fc.integer({ min: 1, max: 3 }).map(items),
    fc.integer({ min: 1, max: 9 }).map(days),
  )
  const arbWorld: fc.Arbitrary<World> = fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc.record({
      given: fc
        .tuple(...Array.from({ length: 3 }, () => fc.option(arbPolicy)))
        .map(([own, first, second]) =>
          lifecycle(
            own ?? null,
            [phase('Test', DEV, TEST), first ?? null],
            [phase('Production', PROD), second ?? null],
          ),
        ),
      isPerChannel: fc.boolean(),
      releases: fc
        .array(fc.record({ channelId: fc.constantFrom(DEFAULT, OTHER), ageDays: fc.nat(12) }), {
          minLength: count,
          maxLength: count,
        })
        .map((all) => all.map((each, index) => ({ ...each, id: releaseId(index + 1) }))),
      deployments: fc
        .array(
          fc.record({
            releaseId: fc.integer({ min: 1, max: count }).map(releaseId),
            environmentId: fc.constantFrom(DEV, TEST, PROD, 'Environments-4' as EnvironmentId),
            tenantId: fc.constantFrom(null, 'Tenants-1' as TenantId),
            isSuccess: fc.boolean(),
            ageDays: fc.nat(12),
          }),
          { maxLength: 30 },
        )
        .map((all) => all.toSorted((a, b) => b.ageDays - a.ageDays)),
    }),
  )

  test('D5 nothing that a dashboard shows is deleted, nor the release before the current one', async () => {
    await fc.assert(
      fc.property(arbWorld, (world) => {
        const gone = new Set(deleted(world).map((number) => releaseId(Number(number))))
        const channelOf = new Map(world.releases.map(({ id, channelId }) => [id, channelId]))
        const newestFirst = world.deployments.toReversed()
        const cellOf = ({ environmentId, tenantId, releaseId: id }: World['deployments'][number]) =>
          `${environmentId} ${tenantId} ${world.isPerChannel ? channelOf.get(id) : ''}`
        for (const cell of new Set(newestFirst.map(cellOf))) {
          const here = newestFirst.filter((each) => cellOf(each) === cell)
          const good = [...new Set(here.filter(({ isSuccess }) => isSuccess).map((each) => each.releaseId))]
          for (const id of [here[0]!.releaseId, ...good.slice(0, 2)]) expect(gone).not.toContain(id)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('D5 a release goes only if every phase that it reached keeps enough newer ones, or it is too old there', async () => {
    await fc.assert(
      fc.property(arbWorld, (world) => {
        const gone = new Set(deleted(world))
        const channelOf = new Map(world.releases.map(({ id, channelId }) => [id, channelId]))
        const { stages, undeployed } = retentionRules(
          world.given,
          world.deployments.map(({ environmentId }) => environmentId),
        )
        const kept = (id: ReleaseId) => !gone.has(id.slice('Releases-'.length))
        for (const number of gone) {
          const id = releaseId(Number(number))
          const own = world.releases.find((each) => each.id === id)!
          const reached = stages.filter(({ environmentIds }) =>
            world.deployments.some((each) => each.releaseId === id && environmentIds.includes(each.environmentId)),
          )
          if (reached.length === 0) {
            const newer = world.releases.filter(
              (each) =>
                each.channelId === own.channelId &&
                Number(each.id.slice(9)) > Number(number) &&
                !world.deployments.some((deployment) => deployment.releaseId === each.id),
            )
            expect(undeployed.kind).not.toBe('forever')
            if (undeployed.kind === 'items')
              expect(newer.filter((each) => kept(each.id)).length).toBeGreaterThanOrEqual(undeployed.count)
            if (undeployed.kind === 'days') expect(own.ageDays).toBeGreaterThan(undeployed.count)
          }
          for (const { environmentIds, policy } of reached) {
            const here = world.deployments.filter(
              (each) => environmentIds.includes(each.environmentId) && channelOf.get(each.releaseId) === own.channelId,
            )
            const last = here.findLastIndex((each) => each.releaseId === id)
            expect(policy.kind).not.toBe('forever')
            if (policy.kind === 'items')
              expect(new Set(here.slice(last + 1).map((each) => each.releaseId)).size).toBeGreaterThanOrEqual(
                policy.count,
              )
            if (policy.kind === 'days') expect(here[last]!.ageDays).toBeGreaterThan(policy.count)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
