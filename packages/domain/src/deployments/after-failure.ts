import { assertNever } from '@flotilla/kit'
import type { GUIDED_FAILURE_ANSWERS } from '../approvals/index.ts'
import { type Action, canBeSkipped, type RetryRule, retryRule } from '../processes/index.ts'
import type { ActionOutcome } from './outcome.ts'

export type Guidance = (typeof GUIDED_FAILURE_ANSWERS)[number]

/** How an attempt of an action failed. */
export type Failure = Extract<ActionOutcome, 'failed' | 'unknown'>

/** An attempt that failed, and by what the next one could come. */
export interface FailedAttempt {
  readonly outcome: Failure
  readonly followedBy: 'retry' | 'ask'
}

export type AfterFailure =
  /** Another attempt begins by itself: the retry of that number, counted from 1 in each round. */
  | { readonly kind: 'retry'; readonly waitSeconds: number; readonly retry: number; readonly mostRetries: number }
  /** A person says what comes of it. */
  | { readonly kind: 'ask'; readonly answers: readonly Guidance[] }
  | { readonly kind: 'give-up' }

/**
 * What follows when an attempt of an action has failed.
 *
 * Shape: `earlier` are the attempts before this one, oldest first.
 * The action's own retries come first, the first of them at once; a person's "Retry" begins a new round of them. Of a script
 * whose end nobody knows a process may still be at work, so only a person may have it run again.
 * Source: domain reference 3.7, 4.5; reliability reference E4, E5.
 */
export function judgeFailure(ask: {
  readonly action: Pick<Action, 'actionType' | 'isRequired' | 'properties'>
  readonly outcome: Failure
  readonly earlier: readonly FailedAttempt[]
  readonly usesGuidedFailure: boolean
  /** The action runs on a machine, or on behalf of one. */
  readonly hasMachine: boolean
}): AfterFailure {
  const rule = retryRule(ask.action)
  const retries = retriesOfRound(ask.earlier)
  if (ask.outcome === 'failed' && retries < rule.maximumCount) return tryAgain(rule, retries)
  if (ask.usesGuidedFailure && isAskedAbout(ask.action)) return { kind: 'ask', answers: guidanceFor(ask) }
  return { kind: 'give-up' }
}

/** Whether anything but giving up may follow when an attempt of an action fails. */
export const mayBeRepeated = ({
  action,
  usesGuidedFailure,
}: Pick<Parameters<typeof judgeFailure>[0], 'usesGuidedFailure'> & {
  readonly action: Pick<Action, 'actionType' | 'properties'>
}): boolean => retryRule(action).maximumCount > 0 || (usesGuidedFailure && isAskedAbout(action))

export type GuidanceVerdict =
  | { readonly kind: 'retry' }
  /** It counts as passed, with a warning. `excludesMachine`: nothing of the deployment happens on its machine any more. */
  | { readonly kind: 'go-on'; readonly outcome: 'ignored'; readonly excludesMachine: boolean }
  | { readonly kind: 'fail' }

/** What an answer to a guided failure means. Source: domain reference 3.7. */
export function judgeGuidance(guidance: Guidance): GuidanceVerdict {
  switch (guidance) {
    case 'Retry':
      return { kind: 'retry' }
    case 'Ignore':
      return { kind: 'go-on', outcome: 'ignored', excludesMachine: false }
    case 'Exclude':
      return { kind: 'go-on', outcome: 'ignored', excludesMachine: true }
    case 'Fail':
      return { kind: 'fail' }
    default:
      return assertNever(guidance)
  }
}

function tryAgain(rule: RetryRule, retries: number): AfterFailure {
  const waitSeconds = retries === 0 ? 0 : rule.minimumBackoffSeconds
  return { kind: 'retry', waitSeconds, retry: retries + 1, mostRetries: rule.maximumCount }
}

/** How often the action was tried again by itself since it began or a person said so. */
function retriesOfRound(earlier: readonly FailedAttempt[]): number {
  return earlier.length - 1 - earlier.findLastIndex(({ followedBy }) => followedBy === 'ask')
}

/** Not of a manual intervention: there a person has given the answer already, and an abort is to stay one (P3). */
const isAskedAbout = ({ actionType }: Pick<Action, 'actionType'>): boolean =>
  actionType.toLowerCase() !== 'octopus.manual'

/** What must not be skipped must not be passed over by a person either. */
function guidanceFor(ask: {
  readonly action: Pick<Action, 'actionType' | 'isRequired' | 'properties'>
  readonly hasMachine: boolean
}): readonly Guidance[] {
  if (!canBeSkipped(ask.action)) return ['Fail', 'Retry']
  return ask.hasMachine ? ['Fail', 'Retry', 'Ignore', 'Exclude'] : ['Fail', 'Retry', 'Ignore']
}
