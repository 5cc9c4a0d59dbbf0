import { guidedFailureDefault } from '../deployments/index.ts'
import { judgeProgression, type Phase, type ReleaseHistory } from '../lifecycles/index.ts'
import { judgeTenancy, type Tenant } from '../tenants/index.ts'
import { compareVersions, parseVersion } from '../versions/index.ts'
import type { ChildPlan, ChosenRelease, NoteReason, PlanFacts, StopPlan, StopReason } from './child-plan.ts'
import type { ChildProjectFacts, EnvironmentFacts, Named, ReleaseDetails } from './child-world.ts'
import { judgeConverging, keepMissing, type MissingComponent } from './converge.ts'
import type { DeploymentCondition } from './deploy-release-settings.ts'
import { filterMachines } from './filter-machines.ts'
import { connectionOf, tenantOfChild } from './look-up-child.ts'
import { matchPrompts } from './match-prompts.ts'
import type { GivenValue } from './parse-child-parameters.ts'

/** What a "Deploy a Release" step asks for at one place. */
export interface DeployReleaseAsk {
  /** To name the project by when there is none. */
  readonly projectId: string
  readonly condition: DeploymentCondition
  /** Fixed when the parent's release was created; null when none was chosen then. */
  readonly version: string | null
  /** With their values filled in: they answer the child's questions by name. */
  readonly variables: readonly GivenValue[]
  /** The machine that the step is on, one after the other; null for a step that runs once. */
  readonly machine: Named<ReleaseDetails['deployable'][number]['id']> | null
  /** What the parent's deployment may bring, when it converges; null for any other. */
  readonly missing: readonly MissingComponent[] | null
}

/** What the decision looks at. Null is what does not exist. */
export interface DeployReleaseWorld {
  readonly project: ChildProjectFacts | null
  /** That of the parent's deployment. */
  readonly destination: EnvironmentFacts
  /** That of the parent's deployment. */
  readonly tenant: Tenant | null
  readonly release: ChosenReleaseFacts | null
}

/** The chosen release with what there is to know about it. */
export interface ChosenReleaseFacts extends ChosenRelease {
  readonly channelTenantTags: readonly string[]
  readonly phases: readonly Phase[]
  readonly history: ReleaseHistory
  /** In the destination, for the tenant that `tenantOfChild` answers. */
  readonly details: ReleaseDetails
}

/**
 * Decides what a "Deploy a Release" step does to its child: deploy the release that was chosen, leave it, or fail, and why.
 *
 * The run, the what-if of a suite and its plan share it, as they share `planChild`. The condition comes before whatever
 * would stand against a deployment: a release that is not to be deployed need not be allowed. No list of machines is handed
 * down; a step that takes machines one after the other deploys the child to each.
 * Source: domain reference 4.10.
 */
export function decideDeployRelease(ask: DeployReleaseAsk, world: DeployReleaseWorld): ChildPlan {
  const { project, destination, release } = world
  const begun = beginFixed(world)
  if (!project) return end(begun, 'fail', { code: 'project-not-found', name: ask.projectId })
  if (project.isDisabled) return end(begun, 'fail', { code: 'project-disabled', projectId: project.id })
  if (ask.version === null) return end(begun, 'fail', { code: 'release-not-selected' })
  if (!release) return end(begun, 'fail', { code: 'chosen-release-gone', version: ask.version })

  const tenant = tenantOfChild(project, world.tenant)
  const isDropped = tenant === null && world.tenant !== null
  const usesGuidedFailure = guidedFailureDefault(project.guidedFailure, destination.usesGuidedFailure)
  const { id, version, channelId } = release
  const chosen: PlanFacts = {
    ...begun,
    tenantId: tenant?.id ?? null,
    usesGuidedFailure,
    release: { id, version, channelId },
    reasons: [
      ...(isDropped && world.tenant ? [{ code: 'tenant-dropped', tenantId: world.tenant.id } as const] : []),
      { code: 'release-fixed', version },
    ],
  }
  const connection = tenant && connectionOf(tenant, project.id)
  const place = { tenant, connection, environmentId: destination.id }
  const admitted = judgeTenancy({ ...place, mode: project.tenantedMode, channelTenantTags: release.channelTenantTags })
  if (!admitted.ok) return end(chosen, 'fail', { code: 'tenant-not-admitted', because: admitted.error })

  // What converges brings the current release again, which every other condition would leave alone.
  const condition = ask.missing ? 'Always' : ask.condition
  const unmet = judgeCondition(condition, release, destination)
  if (unmet) return end(chosen, unmet.kind, unmet.why)

  const allowed = judgeProgression({ ...release, environmentId: destination.id, tenant: connection })
  if (!allowed.ok) return end(chosen, 'fail', { code: 'release-not-allowed', version, because: allowed.error })
  return decideContents(ask, release.details, {
    ...chosen,
    projectId: project.id,
    environmentId: destination.id,
    release,
  })
}

