import { err, ok } from '@flotilla/kit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EnvironmentId, ProjectId, ReleaseId, TargetId, TenantId, TriggerId } from '../ids.ts'
import type { Target } from '../targets/index.ts'
import type { Tenant } from '../tenants/index.ts'
import { batchTriggers, type TriggerBatch } from './batch-triggers.ts'
import {
  decideTrigger,
  explainTriggerDecision,
  MOST_TRIES,
  type TriggeredDeployment,
  type TriggerFacts,
} from './decide-trigger.ts'
import {
  explainEventMismatch,
  type MachineFilter,
  matchesMachineEvent,
  stillMatches,
  triggerPlaces,
} from './machine-event.ts'

const staging = 'Environments-Staging' as EnvironmentId
const production = 'Environments-Production' as EnvironmentId
const petLife = 'Tenants-PetLife' as TenantId
const allPets = 'Tenants-AllPets' as TenantId
const parent = 'Projects-1' as ProjectId
const trigger = 'ProjectTriggers-1' as TriggerId
const release = (n: number): ReleaseId => `Releases-${n}` as ReleaseId
const machineId = (n: number): TargetId => `Machines-${n}` as TargetId
const nameOf = (id: string): string => id.replace(/^\w+-/, '')

const target: Target = {
  id: machineId(1),
  name: 's-web-api-03',
  environmentIds: [staging],
  roles: ['App-WebApi'],
  isDisabled: false,
  health: 'Healthy',
  tenancy: 'Untenanted',
  tenantIds: [],
  tenantTags: [],
}
const available: MachineFilter = {
  environmentIds: [],
  roles: [],
  eventGroups: ['MachineAvailableForDeployment'],
  eventCategories: [],
}
const nowhere: MachineFilter = { ...available, eventGroups: [] }
const unwatched = (category: string) => err({ kind: 'event-not-watched', category })

test.each<{ name: string; filter?: Partial<MachineFilter>; category?: string; gives: unknown }>([
  { name: 'healthy is available', gives: ok() },
  { name: 'enabled is available', category: 'MachineEnabled', gives: ok() },
  { name: 'created is not', category: 'MachineAdded', gives: unwatched('MachineAdded') },
  { name: 'unavailable is not', category: 'MachineUnavailable', gives: unwatched('MachineUnavailable') },
  { name: 'a category by name', filter: { eventCategories: ['MachineAdded'] }, category: 'MachineAdded', gives: ok() },
  { name: 'neither group nor category', filter: nowhere, gives: unwatched('MachineHealthy') },
  {
    name: 'deletion, even when named',
    filter: { eventCategories: ['MachineDeleted'] },
    category: 'MachineDeleted',
    gives: unwatched('MachineDeleted'),
  },
  { name: 'a word of the language', category: 'toString', gives: unwatched('toString') },
  { name: 'its environment', filter: { environmentIds: [production, staging] }, gives: ok() },
  {
    name: 'another environment',
    filter: { environmentIds: [production] },
    gives: err({ kind: 'environment-not-watched', environmentIds: [staging] }),
  },
  { name: 'its role, in other case', filter: { roles: ['app-webapi'] }, gives: ok() },
  {
    name: 'another role',
    filter: { roles: ['App-WebUI'] },
    gives: err({ kind: 'role-not-watched', roles: ['App-WebApi'] }),
  },
])('a trigger watches: $name', ({ filter, category = 'MachineHealthy', gives }) => {
  const answer = matchesMachineEvent({ ...available, ...filter }, { category }, target)
  expect(answer).toEqual(gives)
  if (!answer.ok) expect(explainEventMismatch(answer.error, nameOf)).toMatch(/^The trigger .*\.$/)
})

