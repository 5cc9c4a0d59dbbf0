import {
  type CandidateList,
  type ChildNeed,
  type ChildPlan,
  type ChildWorld,
  planChild,
  type ReleaseDetails,
} from '@flotilla/domain/suites'
import type { Queryable } from '../../database/connection.ts'
import { loadCandidates } from './load-candidates.ts'
import { type ChildAsk, loadChildWorlds } from './load-child-worlds.ts'
import { loadReleaseDetails } from './load-release-details.ts'

const MOST_ROUNDS = 40

/**
 * Plans children, each for itself: reads what the plans need, and more when they ask for more. The one place
 * that plans; the real run, what-if, the preview and `flotilla plan` all print its values.
 *
 * What the children need at the same time is read together, so the number of statements is that of one child. Every
 * statement is bounded and has an index, so that the answer costs the same with a million deployments as with ten.
 * Shape: one plan an ask, in their order.
 */
export async function planChildren(db: Queryable, asks: readonly ChildAsk[]): Promise<readonly ChildPlan[]> {
  let worlds = await loadChildWorlds(db, asks)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const answers = worlds.map((world, index) => planChild(asks[index]!.request, world))
    const plans = answers.flatMap((answer) => (answer.kind === 'need' ? [] : [answer]))
    if (plans.length === answers.length) return plans
    worlds = await satisfy(db, worlds, answers)
  }
  const names = asks.map(({ request }) => request.projectName).join(', ')
  throw new Error(`The plans for ${names} did not come to an end.`)
}

/** The worlds with what their plans have asked for. */
async function satisfy(
  db: Queryable,
  worlds: readonly ChildWorld[],
  answers: readonly (ChildPlan | ChildNeed)[],
): Promise<readonly ChildWorld[]> {
  const [candidates, details] = await Promise.all([
    loadCandidates(
      db,
      answers.filter((answer) => answer.kind === 'need' && answer.what === 'candidates'),
    ),
    loadReleaseDetails(
      db,
      answers.filter((answer) => answer.kind === 'need' && answer.what === 'release-details'),
    ),
  ])
  const found = new Map<ChildPlan | ChildNeed, CandidateList | ReleaseDetails>([...candidates, ...details])
  return worlds.map((world, index) => {
    const fact = found.get(answers[index]!)
    if (!fact) return world
    return 'query' in fact ? { ...world, candidates: [...world.candidates, fact] } : { ...world, details: fact }
  })
}
