import type { ChannelId, EnvironmentId, ProjectId, ReleaseId, TargetId, TenantId } from '../ids.ts'
import type { Phase } from '../lifecycles/index.ts'
import { judgeTarget, type Target, type TargetAsk, type TenantedMode } from '../targets/index.ts'
import type { Tenant } from '../tenants/index.ts'
import type { ChildNeed, ChildPlan } from './child-plan.ts'
import type {
  Candidate,
  CandidateList,
  CandidateQuery,
  ChildPrompt,
  ChildWorld,
  Named,
  ParentMachines,
  ReleaseDetails,
} from './child-world.ts'
import type { MissingComponent } from './converge.ts'
import { type ChildRequest, parseChildParameters } from './parse-child-parameters.ts'
import { planChild } from './plan-child.ts'

export interface TestRelease {
  readonly version: string
  readonly channel?: string
  readonly isBlocked?: boolean
}

export interface TestDeployment {
  readonly version: string
  readonly to: string
  readonly tenant?: string
  readonly channel?: string
  readonly hasFailed?: boolean
}

/** A child project and all that ever happened to it, as plain lists: what a server keeps, small enough to read. */
export interface TestSuite {
  readonly mode: TenantedMode
  readonly isDisabled: boolean
  readonly environments: readonly string[]
  readonly phases: readonly Phase[]
  /** The first is the default channel. */
  readonly channels: readonly { readonly name: string; readonly tenantTags?: readonly string[] }[]
  /** Oldest first. */
  readonly releases: readonly TestRelease[]
  /** Oldest first. */
  readonly deployments: readonly TestDeployment[]
  readonly tenants: readonly Tenant[]
  readonly machines: readonly Target[]
  /** Roles of each enabled step; a step without roles runs on a worker. */
  readonly steps: readonly (readonly string[])[]
  readonly prompts: readonly ChildPrompt[]
  readonly parent: ParentMachines
  /** What the parent's deployment may bring; absent when it does not converge. */
  readonly missing?: readonly MissingComponent[]
  readonly pageSize: number
}

export const PROJECT_ID = 'Projects-1' as ProjectId
export const NOW = Date.parse('2027-03-15T12:00:00Z')
export const environmentId = (name: string): EnvironmentId => `Environments-${name}` as EnvironmentId
export const channelId = (name: string): ChannelId => `Channels-${name}` as ChannelId
export const releaseId = (version: string): ReleaseId => `Releases-${version}` as ReleaseId
export const tenantId = (name: string): TenantId => `Tenants-${name}` as TenantId
export const machineId = (name: string): TargetId => `Machines-${name}` as TargetId

export function phase(name: string, options: { environments?: readonly string[]; isOptional?: boolean } = {}): Phase {
  const manual = (options.environments ?? [name]).map(environmentId)
  return {
    id: name,
    name,
    automatic: [],
    manual,
    minimumEnvironments: 0,
    isOptional: options.isOptional ?? false,
    isPriority: false,
  }
}

export function machine(name: string, role: string, facts: Partial<Target> = {}): Target {
  return {
    id: machineId(name),
    name,
    environmentIds: [environmentId('Staging')],
    roles: [role],
    isDisabled: false,
    health: 'Healthy',
    tenancy: 'Untenanted',
    tenantIds: [],
    tenantTags: [],
    ...facts,
  }
}

export function tenant(name: string, environments: readonly string[], facts: Partial<Tenant> = {}): Tenant {
  const projectEnvironments = new Map([[PROJECT_ID, environments.map(environmentId)]])
  return { id: tenantId(name), name, isDisabled: false, tags: [], projectEnvironments, ...facts }
}

export function named(name: string): Named<TargetId> {
  return { id: machineId(name), name }
}

/** The Web API of the reference's stories: Development, Test, Staging, Production, all required, two machines. */
export const WEB_API: TestSuite = {
  mode: 'Untenanted',
  isDisabled: false,
  environments: ['Development', 'Test', 'Staging', 'Production'],
  phases: [phase('Development'), phase('Test'), phase('Staging'), phase('Production')],
  channels: [{ name: 'Default' }],
  releases: [],
  deployments: [],
  tenants: [],
  machines: [machine('s-web-api-01', 'App-WebApi'), machine('s-web-api-02', 'App-WebApi')],
  steps: [['App-WebApi']],
  prompts: [],
  parent: { specific: [], excluded: [] },
  pageSize: 2,
}