const tenant = (id: TenantId, environments: readonly EnvironmentId[]): Tenant => ({
  id,
  name: id,
  isDisabled: false,
  tags: [],
  projectEnvironments: new Map([[parent, environments]]),
})
const tenants = [tenant(petLife, [staging]), tenant(allPets, [production])]
const twoPlaces: Target = { ...target, environmentIds: [staging, production] }
const serving: Target = { ...twoPlaces, tenancy: 'TenantedOrUntenanted', tenantIds: [petLife, allPets] }

test.each<{ name: string; target: Target; mode: 'Untenanted' | 'Tenanted' | 'TenantedOrUntenanted'; gives: unknown }>([
  {
    name: 'each environment',
    target: twoPlaces,
    mode: 'Untenanted',
    gives: [
      [staging, null],
      [production, null],
    ],
  },
  {
    name: 'each tenant where it is connected',
    target: serving,
    mode: 'TenantedOrUntenanted',
    gives: [
      [staging, null],
      [staging, petLife],
      [production, null],
      [production, allPets],
    ],
  },
  { name: 'tenants only', target: { ...serving, tenantIds: [petLife] }, mode: 'Tenanted', gives: [[staging, petLife]] },
  { name: 'a machine that serves nobody', target: twoPlaces, mode: 'Tenanted', gives: [] },
  { name: 'a machine for tenants only', target: { ...serving, tenancy: 'Tenanted' }, mode: 'Untenanted', gives: [] },
])('places of a machine: $name', ({ target: machine, mode, gives }) => {
  const project = { id: parent, tenantedMode: mode }
  const places = triggerPlaces({ filter: available, target: machine, project, tenants })
  expect(places.map(({ environmentId, tenantId }) => [environmentId, tenantId])).toEqual(gives)
})

test.each<{ name: string; now: Partial<Target>; filter?: Partial<MachineFilter>; gives: string }>([
  { name: 'nothing has changed', now: {}, gives: 'ok' },
  { name: 'it has another environment as well', now: { environmentIds: [staging, production] }, gives: 'ok' },
  { name: 'it has left the environment', now: { environmentIds: [production] }, gives: 'place-left' },
  { name: 'it serves the tenant no longer', now: { tenantIds: [allPets] }, gives: 'place-left' },
  { name: 'it has another role', now: { roles: ['App-WebUI'] }, gives: 'role-not-watched' },
  {
    name: 'another environment is watched',
    now: {},
    filter: { environmentIds: [production] },
    gives: 'environment-not-watched',
  },
  {
    name: 'another event is watched',
    now: {},
    filter: { eventGroups: ['MachineCritical'] },
    gives: 'event-not-watched',
  },
])('T2 looked at later: $name', ({ now, filter, gives }) => {
  const matched = stillMatches({
    filter: { ...available, roles: ['App-WebApi'], ...filter },
    event: { category: 'MachineHealthy' },
    target: { ...serving, environmentIds: [staging], ...now },
    project: { id: parent, tenantedMode: 'Tenanted' },
    tenants,
    place: { environmentId: staging, tenantId: petLife },
  })
  expect(matched.ok ? 'ok' : matched.error.kind).toBe(gives)
})

const facts: TriggerFacts = {
  trigger: { id: trigger, isDisabled: false, redeploysWhenCurrent: false, deploysOnlyMissing: false },
  lacksSomething: false,
  project: { id: parent, isDisabled: false },
  target: { id: machineId(1), isDisabled: false },
  place: { environmentId: staging, tenantId: null },
  match: ok(),
  eventAt: 100,
  current: { id: release(1), version: '2021.1.0' },
  pinned: null,
  steps: [{ stepName: 'Touch', kind: 'own', reachesMachine: true }],
  installed: null,
  triesInVain: 0,
}
const hasIt = { releaseId: release(1), byTriggerId: trigger, startedAt: 50, endedAt: 90 }
const again = { ...facts.trigger, redeploysWhenCurrent: true }
const onlyMissing = { ...facts.trigger, deploysOnlyMissing: true }
const childStep = (reachesMachine: boolean) => ({ stepName: 'Deploy Web API', kind: 'child', reachesMachine }) as const

