import type { CheckFinding, HealthVerdict } from './judge-health.ts'

/** What a health check in the middle of a deployment means for a machine in the rest of it. */
export type CheckedInDeployment = 'stays' | 'stays-with-warning' | 'left-out' | 'fails'

/** Nothing is known of the machine but that it could not be asked. */
const UNREACHED: readonly CheckFinding['kind'][] = ['out-of-reach', 'other-identity', 'not-offered', 'not-checked']

/**
 * What comes of a machine that a health check step looked at. `verdict` is null for one that was disabled or removed meanwhile:
 * it takes no part any more.
 *
 * A step that treats errors as warnings goes on without machines that cannot be reached; one whose policy lets it be offline is
 * left out in any case.
 * Source: domain reference 4.9 (`Octopus.HealthCheck`), 6.6.
 */
export function judgeCheckedMachine(
  verdict: Pick<HealthVerdict, 'check'> | null,
  finding: Pick<CheckFinding, 'kind'>,
  { errorsAreWarnings }: { readonly errorsAreWarnings: boolean },
): CheckedInDeployment {
  if (!verdict) return 'left-out'
  switch (verdict.check) {
    case 'passed':
      return 'stays'
    case 'warned':
      return 'stays-with-warning'
    case 'skipped':
      return 'left-out'
    case 'failed':
      if (!errorsAreWarnings) return 'fails'
      return UNREACHED.includes(finding.kind) ? 'left-out' : 'stays-with-warning'
  }
}
