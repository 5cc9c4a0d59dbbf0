import type { ActionOutcome } from '@flotilla/domain/deployments'
import type { Action, Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import type { TaskLimits } from '../config.ts'
import type { Database, Tx } from '../database/connection.ts'
import type { Signals } from '../database/signals.ts'
import type { RunState } from '../engine/deployment/run-state.ts'
import type { Scope } from '../engine/deployment/scope.ts'
import type { ScriptSlot } from '../engine/script-slots.ts'
import type { CheckConnection, Transports } from '../execution/index.ts'
import type { Caller, TaskStarter } from '../features/context.ts'
import type { PackageFiles } from '../features/packages/delivery/package-files.ts'
import type { LogCategory } from '../features/tasks/log-entries.ts'

/** What step types work with. */
export interface StepDeps {
  readonly database: Database
  readonly signals: Signals
  readonly tasks: TaskStarter
  readonly nodeName: string
  readonly now: () => number
  readonly serverUri: () => string
  readonly timeZone: string
  /** How scripts come to where they run. */
  readonly transports: Transports
  /** Whether somebody answers there. */
  readonly checkConnection: CheckConnection
  /** A place among the scripts that this node runs at once; `cancelled` ends the waiting for it. */
  readonly newScriptSlot: (cancelled: AbortSignal) => ScriptSlot
  readonly limits: TaskLimits
  /** What goes to machines for packages. */
  readonly packageFiles: PackageFiles
  /** A larger file is not kept as an artifact. */
  readonly maxArtifactBytes: number
  /** The rights of a user as they are now. */
  readonly loadCaller: (userId: string) => Promise<Caller>
}

/** One action on one target, or once. Its type may be repeated after a crash at any point, and must then find what it began. */
export interface ActionRun {
  readonly deps: StepDeps
  readonly run: RunState
  readonly step: Step
  readonly action: Action
  readonly target: Target | null
  /** Names this action on this target within the task. */
  readonly key: string
  readonly activityKey: string
  /**
   * Whether an earlier run of the task, which a crash ended, had come here. Otherwise nothing is stored that this would have
   * to take up: whatever it stores, its activity is stored with it or before.
   */
  readonly hadBegun: boolean
  readonly scope: Scope
  /** Says something once, however often this is repeated. */
  say(category: LogCategory, key: string, text: string): void
  /** Sets an output variable in the given transaction. */
  setOutput(tx: Tx, name: string, value: string, isSensitive?: boolean): Promise<void>
  /** Waits with no lock held (unless `keepsLock`) until `isOver`, which is asked again at each signal of the task. */
  pauseUntil(isOver: () => Promise<boolean>, options: { readonly keepsLock: boolean }): Promise<void>
}

export interface ActionResult {
  readonly outcome: ActionOutcome
  /** Why, for people; empty when there is nothing to say. */
  readonly message: string
  /** Its machine is left out of the rest of the deployment. */
  readonly excludesMachine?: boolean
}

export interface StepType {
  /** Without a target it is done by a worker rather than by the server itself. */
  readonly needsWorker?: true
  readonly run: (action: ActionRun) => Promise<ActionResult>
}

export const succeeded: ActionResult = { outcome: 'succeeded', message: '' }
export const failed = (message: string): ActionResult => ({ outcome: 'failed', message })
export const cancelled: ActionResult = { outcome: 'cancelled', message: 'It was cancelled.' }
