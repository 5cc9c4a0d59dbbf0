import type { Target } from './target.ts'

/** What becomes of a machine that a deployment could not reach. */
export type UnreachedVerdict =
  /** The deployment goes on without it. */
  { readonly kind: 'leave-out' } | { readonly kind: 'fail' }

/**
 * Says whether a deployment goes on without a machine that does not answer at the moment at which it should do something.
 *
 * Only a machine to which nothing was sent can be left out: where a script may have begun, leaving it out would hide that
 * nobody knows what happened there. `roles` limits the skipping, as it does before a deployment begins.
 * Source: domain reference 3.2 (rule 6), the project's connectivity policy of 1.3; reliability E5.
 */
export function judgeUnreached(
  outOfReach: 'before' | 'later',
  target: Pick<Target, 'roles'>,
  skipUnavailable: { readonly on: boolean; readonly roles: readonly string[] },
): UnreachedVerdict {
  if (outOfReach === 'later' || !maySkip(target, skipUnavailable)) return { kind: 'fail' }
  return { kind: 'leave-out' }
}

/** Whether the project lets machines like this one be skipped while they are unavailable. No roles: any machine. */
export function maySkip(
  target: Pick<Target, 'roles'>,
  { on, roles }: { readonly on: boolean; readonly roles: readonly string[] },
): boolean {
  if (!on) return false
  const wanted = new Set(roles.map((role) => role.toLowerCase()))
  return wanted.size === 0 || target.roles.some((role) => wanted.has(role.toLowerCase()))
}
