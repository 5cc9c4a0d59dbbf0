import { assertNever, err, ok, type Result } from '@flotilla/kit'
import type { EnvironmentId, TenantId } from '../ids.ts'
import type { Target } from './target.ts'

/** Where a script runs that makes or removes targets. */
export interface DynamicPlace {
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
  /** Whether the environment lets scripts do so. */
  readonly allowsDynamicTargets: boolean
}

export type KnownTarget = Pick<Target, 'name' | 'environmentIds' | 'tenantIds' | 'tenantTags'>

export type DynamicTargetRefusal =
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'no-roles'; readonly name: string }
  | { readonly kind: 'name-taken'; readonly name: string }
  /** The target is somebody else's too. */
  | { readonly kind: 'out-of-scope'; readonly name: string }

/**
 * What becomes of a script's wish for a target of a name: it is made, or the one that is there (`existing`) is changed.
 *
 * Errors: scripts may not do so there; and a name that is taken, or whose target is not of the deployment's place alone. A script
 * acts within the scope of its deployment only.
 * Source: domain reference 6.9; reliability J4.
 */
export function judgeNewTarget(ask: {
  readonly place: DynamicPlace
  readonly name: string
  readonly roles: readonly string[]
  readonly updatesExisting: boolean
  readonly existing: KnownTarget | null
}): Result<'create' | 'update', DynamicTargetRefusal> {
  const { place, name, roles, updatesExisting, existing } = ask
  if (!place.allowsDynamicTargets) return err({ kind: 'not-allowed' })
  if (roles.length === 0) return err({ kind: 'no-roles', name })
  if (!existing) return ok('create')
  if (!updatesExisting) return err({ kind: 'name-taken', name: existing.name })
  return isOfPlaceAlone(existing, place) ? ok('update') : err({ kind: 'out-of-scope', name: existing.name })
}

/** Whether a script may remove a target. Errors and source: as `judgeNewTarget`. */
export function judgeTargetRemoval(place: DynamicPlace, target: KnownTarget): Result<void, DynamicTargetRefusal> {
  if (!place.allowsDynamicTargets) return err({ kind: 'not-allowed' })
  return isOfPlaceAlone(target, place) ? ok() : err({ kind: 'out-of-scope', name: target.name })
}

/** A refusal as one sentence for a user. */
export function explainDynamicTargetRefusal(refusal: DynamicTargetRefusal, environment: string): string {
  switch (refusal.kind) {
    case 'not-allowed':
      return `Scripts may not make or remove targets in ${environment}: its setting for dynamic infrastructure is off.`
    case 'no-roles':
      return `The target ${refusal.name} was not made: it has no role.`
    case 'name-taken':
      return `The target ${refusal.name} is there already, and the script did not ask to update it.`
    case 'out-of-scope':
      return `The target ${refusal.name} does not belong to the environment and tenant of this deployment alone, so a script in it may not touch it.`
    default:
      return assertNever(refusal)
  }
}

function isOfPlaceAlone({ environmentIds, tenantIds, tenantTags }: KnownTarget, place: DynamicPlace): boolean {
  if (environmentIds.length !== 1 || environmentIds[0] !== place.environmentId || tenantTags.length > 0) return false
  return place.tenantId === null ? tenantIds.length === 0 : tenantIds.length === 1 && tenantIds[0] === place.tenantId
}
