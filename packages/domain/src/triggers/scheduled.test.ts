import { describe, expect, test } from 'vitest'
import type { ChannelId, EnvironmentId, ProjectId, ReleaseId, TenantId } from '../ids.ts'
import type { Tenant } from '../tenants/index.ts'
import {
  decideScheduled,
  explainScheduledDecision,
  latestReleaseQuery,
  newestAllowedRelease,
  type ReleaseCandidate,
  type ScheduledFacts,
  scheduledPlaces,
} from './index.ts'

const project = 'Projects-1' as ProjectId
const [test_, staging] = ['Test', 'Staging'] as unknown as readonly [EnvironmentId, EnvironmentId]
const [all, pets] = ['All Pets', 'Pet Life'] as unknown as readonly [TenantId, TenantId]
const channel = 'Channels-1' as ChannelId
const release = (version: string) => ({ id: `Releases-${version}` as ReleaseId, version })
const nameOf = (id: string) => id

const tenant = (id: TenantId, environments: readonly EnvironmentId[], more: Partial<Tenant> = {}): Tenant => ({
  id,
  name: id,
  isDisabled: false,
  tags: [],
  projectEnvironments: new Map([[project, environments]]),
  ...more,
})

describe('places', () => {
  const gold = ['Ring/Gold']
  const tenants = [
    tenant(all, [test_, staging], { tags: gold }),
    tenant(pets, [test_], { tags: gold }),
    tenant('Off' as TenantId, [staging], { tags: gold, isDisabled: true }),
    tenant('Other' as TenantId, [staging], { tags: ['Ring/Silver'] }),
  ]
  test.each<{ name: string; tenantIds?: readonly string[]; tenantTags?: readonly string[]; gives: (string | null)[] }>([
    { name: 'no tenants and no tags: untenanted', gives: [null] },
    { name: 'a named tenant, connected there or not', tenantIds: [pets], gives: [pets] },
    { name: 'tags: those that take part there', tenantTags: gold, gives: [all] },
    { name: 'names and tags together', tenantIds: [pets], tenantTags: gold, gives: [all, pets] },
    { name: 'tags that nobody has: nobody, never everybody', tenantTags: ['Ring/Bronze'], gives: [] },
    { name: 'a tenant that is gone: nobody', tenantIds: ['Gone'], gives: [] },
  ])('$name', ({ tenantIds = [], tenantTags = [], gives }) => {
    const selection = { tenantIds: tenantIds as readonly TenantId[], tenantTags }
    const places = scheduledPlaces({ projectId: project, environmentId: staging, selection, tenants })
    expect(places).toEqual(gives.map((tenantId) => ({ environmentId: staging, tenantId })))
  })
})

describe('whose releases count', () => {
  test.each<{
    name: string
    tenantId: TenantId | null
    connected: EnvironmentId[]
    from: EnvironmentId[]
    gives: string[]
  }>([
    { name: 'untenanted: anyone', tenantId: null, connected: [], from: [test_], gives: ['anyone'] },
    {
      name: 'untenanted, in place: nobody else',
      tenantId: null,
      connected: [],
      from: [staging],
      gives: ['untenanted'],
    },
    {
      name: 'connected to the source: its own',
      tenantId: all,
      connected: [test_, staging],
      from: [test_],
      gives: ['tenant'],
    },
    {
      name: 'not connected to the source: anyone',
      tenantId: pets,
      connected: [staging],
      from: [test_],
      gives: ['anyone'],
    },
    {
      name: 'connected to one of the sources: its own',
      tenantId: pets,
      connected: [staging],
      from: [test_, staging, staging],
      gives: ['tenant', 'tenant'],
    },
  ])('$name', ({ tenantId, connected, from, gives }) => {
    const query = latestReleaseQuery({
      place: { environmentId: staging, tenantId },
      sourceEnvironmentIds: from,
      channelId: channel,
      connection: tenantId && { tenantId, environmentIds: connected },
    })
    expect(query.channelId).toBe(channel)
    expect(query.sources.map(({ whose }) => whose.kind)).toEqual(gives)
  })
})

