import type { ActionOutcome } from '../deployments/index.ts'

/** How an action that a deployment had for a machine ended there; `not-begun`: the deployment ended before its turn. */
export type ActionEnd = ActionOutcome | 'not-begun'

/** What a deployment left on a machine: its release, an unknown part of it, or nothing. */
export type MachineEnd = 'installed' | 'incomplete' | 'untouched'

const GOOD: readonly ActionEnd[] = ['succeeded', 'succeeded-with-warning']

/**
 * What a deployment left on a machine, by what came of every action that it had there.
 *
 * A machine holds the release when nothing was left to do on it, also when the deployment failed elsewhere, and also when all
 * actions were skipped by their conditions: else it would be asked for again without end. One on which anything failed, or
 * that was begun and not ended, holds nobody knows what.
 */
export function judgeInstallation(ends: readonly ActionEnd[]): MachineEnd {
  const hasBegun = ends.some((end) => GOOD.includes(end))
  if (ends.some((end) => !GOOD.includes(end) && end !== 'skipped' && end !== 'not-begun')) return 'incomplete'
  if (!ends.includes('not-begun')) return ends.length > 0 ? 'installed' : 'untouched'
  return hasBegun ? 'incomplete' : 'untouched'
}