test.each<{ name: string; at: Partial<TriggerFacts>; gives: string }>([
  { name: 'a new machine', at: {}, gives: 'Release 2021.1.0 is deployed to 1 in Staging.' },
  { name: 'a disabled trigger', at: { trigger: { ...again, isDisabled: true } }, gives: 'The trigger is disabled.' },
  { name: 'a disabled project', at: { project: { id: parent, isDisabled: true } }, gives: 'Project 1 is disabled.' },
  {
    name: 'a machine that was disabled',
    at: { target: { id: machineId(1), isDisabled: true } },
    gives: 'The machine is disabled.',
  },
  {
    name: 'a trigger that watches something else by now',
    at: { match: err({ kind: 'role-not-watched', roles: ['App-WebApi'] }) },
    gives: "The trigger was changed meanwhile. The trigger watches none of the machine's roles (App-WebApi).",
  },
  {
    name: 'a machine that has moved',
    at: {
      place: { environmentId: staging, tenantId: petLife },
      match: err({ kind: 'place-left', place: { environmentId: staging, tenantId: petLife } }),
    },
    gives: 'The machine takes part in no deployment to Staging for PetLife any more.',
  },
  {
    name: '11.4.7 never deployed there',
    at: { current: null },
    gives: 'The project has never been deployed successfully to Staging.',
  },
  {
    name: 'a pinned release, although never deployed there',
    at: { current: null, pinned: { id: release(9), version: '2021.2.0' } },
    gives: 'Release 2021.2.0 is deployed to 1 in Staging.',
  },
  { name: '11.4.1 no step for it', at: { steps: [] }, gives: 'No step of the project runs on the machine.' },
  {
    name: 'T7 a child reaches it',
    at: { steps: [childStep(false), childStep(true)] },
    gives: 'Release 2021.1.0 is deployed to 1 in Staging.',
  },
  {
    name: 'T7 no child reaches it',
    at: { steps: [childStep(false)] },
    gives: 'No step of the project runs on the machine, nor do the children of Deploy Web API.',
  },
  { name: '11.4.8 it has it', at: { installed: hasIt }, gives: 'The machine already has release 2021.1.0.' },
  {
    name: '11.4.8 it has it, redeploying is asked for',
    at: { installed: hasIt, trigger: again },
    gives: 'Release 2021.1.0 is deployed to 1 in Staging.',
  },
  {
    name: 'T3 it got it since the event, so even redeploying is done',
    at: { installed: { ...hasIt, byTriggerId: null, startedAt: 101, endedAt: 110 }, trigger: again },
    gives: 'The machine already has release 2021.1.0.',
  },
  {
    name: 'T3 the event came from its own deployment',
    at: { installed: { ...hasIt, endedAt: 100 }, trigger: again },
    gives: "The event came from the trigger's own deployment of release 2021.1.0.",
  },
  {
    name: 'it has an older one',
    at: { installed: { ...hasIt, releaseId: release(0) } },
    gives: 'Release 2021.1.0 is deployed to 1 in Staging.',
  },
  {
    name: 'only what is missing, and it has the suite but lacks a child',
    at: { installed: hasIt, trigger: onlyMissing, lacksSomething: true },
    gives: 'Release 2021.1.0 is deployed to 1 in Staging.',
  },
  {
    name: 'only what is missing, and nothing is',
    at: { trigger: onlyMissing },
    gives: 'The machine lacks nothing of what is current there.',
  },
  {
    name: 'T3 only what is missing, and bringing it fails again and again',
    at: { trigger: onlyMissing, lacksSomething: true, triesInVain: MOST_TRIES },
    gives:
      'Release 2021.1.0 was deployed to the machine 3 times in vain within an hour. It is tried again at the next event after that.',
  },
  {
    name: 'T3 it has failed there before',
    at: { triesInVain: MOST_TRIES - 1 },
    gives: 'Release 2021.1.0 is deployed to 1 in Staging.',
  },
  {
    name: 'T3 it fails there again and again',
    at: { triesInVain: MOST_TRIES },
    gives:
      'Release 2021.1.0 was deployed to the machine 3 times in vain within an hour. It is tried again at the next event after that.',
  },
])('T2 $name', ({ at, gives }) => {
  expect(explainTriggerDecision(decideTrigger({ ...facts, ...at }), nameOf)).toBe(gives)
})

