import { err, ok, type Result } from '@flotilla/kit'
import type { ActionId, ChannelId, EnvironmentId } from '../ids.ts'
import { matchesTags } from '../tenants/index.ts'
import { canBeSkipped } from './action-types.ts'
import type { Action, Process, Step } from './process.ts'

/** What decides, when a deployment is created, which actions it has. */
export interface ActionAsk {
  readonly environmentId: EnvironmentId
  /** Null for a run of a runbook. */
  readonly channelId: ChannelId | null
  /** Tags of the tenant (`Set/Tag`); null for an untenanted deployment. */
  readonly tenantTags: readonly string[] | null
  readonly skipActionIds: readonly ActionId[]
}

export type WhyLeftOut =
  | 'other-environment'
  | 'excluded-environment'
  | 'other-channel'
  | 'other-tenant'
  | 'disabled'
  | 'skipped-by-user'

export type ActionVerdict = { readonly kind: 'run' } | { readonly kind: 'left-out'; readonly why: WhyLeftOut }

export interface JudgedAction {
  readonly step: Step
  readonly action: Action
  /** `1` for the only action of the first step, `2.1` for a child action. Actions left out are counted. */
  readonly number: string
  readonly verdict: ActionVerdict
}

export type SkipRefusal =
  | { readonly kind: 'required-action'; readonly actionId: ActionId; readonly name: string }
  | { readonly kind: 'unknown-action'; readonly actionId: ActionId }

// In order, first match wins: where an action belongs comes first, so that "disabled" and "skipped" mean that it
// would have run here.
const rules: readonly { readonly why: WhyLeftOut; readonly when: (action: Action, ask: ActionAsk) => boolean }[] = [
  {
    why: 'other-environment',
    when: (action, ask) => action.environmentIds.length > 0 && !action.environmentIds.includes(ask.environmentId),
  },
  { why: 'excluded-environment', when: (action, ask) => action.excludedEnvironmentIds.includes(ask.environmentId) },
  {
    why: 'other-channel',
    when: ({ channelIds }, { channelId }) =>
      channelIds.length > 0 && (channelId === null || !channelIds.includes(channelId)),
  },
  // An untenanted deployment has no tenant that could match.
  {
    why: 'other-tenant',
    when: (action, ask) =>
      action.tenantTags.length > 0 && (ask.tenantTags === null || !matchesTags(action.tenantTags, ask.tenantTags)),
  },
  { why: 'disabled', when: (action) => action.isDisabled },
  { why: 'skipped-by-user', when: (action, ask) => ask.skipActionIds.includes(action.id) && canBeSkipped(action) },
]

/**
 * Every action of a process, in order, with whether a deployment has it, and if not, the first reason against it.
 *
 * Source: domain reference 4.6; numbers: 3.3.
 */
export function actionsToRun(process: Process, ask: ActionAsk): readonly JudgedAction[] {
  return process.steps.flatMap((step, stepIndex) =>
    step.actions.map((action, index) => ({
      step,
      action,
      number: step.actions.length > 1 ? `${stepIndex + 1}.${index + 1}` : `${stepIndex + 1}`,
      verdict: judgeAction(action, ask),
    })),
  )
}

/**
 * Whether these actions may be left out of a deployment.
 *
 * Errors: each id that the process does not have, and each action that must not be skipped.
 * Source: domain reference 3.1, 4.1.
 */
export function judgeSkips(process: Process, skipActionIds: readonly ActionId[]): Result<void, readonly SkipRefusal[]> {
  const actions = new Map(process.steps.flatMap((step) => step.actions.map((action) => [action.id, action])))
  const refusals = skipActionIds.flatMap((actionId): readonly SkipRefusal[] => {
    const action = actions.get(actionId)
    if (!action) return [{ kind: 'unknown-action', actionId }]
    return canBeSkipped(action) ? [] : [{ kind: 'required-action', actionId, name: action.name }]
  })
  return refusals.length > 0 ? err(refusals) : ok()
}

function judgeAction(action: Action, ask: ActionAsk): ActionVerdict {
  const broken = rules.find((rule) => rule.when(action, ask))
  return broken ? { kind: 'left-out', why: broken.why } : { kind: 'run' }
}
