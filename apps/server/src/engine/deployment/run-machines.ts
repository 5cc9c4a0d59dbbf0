import { isRolling, machinesToBegin, type Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import type { ActionResult, StepDeps } from '../../steps/step-type.ts'
import { placeKey } from './keys.ts'
import { isFailure } from './outcomes.ts'
import type { Pauses } from './pauses.ts'
import { isInQuestion, runPlace, type StepPlace } from './run-place.ts'
import type { RunState } from './run-state.ts'

export interface MachineResult {
  readonly target: Target
  readonly result: ActionResult
}

/**
 * Runs a step on its machines, so many at once, in their order. Once a machine has failed, a rolling step begins no further
 * one; while people are asked about a failure, it waits with the next (domain reference 3.7, 3.8, 4.3).
 */
export async function runOnMachines(
  deps: StepDeps,
  run: RunState,
  pauses: Pauses,
  step: Step,
  places: readonly (StepPlace & { readonly target: Target })[],
  machinesAtOnce: number,
): Promise<readonly MachineResult[]> {
  const results: MachineResult[] = []
  const broken: unknown[] = []
  let hasFailed = false
  const running = new Set<StepPlace>()
  /** Wakes the loop below when a machine has ended; with thousands at once nothing may look at all of them for each. */
  let wake = (): void => {}
  const begin = (place: StepPlace & { readonly target: Target }): void => {
    running.add(place)
    void runPlace(deps, run, pauses, place)
      .then((result) => {
        results.push({ target: place.target, result })
        hasFailed ||= isFailure(result)
      })
      .catch((error: unknown) => void broken.push(error))
      .finally(() => {
        running.delete(place)
        wake()
      })
  }
  // What had begun before a crash is taken up whatever has happened since: its script may run, and only who follows it can
  // end it or tell how it ended (reliability E6, X2).
  const hadBegun = ({ target }: StepPlace) => run.begun.has(placeKey(step, target))
  places.filter(hadBegun).forEach(begin)
  let waiting = places.filter((place) => !hadBegun(place))
  for (;;) {
    const mayBegin = broken.length === 0 && !run.cancelled.aborted
    const begun = machinesToBegin({
      waiting: mayBegin ? waiting : [],
      runningCount: running.size,
      machinesAtOnce,
      isRolling: isRolling(step),
      hasFailed: hasFailed || (isRolling(step) && [...running].some((place) => isInQuestion(run, place))),
    })
    waiting = waiting.slice(begun.length)
    const ended = new Promise<void>((resolve) => {
      wake = resolve
    })
    begun.forEach(begin)
    if (running.size === 0) break
    await ended
  }
  if (broken.length > 0) throw broken[0]
  return results
}
