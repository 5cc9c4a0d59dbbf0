import { matchesTags } from '../tenants/index.ts'
import type { ScopeKind, UserScopeKind, Variable, VariableContext, VariableScope } from './variable.ts'
import { SERVER_SCOPE_KINDS, USER_SCOPE_KINDS } from './variable.ts'

const STRENGTH: readonly ScopeKind[] = [...SERVER_SCOPE_KINDS, ...USER_SCOPE_KINDS].filter(
  // Says only that a tenant's template gave the value, whose own tenant and environment scopes do the weighing.
  (kind) => kind !== 'ProjectTemplate',
)

const matchers: Readonly<Record<UserScopeKind, (values: readonly string[], context: VariableContext) => boolean>> = {
  Action: (values, { actionId }) => holds(values, actionId),
  Machine: (values, { targetId }) => holds(values, targetId),
  TargetRole: (values, context) => sharesName(values, targetedRoles(context)),
  Role: (values, { targetRoles }) => sharesName(values, targetRoles ?? []),
  Tenant: (values, { tenantId }) => holds(values, tenantId),
  TenantTag: (values, { tenantId, tenantTags }) => tenantId !== null && matchesTags(values, tenantTags),
  Environment: (values, { environmentId }) => values.includes(environmentId),
  Channel: (values, { channelId }) => holds(values, channelId),
  ProcessOwner: (values, { processOwners }) => values.some((value) => holds(processOwners ?? [], value)),
  Project: (values, { projectId }) => holds(values, projectId),
}

/**
 * Whether a value applies here at all: every kind it is scoped to matches.
 *
 * Source: domain reference 5.2, 5.3.
 */
export function isCandidate(variable: Pick<Variable, 'scope' | 'source'>, context: VariableContext): boolean {
  return matchesKinds(variable, context, USER_SCOPE_KINDS)
}

/** As `isCandidate`, looking at the given kinds only: the others count as matched. */
export function matchesKinds(
  variable: Pick<Variable, 'scope' | 'source'>,
  context: VariableContext,
  kinds: readonly UserScopeKind[],
): boolean {
  if (isForged(variable)) return false
  return mismatchedKinds(variable.scope, context, kinds).length === 0
}

/** As `isCandidate`, before it is known which step or machine asks. */
export function mayApply(
  variable: Pick<Variable, 'scope' | 'source'>,
  context: Omit<VariableContext, 'actionId' | 'targetId' | 'targetRoles' | 'stepRoles'>,
): boolean {
  return matchesKinds(variable, context, ['Environment', 'Channel', 'Tenant', 'TenantTag', 'ProcessOwner', 'Project'])
}

/** Whether people wrote a scope that only the server may: else they could write one that beats the server's own values. */
export function isForged({ scope, source }: Pick<Variable, 'scope' | 'source'>): boolean {
  return source !== 'server' && SERVER_SCOPE_KINDS.some((kind) => isScopedTo(scope, kind))
}

/** The kinds that a scope names and that do not match, the strongest first. */
export function mismatchedKinds(
  scope: VariableScope,
  context: VariableContext,
  kinds: readonly UserScopeKind[] = USER_SCOPE_KINDS,
): readonly UserScopeKind[] {
  return kinds.filter((kind) => isScopedTo(scope, kind) && !matchers[kind](scope[kind] ?? [], context))
}

/** The strongest kind that the first scope has and the second has not; null for equally specific ones. */
export function decidingKind(more: VariableScope, less: VariableScope, context: VariableContext): ScopeKind | null {
  return STRENGTH.find((kind) => hasKind(more, kind, context) && !hasKind(less, kind, context)) ?? null
}

/**
 * How specific a matching value is: of two candidates the greater weight wins.
 *
 * Weights are powers of two, so kinds compare in the order of the reference, one after the other, and further kinds
 * decide only when the stronger ones are equal. Summing the public client's decimal weights would differ in one
 * place: there tag + environment (1100) beats tenant alone (1001), against the order that is documented.
 *
 * Source: domain reference 5.3.
 */
export function scopeWeight(scope: VariableScope, context: VariableContext): number {
  return STRENGTH.reduce((weight, kind, index) => {
    return hasKind(scope, kind, context) ? weight + 2 ** (STRENGTH.length - 1 - index) : weight
  }, 0)
}

/**
 * Whether a scope names a kind. A kind with an empty list is not named: clients send empty lists for the kinds that
 * they do not use, just as `{}` is unscoped. So whoever takes a deleted environment out of a scope must remove an
 * entry that had no other, rather than leave an empty list behind, which would widen it.
 */
export function isScopedTo(scope: VariableScope, kind: ScopeKind): boolean {
  return (scope[kind]?.length ?? 0) > 0
}

function hasKind(scope: VariableScope, kind: ScopeKind, context: VariableContext): boolean {
  // People write `Role`; it counts as the stronger `TargetRole` when the step asks for that very role.
  if (kind === 'TargetRole') {
    return isScopedTo(scope, 'TargetRole') || sharesName(scope.Role ?? [], targetedRoles(context))
  }
  return isScopedTo(scope, kind)
}

function targetedRoles({ targetRoles = [], stepRoles = [] }: VariableContext): readonly string[] {
  return targetRoles.filter((role) => sharesName([role], stepRoles))
}

function holds(values: readonly string[], id: string | null | undefined): boolean {
  return id !== null && id !== undefined && values.includes(id)
}

function sharesName(names: readonly string[], others: readonly string[]): boolean {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  return others.some((other) => wanted.has(other.toLowerCase()))
}
