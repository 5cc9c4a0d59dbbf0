import type { EpochMs } from '@flotilla/kit'
import type { DeploymentId, ReleaseId, TargetId } from '../ids.ts'
import type { Target, WhyExcluded } from '../targets/index.ts'
import { compareVersions, parseVersion } from '../versions/index.ts'

/** A release that a machine holds, by which deployment, since when. */
export interface Installation {
  readonly releaseId: ReleaseId
  readonly version: string
  readonly deploymentId: DeploymentId
  readonly installedAt: EpochMs
  /** Key of the machine that it was put on. */
  readonly machineKey: string
}

/** The last deployment to a machine, when it did not come to its end there. */
export interface FailedInstallation {
  readonly version: string
  readonly deploymentId: DeploymentId
  readonly failedAt: EpochMs
  readonly machineKey: string
}

/** What is known of one project, environment and tenant on one machine. A success takes the failure before it away. */
export interface LedgerEntry {
  readonly installed: Installation | null
  readonly failed: FailedInstallation | null
}

/** How a machine stands to the release that it should hold. */
export type DriftReason =
  | { readonly code: 'up-to-date'; readonly installed: Installation }
  | { readonly code: 'missing' }
  /** What is known is of the machine that had the name, and place, before. */
  | { readonly code: 'replaced'; readonly installed: Installation }
  | { readonly code: 'other-release'; readonly age: 'older' | 'newer' | 'other'; readonly installed: Installation }
  | { readonly code: 'attempt-failed'; readonly failed: FailedInstallation; readonly installed: Installation | null }
  /** The deployment would leave it out. */
  | { readonly code: 'not-applicable'; readonly why: WhyExcluded }

export interface MachineDrift {
  readonly machine: Pick<Target, 'id' | 'name'>
  readonly reason: DriftReason
}

export interface DriftAsk {
  /** What the place should run: the release of the latest successful deployment there. */
  readonly current: { readonly releaseId: ReleaseId; readonly version: string }
  /** Machines that a deployment of it would reach now, each once. */
  readonly reached: readonly Pick<Target, 'id' | 'name'>[]
  /** Machines that it would leave out, with the reason. */
  readonly leftOut: readonly { readonly target: Pick<Target, 'id' | 'name'>; readonly why: WhyExcluded }[]
  readonly ledger: ReadonlyMap<TargetId, LedgerEntry>
  /** Keys of the machines as they are now; one without a key has none. */
  readonly machineKeys: ReadonlyMap<TargetId, string>
}

/**
 * Compares what machines hold with what they should, in the order of the machines.
 *
 * Only machines that a deployment would reach can drift: which those are is decided where it is decided for deployments
 * (`previewDeployment`), so that deploying what is missing leaves nothing missing.
 */
export function judgeDrift(ask: DriftAsk): readonly MachineDrift[] {
  return [
    ...ask.reached.map(({ id, name }) => ({ machine: { id, name }, reason: judgeReached(id, ask) })),
    ...ask.leftOut.map(({ target: { id, name }, why }) => ({
      machine: { id, name },
      reason: { code: 'not-applicable', why } as const,
    })),
  ]
}

/** Whether something is to be deployed to the machine. */
export const isDrifting = ({ reason }: MachineDrift): boolean =>
  reason.code !== 'up-to-date' && reason.code !== 'not-applicable'

/**
 * Whether what was learned of a machine is true of the one that is there now. A key that was not known yet, or is not any
 * more, says nothing against it.
 */
export const isSameMachine = (keyThen: string, keyNow: string): boolean =>
  keyThen === '' || keyNow === '' || keyThen === keyNow

function judgeReached(id: TargetId, { current, ledger, machineKeys }: DriftAsk): DriftReason {
  const { installed = null, failed = null } = ledger.get(id) ?? {}
  const isOfNow = ({ machineKey }: { readonly machineKey: string }) =>
    isSameMachine(machineKey, machineKeys.get(id) ?? '')
  if (failed && isOfNow(failed)) {
    return { code: 'attempt-failed', failed, installed: installed && isOfNow(installed) ? installed : null }
  }
  if (!installed) return { code: 'missing' }
  if (!isOfNow(installed)) return { code: 'replaced', installed }
  if (installed.releaseId === current.releaseId) return { code: 'up-to-date', installed }
  return { code: 'other-release', age: ageOf(installed.version, current.version), installed }
}

function ageOf(version: string, current: string): 'older' | 'newer' | 'other' {
  const [one, other] = [parseVersion(version), parseVersion(current)]
  // A version need not be a number.
  if (!one.ok || !other.ok) return 'other'
  const order = compareVersions(one.value, other.value)
  return order === 0 ? 'other' : order < 0 ? 'older' : 'newer'
}
