import type { EnvironmentId, TargetId, TenantId } from '../ids.ts'
import { isTenantSelected } from '../tenants/index.ts'
import { maySkip } from './judge-unreached.ts'
import type { Target } from './target.ts'

/** The tenant of a deployment, as far as machines look at it. */
export interface AskingTenant {
  readonly id: TenantId
  /** Canonical names, `Set/Tag`. */
  readonly tags: readonly string[]
}

/** Which machines one step of one deployment may use. */
export interface TargetAsk {
  readonly environmentId: EnvironmentId
  /** The step's roles, any of which will do. Without roles no machine is wanted, so none is kept. */
  readonly roles: readonly string[]
  /** Null for an untenanted deployment. */
  readonly tenant: AskingTenant | null
  /** Machines chosen for the deployment. Empty means that nobody chose: the wire knows no other spelling of "all". */
  readonly specific: readonly TargetId[]
  readonly excluded: readonly TargetId[]
  readonly excludeUnhealthy: boolean
  /** `roles` limits the skipping to machines that have one of them; empty means that any machine may be skipped. */
  readonly skipUnavailable: { readonly on: boolean; readonly roles: readonly string[] }
}

export const WHY_EXCLUDED = [
  'not-in-environment',
  'no-role',
  'disabled',
  'other-tenancy',
  'not-selected',
  'excluded',
  'unhealthy',
  'unavailable',
] as const
export type WhyExcluded = (typeof WHY_EXCLUDED)[number]

export type TargetVerdict = { readonly kind: 'include' } | { readonly kind: 'exclude'; readonly why: WhyExcluded }

export interface ApplicableTargets {
  readonly kept: readonly Target[]
  readonly dropped: readonly { readonly target: Target; readonly why: WhyExcluded }[]
}

/** An ask made ready for many machines: lists have become sets, roles lower case. */
interface ReadyAsk {
  readonly ask: TargetAsk
  readonly roles: ReadonlySet<string>
  readonly specific: ReadonlySet<TargetId>
  readonly excluded: ReadonlySet<TargetId>
}

// In order, first match wins: what a machine is comes before what somebody chose, and that before how it feels today.
const rules: readonly { readonly why: WhyExcluded; readonly when: (target: Target, ready: ReadyAsk) => boolean }[] = [
  { why: 'not-in-environment', when: (target, { ask }) => !target.environmentIds.includes(ask.environmentId) },
  { why: 'no-role', when: (target, { roles }) => !hasAnyRole(target, roles) },
  { why: 'disabled', when: (target) => target.isDisabled },
  { why: 'other-tenancy', when: (target, { ask }) => !fitsTenancy(target, ask.tenant) },
  { why: 'not-selected', when: (target, { specific }) => specific.size > 0 && !specific.has(target.id) },
  { why: 'excluded', when: (target, { excluded }) => excluded.has(target.id) },
  // Machines with warnings, and those never checked, stay in.
  { why: 'unhealthy', when: (target, { ask }) => ask.excludeUnhealthy && target.health === 'Unhealthy' },
  {
    why: 'unavailable',
    when: (target, { ask }) => target.health === 'Unavailable' && maySkip(target, ask.skipUnavailable),
  },
]

/**
 * Says whether a machine takes part in a step, and if not, the first reason against it.
 *
 * Source: domain reference 3.2, 6.3, 6.4 and the connectivity policy of 1.3.
 */
export function judgeTarget(target: Target, ask: TargetAsk): TargetVerdict {
  return judgeReady(target, makeReady(ask))
}

/** Splits machines into those that take part and those that do not, each with its reason. Keeps the order given. */
export function applicableTargets(targets: readonly Target[], ask: TargetAsk): ApplicableTargets {
  const ready = makeReady(ask)
  const kept: Target[] = []
  const dropped: { target: Target; why: WhyExcluded }[] = []
  for (const target of targets) {
    const verdict = judgeReady(target, ready)
    if (verdict.kind === 'include') kept.push(target)
    else dropped.push({ target, why: verdict.why })
  }
  return { kept, dropped }
}

/**
 * Says whether a machine takes part in deployments of this tenant (null: untenanted ones).
 *
 * Source: domain reference 6.4, 8.4.
 */
export function fitsTenancy(
  target: Pick<Target, 'tenancy' | 'tenantIds' | 'tenantTags'>,
  tenant: AskingTenant | null,
): boolean {
  if (tenant === null) return target.tenancy !== 'Tenanted'
  return target.tenancy !== 'Untenanted' && isTenantSelected(target, tenant)
}

function makeReady(ask: TargetAsk): ReadyAsk {
  return {
    ask,
    roles: lowerCaseSet(ask.roles),
    specific: new Set(ask.specific),
    excluded: new Set(ask.excluded),
  }
}

function judgeReady(target: Target, ready: ReadyAsk): TargetVerdict {
  const broken = rules.find((rule) => rule.when(target, ready))
  return broken ? { kind: 'exclude', why: broken.why } : { kind: 'include' }
}

function hasAnyRole(target: Target, lowerCaseRoles: ReadonlySet<string>): boolean {
  return target.roles.some((role) => lowerCaseRoles.has(role.toLowerCase()))
}

function lowerCaseSet(roles: readonly string[]): ReadonlySet<string> {
  return new Set(roles.map((role) => role.toLowerCase()))
}
