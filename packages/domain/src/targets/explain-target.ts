import { assertNever } from '@flotilla/kit'
import type { WhyExcluded } from './judge-target.ts'
import type { Target } from './target.ts'

/** Names for the sentence; a name that the caller does not have leaves the general wording. */
export interface ExplainNames {
  readonly environment?: string | undefined
  /** Absent or null for an untenanted deployment. */
  readonly tenant?: string | null | undefined
  readonly roles?: readonly string[] | undefined
}

/** One sentence that tells a person why a machine was left out. */
export function explainTarget(why: WhyExcluded, target: Pick<Target, 'name'>, names: ExplainNames = {}): string {
  return `${target.name} ${clause(why, names)}.`
}

function clause(why: WhyExcluded, { environment, tenant, roles = [] }: ExplainNames): string {
  switch (why) {
    case 'not-in-environment':
      return `is not in ${environment ?? 'this environment'}`
    case 'no-role':
      return roles.length > 0 ? `has none of the roles ${roles.join(', ')}` : 'has no role that is asked for'
    case 'disabled':
      return 'is disabled'
    case 'other-tenancy':
      return tenant
        ? `does not serve ${tenant}`
        : 'does not take part in this kind of deployment (with or without tenant)'
    case 'not-selected':
      return 'is not among the machines chosen for this deployment'
    case 'excluded':
      return 'was excluded from this deployment'
    case 'unhealthy':
      return 'is unhealthy, and the project leaves unhealthy machines out'
    case 'unavailable':
      return 'is unavailable, and the project skips unavailable machines'
    default:
      return assertNever(why)
  }
}
