import { assertNever } from '@flotilla/kit'
import type { HealthStatus } from './target.ts'

/** What a health check found out about a machine, or a worker. */
export type CheckFinding =
  | { readonly kind: 'out-of-reach'; readonly detail: string }
  /** Something answers there, but it is not the machine that was confirmed. */
  | { readonly kind: 'other-identity'; readonly detail: string }
  /** This server has no way to machines of that style. */
  | { readonly kind: 'not-offered'; readonly detail: string }
  /** It answered, and nothing else was to be done. */
  | { readonly kind: 'connected' }
  | { readonly kind: 'script-passed'; readonly hasWarnings: boolean }
  | { readonly kind: 'script-failed'; readonly detail: string }
  /** The time of the whole check was up before its turn came, or before it was through. */
  | { readonly kind: 'not-checked'; readonly detail: string }

/** What the machine's policy says, as far as a check decides by it. */
export interface CheckPolicy {
  readonly mayBeOffline: boolean
  /** For how long it must have been unavailable to be removed; null: it never is. */
  readonly removedAfterMs: number | null
}

/** What is known of the machine when it has been checked. */
export interface CheckedMachine {
  readonly health: HealthStatus
  /** Since the first of the checks in a row that could not reach it, this one included; null: it was reached. */
  readonly unavailableForMs: number | null
  /** A deployment that is under way has it among its machines. */
  readonly isInUse: boolean
}

export interface HealthVerdict {
  /** As it is now. It stays as it was when nothing was found out. */
  readonly health: HealthStatus
  /** Only a change is an event. */
  readonly isChange: boolean
  /** What it means for the task that checks. */
  readonly check: 'passed' | 'warned' | 'failed' | 'skipped'
  /** `wait`: it would be removed, were it not in use. */
  readonly removal: 'keep' | 'remove' | 'wait'
  /** A sentence for people, without the machine's name in front. */
  readonly message: string
}

type Judged = Pick<HealthVerdict, 'check' | 'message'> & { readonly health: HealthStatus | null }

/**
 * What comes of a health check.
 *
 * A machine that answers as somebody else is unavailable, but it is not removed: somebody has to look who that is.
 * Source: domain reference 6.3, 6.6, 7.2.
 */
export function judgeHealth(finding: CheckFinding, policy: CheckPolicy, machine: CheckedMachine): HealthVerdict {
  const { health, ...judged } = judge(finding, policy)
  return {
    ...judged,
    health: health ?? machine.health,
    isChange: health !== null && health !== machine.health,
    removal: finding.kind === 'out-of-reach' ? judgeRemoval(policy, machine) : 'keep',
  }
}

function judge(finding: CheckFinding, { mayBeOffline }: CheckPolicy): Judged {
  switch (finding.kind) {
    case 'out-of-reach':
      return {
        health: 'Unavailable',
        check: mayBeOffline ? 'skipped' : 'failed',
        message: `could not be reached: ${ended(finding.detail)}`,
      }
    case 'other-identity':
      // Also where it may be offline: this is something else than a machine that is switched off.
      return {
        health: 'Unavailable',
        check: 'failed',
        message: `is not what answers at its address: ${ended(finding.detail)}`,
      }
    case 'not-offered':
      return { health: null, check: 'warned', message: `was not checked: ${ended(finding.detail)}` }
    case 'connected':
      return { health: 'Healthy', check: 'passed', message: 'answers.' }
    case 'script-passed':
      return finding.hasWarnings
        ? { health: 'HasWarnings', check: 'warned', message: 'is healthy, with warnings.' }
        : { health: 'Healthy', check: 'passed', message: 'is healthy.' }
    case 'script-failed':
      return { health: 'Unhealthy', check: 'failed', message: `is unhealthy: ${ended(finding.detail)}` }
    case 'not-checked':
      return { health: null, check: 'failed', message: `was not checked: ${ended(finding.detail)}` }
    default:
      return assertNever(finding)
  }
}

/** Details come from transports and scripts, with a full stop or without. */
const ended = (detail: string): string => `${detail.trim().replace(/\.$/, '')}.`

function judgeRemoval(
  { removedAfterMs }: CheckPolicy,
  { unavailableForMs, isInUse }: CheckedMachine,
): HealthVerdict['removal'] {
  if (removedAfterMs === null || unavailableForMs === null || unavailableForMs < removedAfterMs) return 'keep'
  return isInUse ? 'wait' : 'remove'
}
