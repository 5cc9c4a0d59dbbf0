import type { ActionId, ChannelId, TargetId } from '../ids.ts'
import { actionsToRun, canBeSkipped, type JudgedAction, type Process } from '../processes/index.ts'
import { type ApplicableTargets, applicableTargets, type Target, type TargetAsk } from '../targets/index.ts'

/** What a deployment would be made of. `target` chooses machines as for every step; the roles come from each step. */
export interface PreviewAsk {
  readonly process: Process
  /** Machines that may matter: at least all those of the environment. */
  readonly targets: readonly Target[]
  /** Null for a run of a runbook. */
  readonly channelId: ChannelId | null
  readonly skipActionIds: readonly ActionId[]
  /** The tags that the tenant had when the deployment was created, if there is one: they decide which actions it has. */
  readonly tenantTags?: readonly string[] | null
  readonly target: Omit<TargetAsk, 'roles'>
  readonly includeDisabled: boolean
}

/** One action that applies. Source: domain reference 3.3. */
export interface PreviewStep {
  readonly actionId: ActionId
  readonly actionName: string
  /** `1`, or `2.1` for a child action. */
  readonly actionNumber: string
  /** Empty for an action that runs once. */
  readonly roles: readonly string[]
  readonly machines: readonly Target[]
  /** Left out because of their health. */
  readonly unavailable: readonly Target[]
  /** Left out by choice. */
  readonly excluded: readonly Target[]
  /** Machines of the environment with a role of the step that are left out, whatever the reason. */
  readonly dropped: ApplicableTargets['dropped']
  readonly canBeSkipped: boolean
  readonly isDisabled: boolean
  /** It needs machines and has none. */
  readonly hasNoApplicableMachines: boolean
}

export interface DeploymentPreview {
  readonly steps: readonly PreviewStep[]
}

const NO_TARGETS: ApplicableTargets = { kept: [], dropped: [] }

/**
 * The actions a deployment would have, in order, each with its machines.
 *
 * Disabled actions are listed only when asked for, and then without machines: whoever adds up the machines of a
 * preview would else count those of an action that does not run.
 * Source: domain reference 3.2, 3.3; API reference 5.7 (preview).
 */
export function previewDeployment(ask: PreviewAsk): DeploymentPreview {
  const { environmentId, tenant } = ask.target
  const tenantTags = ask.tenantTags ?? tenant?.tags ?? null
  const { channelId, skipActionIds } = ask
  const judged = actionsToRun(ask.process, { environmentId, channelId, tenantTags, skipActionIds })
  const chooseTargets = rememberByRoles(ask)
  return {
    steps: judged.filter((each) => isListed(each, ask.includeDisabled)).map((each) => stepOf(each, chooseTargets)),
  }
}

/** Ids of the machines that some listed action runs on or on behalf of, once each, in the order of the actions. */
export function machinesTouched(preview: DeploymentPreview): readonly TargetId[] {
  return [...new Set(preview.steps.flatMap(({ machines }) => machines.map(({ id }) => id)))]
}

/** Machines that some action was meant for and none reaches, once each, with the reason of the last that left it out. */
export function machinesLeftOut(preview: DeploymentPreview): ApplicableTargets['dropped'] {
  const touched = new Set(machinesTouched(preview))
  const dropped = preview.steps.flatMap((step) => step.dropped).filter(({ target }) => !touched.has(target.id))
  return [...new Map(dropped.map((each) => [each.target.id, each])).values()]
}

function isListed({ verdict }: JudgedAction, includeDisabled: boolean): boolean {
  return verdict.kind === 'run' || (includeDisabled && verdict.why === 'disabled')
}

function stepOf(
  { step, action, number, verdict }: JudgedAction,
  chooseTargets: (roles: readonly string[]) => ApplicableTargets,
): PreviewStep {
  const needsMachines = action.runOn !== 'server'
  const roles = needsMachines ? step.roles : []
  const isDisabled = verdict.kind === 'left-out'
  const { kept, dropped } = needsMachines && !isDisabled ? chooseTargets(roles) : NO_TARGETS
  const because = (...reasons: readonly string[]) =>
    dropped.filter(({ why }) => reasons.includes(why)).map(({ target }) => target)
  return {
    actionId: action.id,
    actionName: action.name,
    actionNumber: number,
    roles,
    machines: kept,
    unavailable: because('unavailable', 'unhealthy'),
    excluded: because('excluded', 'not-selected'),
    dropped,
    canBeSkipped: canBeSkipped(action),
    isDisabled,
    hasNoApplicableMachines: needsMachines && !isDisabled && kept.length === 0,
  }
}

/** Steps often share their roles; ten thousand machines are judged once for each set of roles. */
function rememberByRoles({ targets, target }: PreviewAsk): (roles: readonly string[]) => ApplicableTargets {
  const known = new Map<string, ApplicableTargets>()
  return (roles) => {
    const key = JSON.stringify(roles)
    const chosen = known.get(key) ?? withoutStrangers(applicableTargets(targets, { ...target, roles }))
    known.set(key, chosen)
    return chosen
  }
}

/** A machine elsewhere, or without the roles, was never in question: it is not worth a reason. */
function withoutStrangers({ kept, dropped }: ApplicableTargets): ApplicableTargets {
  return { kept, dropped: dropped.filter(({ why }) => why !== 'not-in-environment' && why !== 'no-role') }
}
