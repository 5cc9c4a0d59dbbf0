import type { Result } from '@flotilla/kit'
import type { Payload, ScriptTransport, Ticket } from '@flotilla/work-directory'
import type { Tx } from '../database/connection.ts'
import type { RunState } from '../engine/deployment/run-state.ts'
import type { OutputItem, Reach, TargetChange, Waiter } from '../execution/index.ts'
import type { LogCategory } from '../features/tasks/log-entries.ts'
import type { AcquiredPackages, NotAcquired } from './acquire-packages.ts'
import type { OutputState } from './script-output.ts'
import type { StepDeps } from './step-type.ts'

/** What a running task is to its scripts. */
export type ScriptTask = Pick<
  RunState,
  'task' | 'log' | 'cancelled' | 'protect' | 'announce' | 'mask' | 'masker' | 'logBytes' | 'outputBytes'
>

/** A script that a task runs in one place: that of an action, or of a health check. May be repeated after a crash at any point. */
export interface ScriptRun {
  readonly deps: Pick<StepDeps, 'database' | 'signals' | 'now' | 'newScriptSlot' | 'limits'>
  readonly run: ScriptTask
  /** Names this script within the task. */
  readonly key: string
  readonly activityKey: string
  /** Whether an earlier run of the task, which a crash ended, had come here. */
  readonly hadBegun: boolean
  /** What people call the place where it runs. */
  readonly place: string
  readonly target: { readonly id: string; readonly name: string } | null
  /** Whether other scripts may be at work on the target meanwhile: none, those that share it too, or any (reliability C2). */
  readonly lock: 'alone' | 'shared' | 'none'
  /** Null is the limit of every script. */
  readonly limitMinutes: number | null
  /** Where that is, if what the script puts out there after it was given up is wanted later; else null. */
  readonly reach: Reach | null
  transport(waiter: Waiter): Result<ScriptTransport, string>
  /** Brings there what the script needs, and waits for that; null: it needs nothing. */
  readonly acquire: ((transport: ScriptTransport) => Promise<Result<AcquiredPackages, NotAcquired>>) | null
  prepare(ticket: Ticket, acquired: AcquiredPackages | null): Result<Payload, string>
  /** Once it is certain that it is to be started. */
  beforeStart(): Promise<void>
  /** Does what the script asked for, in the transaction that takes its output in. */
  applyEffects(tx: Tx, items: readonly OutputItem[]): Promise<void>
  /** Makes and removes targets that the script asked for, likewise; answers why not, and then the script fails. */
  changeTargets(tx: Tx, items: readonly TargetChange[]): Promise<string | null>
  /** Keeps the files that it asked to be kept, once it has ended. */
  collectArtifacts(transport: ScriptTransport, ticket: Ticket, ended: OutputState): Promise<OutputState>
  /** Says something once, however often this is repeated. */
  say(category: LogCategory, key: string, text: string): void
}