/** The same with releases that went through the named environments, in the order of the versions. */
export function deployedTo(
  suite: TestSuite,
  history: Readonly<Record<string, readonly string[]>>,
  channel = 'Default',
): TestSuite {
  const releases = Object.keys(history).map((version) => ({ version, channel }))
  const deployments = Object.entries(history).flatMap(([version, environments]) =>
    environments.map((to) => ({ version, to, channel })),
  )
  return {
    ...suite,
    releases: [...suite.releases, ...releases],
    deployments: [...suite.deployments, ...deployments],
  }
}

const DEFAULTS = {
  'ChildProject.Space.Name': 'Default',
  'ChildProject.Project.Name': 'Web API',
  'ChildProject.Destination.EnvironmentName': 'Staging',
}

/** A request from step properties; the names are given without their common beginning. */
export function request(properties: Readonly<Record<string, string>> = {}): ChildRequest {
  const given = Object.entries(properties).map(([name, value]) => [`ChildProject.${name}`, value] as const)
  const parsed = parseChildParameters(new Map([...Object.entries(DEFAULTS), ...given]))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

/** Plans as a server does: answers what the plan needs, a page at a time, until there is a plan. */
export function planIn(suite: TestSuite, ask: ChildRequest): ChildPlan {
  let world = firstWorld(suite, ask)
  for (let round = 0; round < 1000; round++) {
    const plan = planChild(ask, world)
    if (plan.kind !== 'need') return plan
    world = answerNeed(suite, world, plan)
  }
  throw new Error('the plan never stops asking')
}

/** What the server can tell before the plan asks. */
export function firstWorld(suite: TestSuite, ask: ChildRequest): ChildWorld {
  const environment = (name: string | null) => {
    const found = suite.environments.find((known) => known.toLowerCase() === name?.toLowerCase())
    return found === undefined ? null : { id: environmentId(found), name: found, usesGuidedFailure: false }
  }
  const wanted = ask.channelName ?? suite.channels[0]?.name
  const channel = suite.channels.find(({ name }) => name.toLowerCase() === wanted?.toLowerCase())
  return {
    now: NOW,
    timeZone: 'UTC',
    space: { name: 'Default' },
    project:
      ask.projectName === 'Web API'
        ? {
            id: PROJECT_ID,
            name: 'Web API',
            isDisabled: suite.isDisabled,
            tenantedMode: suite.mode,
            guidedFailure: 'EnvironmentDefault',
          }
        : null,
    destination: environment(ask.destinationName),
    source: environment(ask.sourceName),
    channel: channel ? { id: channelId(channel.name), name: channel.name, tenantTags: channel.tenantTags ?? [] } : null,
    tenant: suite.tenants.find(({ name }) => name === ask.tenantName) ?? null,
    phases: suite.phases,
    namedMachines: (ask.machineNames ?? []).map((text) => ({
      text,
      matches: suite.machines.filter(
        ({ id, name }) => id.toLowerCase() === text.toLowerCase() || name.toLowerCase() === text.toLowerCase(),
      ),
    })),
    parentMachines: suite.parent,
    missing: suite.missing ?? null,
    candidates: [],
    details: null,
  }
}

/** The world with what was needed. */
export function answerNeed(suite: TestSuite, world: ChildWorld, need: ChildNeed): ChildWorld {
  if (need.what === 'release-details') return { ...world, details: detailsFor(suite, need) }
  const all = candidatesFor(suite, need.query)
  const items = all.slice(0, need.have + suite.pageSize)
  const list: CandidateList = { query: need.query, items, isComplete: items.length === all.length }
  return { ...world, candidates: [...world.candidates, list] }
}

/** What the child's history is after a plan was carried out successfully. */
export function applyPlan(suite: TestSuite, plan: ChildPlan): TestSuite {
  if (plan.kind !== 'deploy') return suite
  const to = plan.environmentId.replace('Environments-', '')
  const channel = plan.release.channelId.replace('Channels-', '')
  const by = plan.tenantId === null ? {} : { tenant: plan.tenantId.replace('Tenants-', '') }
  return { ...suite, deployments: [...suite.deployments, { version: plan.release.version, to, channel, ...by }] }
}

/** The machines that the child's steps reach there, whatever anybody asks for. */
export function deployableIn(
  suite: TestSuite,
  place: { environmentId: EnvironmentId; tenantId: TenantId | null },
): Target[] {
  return suite.machines.filter((target) =>
    suite.steps.some((roles) => judgeTarget(target, targetAsk(suite, place, roles)).kind === 'include'),
  )
}

function detailsFor(suite: TestSuite, need: Extract<ChildNeed, { what: 'release-details' }>): ReleaseDetails {
  const roles = suite.steps.flat()
  const verdicts = suite.machines.map((target) => ({
    id: target.id,
    verdict: judgeTarget(target, targetAsk(suite, need, roles)),
  }))
  const current = succeeded(suite).findLast(
    (done) => environmentId(done.to) === need.environmentId && tenantOf(done) === need.tenantId,
  )
  return {
    releaseId: need.releaseId,
    environmentId: need.environmentId,
    tenantId: need.tenantId,
    current: current ? { releaseId: releaseId(current.version), version: current.version } : null,
    hasMachineSteps: suite.steps.some((step) => step.length > 0),
    deployable: deployableIn(suite, need),
    outOfReach: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'exclude' ? [{ id, why: verdict.why }] : [])),
    prompts: suite.prompts,
    notes: `Notes of ${need.releaseId}`,
    haveVariablesChanged: false,
  }
}

