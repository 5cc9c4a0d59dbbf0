import { judgeUnreached } from '@flotilla/domain/targets'
import { checkSoon } from '../features/health-checks/watch-health.ts'
import type { ScriptEnd } from './script-attempt.ts'
import { placeOf } from './script-place.ts'
import type { ActionResult, ActionRun } from './step-type.ts'

/**
 * What an action comes to whose script found nobody at its place: a machine that the project lets be skipped is left out of
 * the rest of the deployment, with a warning. In any case the machine or worker is checked soon, so that all know of it, and
 * its coming back is an event that triggers see.
 *
 * Source: domain reference 3.2 (rule 6).
 */
export async function leaveOutUnreached(action: ActionRun, { outOfReach, ...end }: ScriptEnd): Promise<ActionResult> {
  const place = placeOf(action)
  if (!outOfReach || !place.ok || place.value.reach.style === 'None') return end
  const { run, target, say } = action
  const { machineId } = place.value.reach
  await run.log.within((tx) => checkSoon(tx, machineId))
  if (target?.id !== machineId) return end
  const verdict = judgeUnreached(outOfReach, target, run.snapshot.skipUnavailable ?? { on: false, roles: [] })
  if (verdict.kind === 'fail') return end
  const text = `${end.message} The project skips unavailable machines, so the deployment goes on without ${target.name}.`
  say('Warning', 'left-out', text)
  return { outcome: 'skipped', message: '', excludesMachine: true }
}