describe('the newest release that the lifecycle allows', () => {
  const phase = (name: string, environment: EnvironmentId) => ({
    id: name,
    name,
    automatic: [],
    manual: [environment],
    minimumEnvironments: 0,
    isOptional: false,
    isPriority: false,
  })
  const phases = [phase('one', test_), phase('two', staging)]
  const candidate = (version: string, inTest: boolean, hasUnresolvedDefect = false): ReleaseCandidate => ({
    ...release(version),
    channelId: channel,
    history: {
      releaseId: release(version).id,
      successes: inTest ? [{ environmentId: test_, tenantId: null }] : [],
      hasUnresolvedDefect,
    },
  })
  const choose = (tenantTags: readonly string[], candidates: readonly ReleaseCandidate[]) =>
    newestAllowedRelease({
      candidates,
      channels: new Map([[channel, { phases, tenantTags }]]),
      environmentId: staging,
      tenant: { tags: [] },
      connection: { tenantId: all, environmentIds: [staging] },
    })?.version

  test('those not yet tested, and those blocked, are passed over', () => {
    expect(choose([], [candidate('3', false), candidate('2', true, true), candidate('1', true)])).toBe('1')
  })
  test('none may', () => expect(choose([], [candidate('3', false)])).toBeUndefined())
  test('a channel that is not for the tenant', () =>
    expect(choose(['Ring/Gold'], [candidate('1', true)])).toBeUndefined())
})

describe('the decision', () => {
  const facts: ScheduledFacts = {
    trigger: { isDisabled: false, redeploysWhenCurrent: true },
    project: { id: project, isDisabled: false },
    place: { environmentId: staging, tenantId: null },
    wanted: {
      kind: 'latest-success',
      sources: [{ environmentId: test_, whose: { kind: 'anyone' } }],
      inChannel: null,
      found: release('2.0'),
    },
    current: release('2.0'),
    pending: [{ id: 'Deployments-7' as never, releaseId: release('2.0').id }],
  }
  const keeping = { isDisabled: false, redeploysWhenCurrent: false }
  const nothing = { ...facts.wanted, found: null } as ScheduledFacts['wanted']
  test.each<{ name: string; given: Partial<ScheduledFacts>; gives: string; says: string }>([
    { name: 'redeploys what is current', given: {}, gives: 'deploy', says: 'Release 2.0 is deployed to Staging.' },
    {
      name: 'unless told not to',
      given: { trigger: keeping },
      gives: 'already-current',
      says: 'Staging already has release 2.0.',
    },
    {
      name: 'nor what will be',
      given: { trigger: keeping, current: release('1.0') },
      gives: 'already-pending',
      says: 'A deployment of release 2.0 to Staging has not ended yet.',
    },
    {
      name: 'a newer one',
      given: { trigger: keeping, current: release('1.0'), pending: [] },
      gives: 'deploy',
      says: 'Release 2.0 is deployed to Staging.',
    },
    {
      name: 'disabled meanwhile',
      given: { trigger: { ...keeping, isDisabled: true } },
      gives: 'trigger-disabled',
      says: 'The trigger is disabled.',
    },
    {
      name: 'project disabled',
      given: { project: { id: project, isDisabled: true } },
      gives: 'project-disabled',
      says: 'Project Projects-1 is disabled.',
    },
    {
      name: 'nothing in the source',
      given: { wanted: nothing },
      gives: 'no-release',
      says: 'No release has been deployed successfully to Test.',
    },
    {
      name: 'nothing of its own in the sources',
      given: {
        wanted: {
          kind: 'latest-success',
          sources: [
            { environmentId: test_, whose: { kind: 'tenant', tenantId: all } },
            { environmentId: staging, whose: { kind: 'untenanted' } },
          ],
          inChannel: 'Hotfix',
          found: null,
        },
      },
      gives: 'no-release',
      says: 'No release of channel Hotfix has been deployed successfully to Test for All Pets or Staging without a tenant.',
    },
    {
      name: 'no release may go there',
      given: {
        place: { environmentId: staging, tenantId: all },
        wanted: { kind: 'newest-allowed', inChannel: null, found: null },
      },
      gives: 'no-release',
      says: 'The project has no release that its lifecycle lets go to Staging for All Pets.',
    },
    {
      name: 'what was made for it is deployed',
      given: { trigger: keeping, wanted: { kind: 'created', found: release('3.0') } },
      gives: 'deploy',
      says: 'Release 3.0 is deployed to Staging.',
    },
  ])('$name', ({ given, gives, says }) => {
    const decision = decideScheduled({ ...facts, ...given })
    expect(decision.kind === 'deploy' ? 'deploy' : decision.why.code).toBe(gives)
    expect(explainScheduledDecision(decision, nameOf)).toBe(says)
  })
})
