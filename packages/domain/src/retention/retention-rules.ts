import type { EnvironmentId } from '../ids.ts'
import { type Phase, phaseEnvironments } from '../lifecycles/index.ts'
import { FOREVER, type RetentionPolicy } from './policy.ts'

/** What a lifecycle says about retention. `phases` are effective ones; a policy of null is inherited. */
export interface LifecycleRetention {
  readonly policy: RetentionPolicy | null
  readonly phases: readonly { readonly phase: Phase; readonly policy: RetentionPolicy | null }[]
}

/** One separate count of the releases of a channel: those that have been deployed to one of these environments. */
export interface RetentionStage {
  readonly name: string
  readonly environmentIds: readonly EnvironmentId[]
  readonly policy: RetentionPolicy
}

export interface RetentionRules {
  /** Every environment that a release was deployed to is in exactly one of them. */
  readonly stages: readonly RetentionStage[]
  /** For releases that have been deployed nowhere. */
  readonly undeployed: RetentionPolicy
}

/**
 * The counts that releases of a lifecycle take part in: a phase without a policy has that of the nearest earlier phase with
 * one, else the lifecycle's, and a lifecycle without one keeps everything.
 *
 * Shape: `deployedTo` are the environments that releases were ever deployed to. Those that the lifecycle does not hold (any
 * more) are a count of their own under the lifecycle's policy: a release that runs somewhere is not an undeployed one.
 * Source: domain reference 2.9.
 */
export function retentionRules(lifecycle: LifecycleRetention, deployedTo: readonly EnvironmentId[]): RetentionRules {
  const undeployed = lifecycle.policy ?? FOREVER
  const taken = new Set<EnvironmentId>()
  let inherited = undeployed
  const stages = lifecycle.phases.map(({ phase, policy }): RetentionStage => {
    inherited = policy ?? inherited
    const environmentIds = phaseEnvironments(phase).filter((id) => !taken.has(id))
    for (const id of environmentIds) taken.add(id)
    return { name: phase.name, environmentIds, policy: inherited }
  })
  const outside = deployedTo.filter((id) => !taken.has(id))
  return {
    stages:
      outside.length === 0
        ? stages
        : [...stages, { name: 'environments outside of the lifecycle', environmentIds: outside, policy: undeployed }],
    undeployed,
  }
}

/** Whether a lifecycle never lets anything go, wherever a release has been. */
export const keepsEverything = ({ policy, phases }: LifecycleRetention): boolean =>
  [policy ?? FOREVER, ...phases.map((each) => each.policy ?? FOREVER)].every(({ kind }) => kind === 'forever')
