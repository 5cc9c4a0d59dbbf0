import type { ChildOutputs, ChosenRelease, StopPlan, StopReason } from './child-plan.ts'
import { explainReason } from './explain-reason.ts'

/**
 * What a step sets that ends without a deployment: the version in hand or `N/A`, and why in `ReleaseNotes`.
 *
 * A failure sets nothing, nor does a promotion from a place to itself. The two texts that existing processes compare
 * with are kept word for word; other reasons say what they are.
 * Source: domain reference 10.2, 10.15.
 */
export function stopOutputs(
  kind: StopPlan['kind'],
  why: StopReason,
  { release, nameOf }: { readonly release: ChosenRelease | null; readonly nameOf: (id: string) => string },
): ChildOutputs {
  if (kind === 'fail' || why.code === 'source-is-destination') return {}
  return {
    ReleaseToPromote: release?.version ?? 'N/A',
    ReleaseNotes: stopNotes(why, nameOf),
    ChildReleaseToDeploy: 'False',
  }
}

/** What a step sets that deploys, or would. A real deployment sets only the notes, so that conditions see the what-if run. */
export function deployOutputs(release: ChosenRelease, notes: string, isWhatIf: boolean): ChildOutputs {
  if (!isWhatIf) return { ReleaseNotes: notes }
  return { ReleaseToPromote: release.version, ReleaseNotes: notes, ChildReleaseToDeploy: 'True' }
}

function stopNotes(why: StopReason, nameOf: (id: string) => string): string {
  if (why.code === 'already-deployed') return 'Release already deployed to destination environment.'
  if (why.code === 'release-not-found') return 'No release found'
  if (why.code === 'tenant-not-admitted') return `No release found. ${explainReason(why, nameOf)}`
  return explainReason(why, nameOf)
}
