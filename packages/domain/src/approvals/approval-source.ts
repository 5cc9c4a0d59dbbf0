import type { EpochMs } from '@flotilla/kit'
import type { EnvironmentId, ReleaseId, TaskId, TenantId } from '../ids.ts'
import { type Phase, phaseOf } from '../lifecycles/index.ts'

/** A deployment of the parent that succeeded. */
export interface ParentDeployment {
  readonly taskId: TaskId
  readonly releaseId: ReleaseId
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
  readonly startedAt: EpochMs
}

export interface ApprovalSourceAsk {
  /** Whether the step uses the parent's approvals at all. */
  readonly isWanted: boolean
  readonly parent: {
    readonly taskId: TaskId
    readonly releaseId: ReleaseId
    readonly environmentId: EnvironmentId
    readonly tenantId: TenantId | null
    /** Effective phases of the parent's channel. */
    readonly phases: readonly Phase[]
  }
  /** The child's destination. */
  readonly destinationId: EnvironmentId
  /** What the step names; null name: nothing. Null `found`: nothing is called that. */
  readonly environment: { readonly name: string | null; readonly found: EnvironmentId | null }
  readonly tenant: { readonly name: string | null; readonly found: TenantId | null }
  /** Successful deployments of the parent's release to the approval environment; others are passed over. */
  readonly succeeded: readonly ParentDeployment[]
}

export type ApprovalSource =
  | { readonly kind: 'task'; readonly taskId: TaskId; readonly environmentId: EnvironmentId }
  | {
      readonly kind: 'off'
      readonly why: 'not-wanted' | 'not-approved-yet'
      /** True where an approval was to be expected, as its environment comes before the destination. */
      readonly isWarning: boolean
    }
  | { readonly kind: 'fail'; readonly why: 'environment-not-found' | 'tenant-not-found'; readonly name: string }

/**
 * Decides which of the parent's tasks holds the approvals that count for its children.
 *
 * The parent's own running task when the approval environment is the one it is being deployed to; else the latest
 * successful deployment of the same release there, of the approval tenant or of no tenant. An approval of another
 * release never counts, nor one of another tenant: without a tenant only untenanted ones do.
 * Source: domain reference 10.12; reliability reference P5.
 */
export function approvalSource(ask: ApprovalSourceAsk): ApprovalSource {
  const { parent, environment, tenant, destinationId } = ask
  if (!ask.isWanted) return { kind: 'off', why: 'not-wanted', isWarning: false }
  const isTenanted = parent.tenantId !== null
  if (isTenanted && tenant.name !== null && tenant.found === null) {
    return { kind: 'fail', why: 'tenant-not-found', name: tenant.name }
  }
  if (environment.name !== null && environment.found === null) {
    return { kind: 'fail', why: 'environment-not-found', name: environment.name }
  }
  const environmentId = environment.found ?? parent.environmentId
  if (environmentId === parent.environmentId) return { kind: 'task', taskId: parent.taskId, environmentId }
  const tenantId = isTenanted ? (tenant.found ?? parent.tenantId) : null
  const latest = latestOf(
    ask.succeeded.filter(
      (done) =>
        done.releaseId === parent.releaseId &&
        done.environmentId === environmentId &&
        (done.tenantId === null || done.tenantId === tenantId),
    ),
  )
  if (latest) return { kind: 'task', taskId: latest.taskId, environmentId }
  return { kind: 'off', why: 'not-approved-yet', isWarning: isBefore(environmentId, destinationId, parent.phases) }
}

function latestOf(deployments: readonly ParentDeployment[]): ParentDeployment | null {
  return deployments.toSorted((a, b) => b.startedAt - a.startedAt)[0] ?? null
}

function isBefore(earlier: EnvironmentId, later: EnvironmentId, phases: readonly Phase[]): boolean {
  const [from, to] = [phaseOf(phases, earlier), phaseOf(phases, later)]
  return from !== null && to !== null && phases.indexOf(from) < phases.indexOf(to)
}