function targetAsk(
  suite: TestSuite,
  place: { readonly environmentId: EnvironmentId; readonly tenantId: TenantId | null },
  roles: readonly string[],
): TargetAsk {
  return {
    environmentId: place.environmentId,
    roles,
    tenant: suite.tenants.find(({ id }) => id === place.tenantId) ?? null,
    specific: [],
    excluded: [],
    excludeUnhealthy: false,
    skipUnavailable: { on: false, roles: [] },
  }
}

function candidatesFor(suite: TestSuite, query: CandidateQuery): readonly Candidate[] {
  if (query.from === 'channel') {
    const inChannel = suite.releases.filter(({ channel }) => channelId(channel ?? 'Default') === query.channelId)
    return inChannel.toReversed().map(({ version }) => candidate(suite, version, query.channelId))
  }
  const { tenancy } = query
  const done = succeeded(suite).filter((deployment) => {
    if (!query.environmentIds.includes(environmentId(deployment.to))) return false
    if (tenancy.kind === 'anyone') return true
    return tenantOf(deployment) === (tenancy.kind === 'tenant' ? tenancy.tenantId : null)
  })
  const found = done
    .toReversed()
    .map(({ version, channel }) => candidate(suite, version, channelId(channel ?? 'Default')))
  const ofChannel = found.filter((item) => query.channelId === null || item.channelId === query.channelId)
  return ofChannel.filter((item, at) => ofChannel.findIndex((other) => isSame(other, item)) === at)
}

function isSame(a: Candidate, b: Candidate): boolean {
  return a.releaseId === b.releaseId && a.channelId === b.channelId
}

function candidate(suite: TestSuite, version: string, channel: ChannelId): Candidate {
  const successes = succeeded(suite)
    .filter((done) => done.version === version)
    .map((done) => ({ environmentId: environmentId(done.to), tenantId: tenantOf(done) }))
  const hasUnresolvedDefect = suite.releases.some(
    (release) => release.version === version && release.isBlocked === true,
  )
  const id = releaseId(version)
  return { releaseId: id, version, channelId: channel, history: { releaseId: id, successes, hasUnresolvedDefect } }
}

function succeeded({ deployments }: TestSuite): readonly TestDeployment[] {
  return deployments.filter(({ hasFailed }) => hasFailed !== true)
}

function tenantOf(deployment: TestDeployment): TenantId | null {
  return deployment.tenant === undefined ? null : tenantId(deployment.tenant)
}
