import type { Result } from '@flotilla/kit'
import type { ScriptTransport } from '@flotilla/work-directory'
import type { Reach } from '../execution/index.ts'
import type { ActionRun } from './step-type.ts'

const BUILT_IN_WORKER: Reach = { style: 'None' }

/** The way to where the scripts of an action run: its target, or a worker. An error says why there is none. */
export function transportOf({ deps, run, action, target }: ActionRun): Result<ScriptTransport, string> {
  const isOnTarget = target !== null && action.runOn === 'target'
  return deps.transports((isOnTarget && run.snapshot.reaches?.[target.id]) || BUILT_IN_WORKER)
}

/** What people call the place where the scripts of an action run. */
export const nameOfPlace = ({ target }: ActionRun): string => target?.name ?? 'the worker'