const arbDeployment: fc.Arbitrary<TriggeredDeployment> = fc.record({
  projectId: fc.constantFrom(parent, 'Projects-2' as ProjectId),
  triggerId: fc.constantFrom(trigger, 'ProjectTriggers-2' as TriggerId),
  environmentId: fc.constantFrom(staging, production),
  tenantId: fc.constantFrom(null, petLife),
  releaseId: fc.constantFrom(release(1), release(2)),
  targetId: fc.nat(20).map(machineId),
  isOnlyMissing: fc.boolean(),
})
/** What is missing depends on who looks: each trigger that brings only that has a batch of its own. */
const keyOf = (item: Omit<TriggeredDeployment, 'targetId'>): string =>
  [item.projectId, item.environmentId, item.tenantId, item.releaseId, item.isOnlyMissing && item.triggerId].join('/')
const keyOfBatch = (batch: TriggerBatch): string => keyOf({ ...batch, triggerId: batch.triggerIds[0]! })

test('T4 each waiting machine is in exactly one batch, and no two batches are for the same', async () => {
  await fc.assert(
    fc.property(fc.array(arbDeployment), (waiting) => {
      const batches = batchTriggers(waiting)
      const keys = batches.map(keyOfBatch)
      expect(new Set(keys).size).toBe(keys.length)
      expect(new Set(keys)).toEqual(new Set(waiting.map(keyOf)))
      const served = batches.flatMap((batch) => batch.targetIds.map((id) => `${keyOfBatch(batch)} ${id}`))
      const wanted = new Set(waiting.map((item) => `${keyOf(item)} ${item.targetId}`))
      expect([...served].sort()).toEqual([...wanted].sort())
    }),
  )
})

test('T4 a storm of machines for one place makes one deployment', () => {
  const storm = Array.from({ length: 1000 }, (_, n) => ({
    ...facts.place,
    projectId: parent,
    triggerId: trigger,
    releaseId: release(1),
    targetId: machineId(n),
    isOnlyMissing: false,
  }))
  expect(batchTriggers(storm)).toHaveLength(1)
})

type Move =
  | { readonly kind: 'event'; readonly machine: number }
  | { readonly kind: 'pass' }
  | { readonly kind: 'finish'; readonly isSuccess: boolean }
  | { readonly kind: 'promote' }