/** The machines and the questions of the release that is to be deployed. */
function decideContents(
  ask: DeployReleaseAsk,
  details: ReleaseDetails,
  facts: PlanFacts & Pick<Extract<ChildPlan, { kind: 'deploy' }>, 'projectId' | 'environmentId' | 'release'>,
): ChildPlan {
  const { id, version, channelId } = facts.release
  const asked = filterMachines({
    named: ask.machine && [ask.machine],
    parent: { specific: [], excluded: [] },
    details,
    ignoresMismatch: false,
  })
  const machines = ask.missing ? keepMissing(asked, ask.missing, facts) : asked
  const narrowed = {
    ...withNotes(facts, machines.notes),
    release: { id, version, channelId },
    machines: machines.choice,
  }
  if (machines.stop) return end(narrowed, 'skip', machines.stop)
  const unwanted = ask.missing && judgeConverging(facts.release, details)
  if (unwanted) return end(narrowed, 'warn', unwanted)
  const prompts = matchPrompts(details.prompts, ask.variables)
  if (prompts.missing.length > 0) return end(narrowed, 'fail', { code: 'prompt-missing', labels: prompts.missing })
  return { ...narrowed, kind: 'deploy', promptedValues: prompts.values }
}

function beginFixed({ project, destination }: DeployReleaseWorld): PlanFacts {
  return {
    mode: 'Fixed',
    isWhatIf: false,
    projectId: project?.id ?? null,
    environmentId: destination.id,
    tenantId: null,
    sourceEnvironmentIds: [],
    release: null,
    machines: { scope: 'undecided', kept: [], dropped: [], excludedIds: [] },
    promptedValues: {},
    queueTime: null,
    queueTimeExpiry: null,
    usesGuidedFailure: false,
    refreshesVariables: false,
    waitsForFinish: true,
    outputs: {},
    reasons: [],
  }
}

/** Why the condition keeps the release from being deployed; nothing when it does not. */
function judgeCondition(
  condition: DeploymentCondition,
  { id, version, details }: ChosenReleaseFacts,
  { id: environmentId }: EnvironmentFacts,
): { readonly kind: 'skip' | 'fail'; readonly why: StopReason } | null {
  const { current } = details
  if (condition === 'Always' || !current) return null
  if (current.releaseId === id) return { kind: 'skip', why: { code: 'already-deployed', version, environmentId } }
  if (condition === 'IfNotCurrentVersion') return null
  const versions = [parseVersion(version), parseVersion(current.version)] as const
  const facts = { version, current: current.version, environmentId }
  // A name such as `DeleteMe5.0` is no number: nobody can say which is newer, and to guess may deploy the older one.
  if (!versions[0].ok || !versions[1].ok) return { kind: 'fail', why: { code: 'versions-not-comparable', ...facts } }
  const isNewer = compareVersions(versions[0].value, versions[1].value) > 0
  return isNewer ? null : { kind: 'skip', why: { code: 'not-newer', ...facts } }
}

const withNotes = <F extends PlanFacts>(facts: F, notes: readonly NoteReason[]): F => ({
  ...facts,
  reasons: [...facts.reasons, ...notes],
})

const end = (facts: PlanFacts, kind: StopPlan['kind'], why: StopReason): StopPlan => ({
  ...facts,
  kind,
  why,
  reasons: [...facts.reasons, why],
})
