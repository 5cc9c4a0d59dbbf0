import type { EpochMs, Result } from '@flotilla/kit'
import type { EnvironmentId, ProjectId, ReleaseId, TargetId, TriggerId } from '../ids.ts'
import {
  type EventMismatch,
  explainEventMismatch,
  nameOfPlace,
  type PlaceLeft,
  type TriggerPlace,
} from './machine-event.ts'

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

/** So often within `TRY_WINDOW_MS` a trigger tries a release on a machine, so that what a deployment does to a machine starts no loop. */
export const MOST_TRIES = 3
export const TRY_WINDOW_MS = 60 * 60_000

/**
 * What is known when an event that matched a trigger is looked at, for one place of the machine, in which no deployment of the
 * project is due or runs. Everything is as it is then and not as it was when the event came.
 */
export interface TriggerFacts {
  readonly trigger: {
    readonly id: TriggerId
    readonly isDisabled: boolean
    readonly redeploysWhenCurrent: boolean
    readonly deploysOnlyMissing: boolean
  }
  readonly project: { readonly id: ProjectId; readonly isDisabled: boolean }
  readonly target: { readonly id: TargetId; readonly isDisabled: boolean }
  readonly place: TriggerPlace
  /** Whether the trigger watches the event, and the place is still one of the machine's. */
  readonly match: Result<void, EventMismatch | PlaceLeft>
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
  /** Whether the machine lacks anything of what the project brings to the place; looked at where only that is to be deployed. */
  readonly lacksSomething: boolean
  /**
   * How many of the trigger's deployments of that release to the machine were in vain within `TRY_WINDOW_MS`: they failed, or
   * left it out for what happened to it meanwhile.
   */
  readonly triesInVain: number
}

export type WhyNot =
  | { readonly code: 'trigger-disabled' }
  | { readonly code: 'trigger-changed'; readonly mismatch: EventMismatch }
  | { readonly code: 'project-disabled'; readonly projectId: ProjectId }
  | { readonly code: 'machine-disabled' }
  | { readonly code: 'place-left'; readonly place: TriggerPlace }
  | { readonly code: 'never-deployed'; readonly environmentId: EnvironmentId }
  | {
      readonly code: 'no-step-reaches-machine'
      readonly steps: readonly string[]
      readonly children: readonly string[]
    }
  | { readonly code: 'already-installed'; readonly version: string }
  | { readonly code: 'raised-by-own-deployment'; readonly version: string }
  | { readonly code: 'nothing-missing' }
  | { readonly code: 'tried-too-often'; readonly version: string; readonly tries: number }

/** A machine that is to get a release, before machines are put together. */
export interface TriggeredDeployment extends TriggerPlace {
  readonly projectId: ProjectId
  readonly triggerId: TriggerId
  readonly releaseId: ReleaseId
  readonly targetId: TargetId
  readonly isOnlyMissing: boolean
}

export type TriggerDecision =
  | { readonly kind: 'deploy'; readonly deployment: TriggeredDeployment; readonly version: string }
  | { readonly kind: 'not'; readonly why: WhyNot }

/**
 * Decides what an event that matched a trigger leads to, in one place of the machine.
 *
 * While any deployment of the project to the place is due or runs, nothing is decided: its end changes which release is current,
 * what is installed and which steps there are. So a machine that comes up in its last second is not missed, and neither is
 * one that a deployment was to include and did not, because it was cancelled.
 *
 * A parent's steps that deploy children count as reaching a machine when their child would, so a parent needs no step of
 * its own on it.
 * Source: domain reference 7.3 rules 1 to 7, 7.4, 7.6; reliability reference T2, T3, T7.
 */
export function decideTrigger(facts: TriggerFacts): TriggerDecision {
  const { trigger, project, target, place, match, installed } = facts
  if (trigger.isDisabled) return not({ code: 'trigger-disabled' })
  if (project.isDisabled) return not({ code: 'project-disabled', projectId: project.id })
  if (!match.ok) {
    const { error } = match
    return not(error.kind === 'place-left' ? { code: error.kind, place } : { code: 'trigger-changed', mismatch: error })
  }
  // Being enabled again is an event of its own.
  if (target.isDisabled) return not({ code: 'machine-disabled' })
  const release = facts.pinned ?? facts.current
  if (!release) return not({ code: 'never-deployed', environmentId: place.environmentId })
  if (!facts.steps.some(({ reachesMachine }) => reachesMachine)) return not(unreached(facts.steps))

  const { version } = release
  // What the machine holds of the project itself says nothing of the children that came since.
  if (trigger.deploysOnlyMissing) {
    if (!facts.lacksSomething) return not({ code: 'nothing-missing' })
  } else if (installed?.releaseId === release.id) {
    // What was deployed to it since is what the event asks for.
    if (!trigger.redeploysWhenCurrent || installed.startedAt > facts.eventAt)
      return not({ code: 'already-installed', version })
    // A deployment may make a machine healthy, which would make the next one, without end.
    const isOwn = installed.byTriggerId === trigger.id
    if (isOwn && facts.eventAt <= installed.endedAt) return not({ code: 'raised-by-own-deployment', version })
  }
  if (facts.triesInVain >= MOST_TRIES) return not({ code: 'tried-too-often', version, tries: facts.triesInVain })
  return {
    kind: 'deploy',
    deployment: {
      ...place,
      projectId: project.id,
      triggerId: trigger.id,
      releaseId: release.id,
      targetId: target.id,
      isOnlyMissing: trigger.deploysOnlyMissing,
    },
    version,
  }
}

/** A decision as one sentence for a user; `nameOf` gives the name that belongs to any id. */
export function explainTriggerDecision(decision: TriggerDecision, nameOf: (id: string) => string): string {
  switch (decision.kind) {
    case 'deploy': {
      const { targetId, ...place } = decision.deployment
      return `Release ${decision.version} is deployed to ${nameOf(targetId)} in ${nameOfPlace(place, nameOf)}.`
    }
    case 'not':
      return explainWhyNot(decision.why, nameOf)
  }
}

function explainWhyNot(why: WhyNot, nameOf: (id: string) => string): string {
  switch (why.code) {
    case 'trigger-disabled':
      return 'The trigger is disabled.'
    case 'trigger-changed':
      return `The trigger was changed meanwhile. ${explainEventMismatch(why.mismatch, nameOf)}`
    case 'project-disabled':
      return `Project ${nameOf(why.projectId)} is disabled.`
    case 'machine-disabled':
      return 'The machine is disabled.'
    case 'place-left':
      return `The machine takes part in no deployment to ${nameOfPlace(why.place, nameOf)} any more.`
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
    case 'nothing-missing':
      return 'The machine lacks nothing of what is current there.'
    case 'tried-too-often':
      return `Release ${why.version} was deployed to the machine ${why.tries} times in vain within an hour. It is tried again at the next event after that.`
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
