import type { EpochMs } from '@flotilla/kit'
import type { DeploymentId, EnvironmentId, ProjectId, ReleaseId, TargetId, TriggerId } from '../ids.ts'
import type { TriggerPlace } from './machine-event.ts'

/** A release, by id and by the version to show. */
export interface ReleaseRef {
  readonly id: ReleaseId
  readonly version: string
}

/** A step of the release to be deployed, and whether it would run on the machine. */
export interface StepReach {
  readonly stepName: string
  /** `child`: a step that deploys a child project, which reaches what a step of the child reaches. */
  readonly kind: 'own' | 'child'
  readonly reachesMachine: boolean
}

/** A deployment of the project to the place that is due or runs; one scheduled for later is not among them. */
export interface PendingDeployment {
  readonly id: DeploymentId
  readonly releaseId: ReleaseId
  /** Its machines have been chosen. One that has not started chooses them then. */
  readonly hasStarted: boolean
  /** Not limited to other machines. */
  readonly takesMachine: boolean
}

/** What is known when an event that matches a trigger is looked at, for one place of the machine. */
export interface TriggerFacts {
  readonly trigger: { readonly id: TriggerId; readonly isDisabled: boolean; readonly redeploysWhenCurrent: boolean }
  readonly project: { readonly id: ProjectId; readonly isDisabled: boolean }
  readonly targetId: TargetId
  readonly place: TriggerPlace
  readonly eventAt: EpochMs
  /** Release of the latest successful deployment of the project to the place, of any channel. */
  readonly current: ReleaseRef | null
  /** A release pinned to the place; used instead of the current one. */
  readonly pinned: ReleaseRef | null
  /** Of the release that is to be deployed. */
  readonly steps: readonly StepReach[]
  /** The latest successful deployment that reached the machine, of this project to this place. */
  readonly installed: {
    readonly releaseId: ReleaseId
    /** The trigger that made that deployment, and when it ran. */
    readonly byTriggerId: TriggerId | null
    readonly startedAt: EpochMs
    readonly endedAt: EpochMs
  } | null
  readonly pending: readonly PendingDeployment[]
}

export type WhyNot =
  | { readonly code: 'trigger-disabled' }
  | { readonly code: 'project-disabled'; readonly projectId: ProjectId }
  | { readonly code: 'never-deployed'; readonly environmentId: EnvironmentId }
  | {
      readonly code: 'no-step-reaches-machine'
      readonly steps: readonly string[]
      readonly children: readonly string[]
    }
  | { readonly code: 'already-installed'; readonly version: string }
  | { readonly code: 'raised-by-own-deployment'; readonly version: string }
  | { readonly code: 'already-queued'; readonly deploymentId: DeploymentId }

/** A machine that is to get a release, before machines are put together. */
export interface TriggeredDeployment extends TriggerPlace {
  readonly projectId: ProjectId
  readonly triggerId: TriggerId
  readonly releaseId: ReleaseId
  readonly targetId: TargetId
}

export type TriggerDecision =
  | { readonly kind: 'deploy'; readonly deployment: TriggeredDeployment; readonly version: string }
  /** Looked at again when that deployment has ended. */
  | { readonly kind: 'wait'; readonly deploymentId: DeploymentId }
  | { readonly kind: 'not'; readonly why: WhyNot }

/**
 * Decides what an event that matches a trigger leads to, in one place of the machine.
 *
 * A parent's steps that deploy children count as reaching a machine when their child would, so a parent needs no step of
 * its own on it. While a deployment runs there the event waits, whatever that deployment is, and is decided by what
 * holds afterwards: so a machine that comes up in its last second is not missed.
 * Source: domain reference 7.3 rules 4 to 7, 7.4, 7.6; reliability reference T2, T3, T7.
 */
export function decideTrigger(facts: TriggerFacts): TriggerDecision {
  const { trigger, project, place, installed } = facts
  if (trigger.isDisabled) return not({ code: 'trigger-disabled' })
  if (project.isDisabled) return not({ code: 'project-disabled', projectId: project.id })
  const release = facts.pinned ?? facts.current
  if (!release) return not({ code: 'never-deployed', environmentId: place.environmentId })
  if (!facts.steps.some(({ reachesMachine }) => reachesMachine)) return not(unreached(facts.steps))

  if (installed?.releaseId === release.id) {
    if (!trigger.redeploysWhenCurrent) return not({ code: 'already-installed', version: release.version })
    // A deployment may make a machine healthy, which would make the next one, without end.
    const isOwn = installed.byTriggerId === trigger.id
    if (isOwn && installed.startedAt <= facts.eventAt && facts.eventAt <= installed.endedAt) {
      return not({ code: 'raised-by-own-deployment', version: release.version })
    }
  }
  const queued = facts.pending.find(
    ({ hasStarted, takesMachine, releaseId }) => !hasStarted && takesMachine && releaseId === release.id,
  )
  if (queued) return not({ code: 'already-queued', deploymentId: queued.id })
  const running = facts.pending.find(({ hasStarted }) => hasStarted)
  if (running) return { kind: 'wait', deploymentId: running.id }
  const { targetId } = facts
  return {
    kind: 'deploy',
    deployment: { ...place, projectId: project.id, triggerId: trigger.id, releaseId: release.id, targetId },
    version: release.version,
  }
}

/** A decision as one sentence for a user; `nameOf` gives the name that belongs to any id. */
export function explainTriggerDecision(decision: TriggerDecision, nameOf: (id: string) => string): string {
  switch (decision.kind) {
    case 'deploy': {
      const { targetId, environmentId, tenantId } = decision.deployment
      const forTenant = tenantId === null ? '' : ` for ${nameOf(tenantId)}`
      return `Release ${decision.version} is deployed to ${nameOf(targetId)} in ${nameOf(environmentId)}${forTenant}.`
    }
    case 'wait':
      return `Waits until ${decision.deploymentId} has ended.`
    case 'not':
      return explainWhyNot(decision.why, nameOf)
  }
}

function explainWhyNot(why: WhyNot, nameOf: (id: string) => string): string {
  switch (why.code) {
    case 'trigger-disabled':
      return 'The trigger is disabled.'
    case 'project-disabled':
      return `Project ${nameOf(why.projectId)} is disabled.`
    case 'never-deployed':
      return `The project has never been deployed successfully to ${nameOf(why.environmentId)}.`
    case 'no-step-reaches-machine': {
      const children = why.children.length > 0 ? `, nor do the children of ${why.children.join(', ')}` : ''
      return `No step of the project runs on the machine${children}.`
    }
    case 'already-installed':
      return `The machine already has release ${why.version}.`
    case 'raised-by-own-deployment':
      return `The event came from the trigger's own deployment of release ${why.version}.`
    case 'already-queued':
      return `${why.deploymentId} is queued and will include the machine.`
  }
}

function unreached(steps: readonly StepReach[]): WhyNot {
  const namesOf = (kind: StepReach['kind']): readonly string[] =>
    steps.filter((step) => step.kind === kind).map(({ stepName }) => stepName)
  return { code: 'no-step-reaches-machine', steps: namesOf('own'), children: namesOf('child') }
}

function not(why: WhyNot): TriggerDecision {
  return { kind: 'not', why }
}
