import { timeLimitMinutes } from '@flotilla/domain/processes'
import { acquirePackages, needsPackages } from './acquire-packages.ts'
import { applyEffects } from './apply-effects.ts'
import { changeTargets } from './change-targets.ts'
import { collectArtifacts } from './collect-artifacts.ts'
import { leaveOutUnreached } from './leave-out-unreached.ts'
import { prepareScript, printVariables } from './prepare-script.ts'
import { runScriptAttempts } from './script-attempt.ts'
import { nameOfPlace, reachOf, transportOf } from './script-place.ts'
import type { ScriptRun } from './script-run.ts'
import type { ActionRun, StepType } from './step-type.ts'

/** `Octopus.Script`: a script on a target, on a target's behalf, or once on a worker (domain reference 4.7). */
export const runScript: StepType = {
  needsWorker: true,
  run: async (action) => leaveOutUnreached(action, await runScriptAttempts(scriptOf(action, prepareScript))),
}

/** What an action runs; `prepare` says what that comes to. */
export function scriptOf(action: ActionRun, prepare: typeof prepareScript): ScriptRun {
  const { deps, run, key, activityKey, hadBegun, target, scope, say } = action
  const isShared = scope.value('OctopusBypassDeploymentMutex')?.trim().toLowerCase() === 'true'
  return {
    deps,
    run,
    key,
    activityKey,
    hadBegun,
    target,
    say,
    place: nameOfPlace(action),
    lock: isShared ? 'shared' : 'alone',
    limitMinutes: timeLimitMinutes(action.action),
    reach: reachOf(action),
    transport: (waiter) => transportOf(action, waiter),
    acquire: needsPackages(action) ? (transport) => acquirePackages(action, transport) : null,
    prepare: (ticket, acquired) => prepare(action, ticket, acquired),
    beforeStart: () => printVariables(action),
    applyEffects: (tx, items) => applyEffects(action, tx, items),
    changeTargets: (tx, items) => changeTargets(action, tx, items),
    collectArtifacts: (transport, ticket, ended) => collectArtifacts(action, transport, ticket, ended),
  }
}