/** One project in one place: events wait, passes decide and batch, deployments end some time later. */
function simulate(moves: readonly Move[], redeploysWhenCurrent: boolean) {
  let time = 0
  let current = 1
  let waiting: { readonly machine: number; readonly at: number }[] = []
  let running: { machines: readonly TargetId[]; release: number; startedAt: number } | null = null
  const installed = new Map<TargetId, NonNullable<TriggerFacts['installed']>>()
  const succeeded: string[] = []
  const failed: string[] = []
  const seen = new Set<TargetId>()
  const refused = new Set<TargetId>()
  const answered: (typeof waiting)[number][] = []
  const pass = (): void => {
    if (running) return
    const toDeploy: TriggeredDeployment[] = []
    for (const event of waiting) {
      const id = machineId(event.machine)
      const decision = decideTrigger({
        ...facts,
        trigger: { ...facts.trigger, redeploysWhenCurrent },
        target: { id, isDisabled: false },
        eventAt: event.at,
        current: { id: release(current), version: `${current}` },
        installed: installed.get(id) ?? null,
        triesInVain: failed.filter((each) => each === `${id} ${current}`).length,
      })
      if (decision.kind === 'deploy') toDeploy.push(decision.deployment)
      else if (decision.why.code === 'tried-too-often') refused.add(id)
    }
    answered.push(...waiting)
    waiting = []
    const batches = batchTriggers(toDeploy)
    expect(batches.length).toBeLessThanOrEqual(1)
    if (batches[0]) running = { machines: batches[0].targetIds, release: current, startedAt: time }
  }
  const finish = (isSuccess: boolean): void => {
    if (!running) return
    const { machines, release: done, startedAt } = running
    for (const id of machines) {
      if (isSuccess) installed.set(id, { releaseId: release(done), byTriggerId: trigger, startedAt, endedAt: time })
      ;(isSuccess ? succeeded : failed).push(`${id} ${done}`)
    }
    running = null
  }
  for (const move of moves) {
    time++
    if (move.kind === 'event') {
      seen.add(machineId(move.machine))
      waiting.push({ machine: move.machine, at: time })
    } else if (move.kind === 'pass') pass()
    else if (move.kind === 'finish') finish(move.isSuccess)
    else if (!running) current++
  }
  // The end of all: what runs ends well, what waits is decided.
  for (let round = 0; round < 3; round++) {
    time++
    finish(true)
    pass()
  }
  return { succeeded, failed, installed, seen, refused, answered, waiting }
}

const movesOf = (isSuccess: fc.Arbitrary<boolean>) =>
  fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('event' as const), machine: fc.nat(3) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('finish' as const), isSuccess }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('promote' as const) }) },
    ),
    { maxLength: 60 },
  )
const arbMoves = movesOf(fc.constant(true))
const arbBadMoves = movesOf(fc.boolean())

test('T3 a machine that flaps gets each release at most once', async () => {
  await fc.assert(
    fc.property(arbBadMoves, (moves) => {
      const { succeeded } = simulate(moves, false)
      expect(new Set(succeeded).size).toBe(succeeded.length)
    }),
    { numRuns: 500 },
  )
})

test('T3 a release that fails on a machine is tried there a few times, however often the machine flaps', async () => {
  await fc.assert(
    fc.property(arbBadMoves, fc.boolean(), (moves, redeploys) => {
      const { failed } = simulate(moves, redeploys)
      for (const each of failed) expect(failed.filter((other) => other === each).length).toBeLessThanOrEqual(MOST_TRIES)
    }),
    { numRuns: 500 },
  )
})

test('T1 T2 every event is answered once, and every machine that came up ends with a release', async () => {
  await fc.assert(
    fc.property(arbMoves, fc.boolean(), (moves, redeploys) => {
      const { installed, seen, answered, waiting } = simulate(moves, redeploys)
      const events = moves.filter(({ kind }) => kind === 'event')
      expect(waiting).toEqual([])
      expect(answered).toHaveLength(events.length)
      for (const id of seen) expect(installed.has(id)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('T2 also when deployments fail: it has a release, a failure of its own, or the reason', async () => {
  await fc.assert(
    fc.property(arbBadMoves, (moves) => {
      const { installed, failed, seen, refused } = simulate(moves, false)
      for (const id of seen)
        expect(installed.has(id) || refused.has(id) || failed.some((each) => each.startsWith(`${id} `))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('T3 events that a deployment raises on its own machines make no further deployment', () => {
  const flapping: readonly Move[] = [
    { kind: 'event', machine: 1 },
    { kind: 'pass' },
    { kind: 'event', machine: 1 },
    { kind: 'event', machine: 1 },
    { kind: 'finish', isSuccess: true },
    { kind: 'pass' },
    { kind: 'finish', isSuccess: true },
  ]
  expect(simulate(flapping, true).succeeded).toHaveLength(1)
  // A failed one gave the machine nothing, so the event that waited is another try.
  const failing = flapping.map((move): Move => (move.kind === 'finish' ? { kind: 'finish', isSuccess: false } : move))
  expect(simulate(failing.slice(0, 6), false).succeeded).toHaveLength(1)
})
