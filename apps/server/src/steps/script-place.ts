import { ok, type Result } from '@flotilla/kit'
import type { ScriptTransport } from '@flotilla/work-directory'
import { workerOf } from '../engine/deployment/worker-pools.ts'
import type { Reach, Waiter } from '../execution/index.ts'
import type { ActionRun } from './step-type.ts'

const BUILT_IN_WORKER: Reach = { style: 'None' }

/** The way to where the scripts of an action run: its target, or a worker. An error says why there is none. */
export function transportOf(actionRun: ActionRun, waiter: Waiter): Result<ScriptTransport, string> {
  const place = placeOf(actionRun)
  return place.ok ? actionRun.deps.transports(place.value.reach, waiter) : place
}

/** How the place where the scripts of an action run is reached; null where there is none. */
export function reachOf(actionRun: ActionRun): Reach | null {
  const place = placeOf(actionRun)
  return place.ok ? place.value.reach : null
}

/** What people call the place where the scripts of an action run. */
export function nameOfPlace(actionRun: ActionRun): string {
  const place = placeOf(actionRun)
  return place.ok ? place.value.name : 'a worker'
}

/** A target that has no connection of its own is worked on from a worker (domain reference 4.2). */
export function placeOf({
  run,
  action,
  target,
}: ActionRun): Result<{ readonly reach: Reach; readonly name: string }, string> {
  const reach = target && action.runOn === 'target' ? run.snapshot.reaches?.[target.id] : undefined
  if (target && reach && reach.style !== 'None') return ok({ reach, name: target.name })
  const worker = workerOf(run, action, target)
  if (!worker.ok) return worker
  return ok(worker.value ?? { reach: BUILT_IN_WORKER, name: target?.name ?? 'the worker' })
}
