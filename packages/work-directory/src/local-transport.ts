import { spawn } from 'node:child_process'
import { lstat, readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { CANCEL_TIMES, type CancelTimes, cancelTicket } from './cancel.ts'
import { endedAsUnknown, follow, type OwnRunner } from './follow.ts'
import { holdFileIn, sweepHeldFiles } from './held-files.ts'
import { judgeTicket } from './judge-ticket.ts'
import { openTargetFile } from './open-target-file.ts'
import { findMarked } from './processes.ts'
import {
  type AttachOptions,
  type AttachRefusal,
  type CleanUpRefusal,
  type Execution,
  FROM_THE_START,
  type Payload,
  parseTicket,
  type ScriptTransport,
  type StartRefusal,
  type StreamOffsets,
  type Ticket,
} from './transport.ts'
import {
  checkDirectory,
  claimNeverStarted,
  ensureWorkDirectory,
  gatherFacts,
  markOf,
  preparePayload,
  readIn,
  reduceToTombstone,
  refusingBrokenDisk,
  removeTree,
  runnerPid,
  type WorkDirectory,
  workDirectoryOf,
} from './work-directory.ts'

export interface LocalTransportSettings {
  /** Directory of the work directories; made with mode 0700. Servers that may take over from one another share it. */
  readonly root: string
  /** What scripts get as `PATH`, `HOME` and `LANG`; nothing else is inherited. Source: reliability reference J5. */
  readonly environment?: { readonly PATH: string; readonly HOME: string; readonly LANG: string }
  readonly cancelTimes?: CancelTimes
  /** Awaited whenever a signal was sent to the processes of a ticket: a place at which tests end the server. */
  readonly onKillSent?: () => Promise<void>
  /** Where the server keeps what is not for scripts: of what lies there, only a script's own work directory can be handed over. */
  readonly privateDirectory?: string
}

export interface LocalTransport extends ScriptTransport {
  /**
   * Removes what ended tickets have left, tombstones included, and files that are held, once untouched for `retentionMs`; longer than a starter may
   * be delayed. Gives the number of directories removed. Source: reliability reference E8.
   */
  sweep(retentionMs: number): Promise<number>
}

const DEFAULT_ENVIRONMENT = () => ({
  // The server's own, and last the place of the Node that runs it, so that scripts in JavaScript always have one.
  PATH: [
    process.env.PATH || '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    dirname(process.execPath),
  ].join(':'),
  HOME: homedir(),
  LANG: 'C.UTF-8',
})

/** Runs scripts on this machine. Linux only: processes are known from `/proc`. */
export function createLocalTransport(settings: LocalTransportSettings): LocalTransport {
  const root = resolve(settings.root)
  const environment = settings.environment ?? DEFAULT_ENVIRONMENT()
  const at = (ticket: Ticket) => workDirectoryOf(root, ticket)
  return {
    start: (ticket, payload, from = FROM_THE_START) => start(at(ticket), payload, { from, environment }),
    attach: (ticket, options = {}) => refusingBrokenDisk(() => attach(at(ticket), options), 'not-prepared'),
    holdFile: (file, signal) => holdFileIn(root, file, signal),
    cancel: (ticket) => cancelTicket(at(ticket), settings.cancelTimes ?? CANCEL_TIMES, settings.onKillSent),
    openFile: (ticket, path) => openTargetFile(at(ticket), path, settings.privateDirectory),
    cleanUp: (ticket) => refusingBrokenDisk(() => cleanUp(at(ticket)), 'not-removed'),
    sweep: (retentionMs) => sweep(root, retentionMs),
  }
}

async function start(
  directory: WorkDirectory,
  payload: Payload,
  options: { readonly from: StreamOffsets; readonly environment: Readonly<Record<string, string>> },
): Promise<Result<Execution, StartRefusal>> {
  const prepared = await preparePayload(directory, payload)
  if (!prepared.ok) return prepared
  const isDecided = (await readIn(directory, 'started')) !== undefined
  const runner = isDecided ? undefined : startRunner(directory, payload.command, options.environment)
  return ok(follow(directory, options.from, runner))
}

/** Starts the runner in a session of its own, so that it has no terminal and outlives this process. */
function startRunner(
  directory: WorkDirectory,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): OwnRunner {
  const runner = spawn('/bin/sh', ['runner', ...command], {
    cwd: directory.path,
    detached: true,
    stdio: 'ignore',
    env: { ...environment, FLOTILLA_TICKET: directory.ticket, FLOTILLA_DIRECTORY: directory.path },
  })
  runner.unref()
  let hasEnded = false
  const ended = new Promise<void>((settle) => {
    const end = () => {
      hasEnded = true
      settle()
    }
    runner.once('exit', end)
    // No process could be made; what follows finds the ticket not begun and claims it.
    runner.once('error', end)
  })
  return { ended, hasEnded: () => hasEnded }
}

async function attach(directory: WorkDirectory, options: AttachOptions): Promise<Result<Execution, AttachRefusal>> {
  const { from = FROM_THE_START, payloadHash } = options
  const hasBegun = options.hasBegun === true || from.stdout + from.stderr > 0
  if (!(await exists(directory.path))) {
    // A script may have lost its directory: only where nothing speaks for its having begun may the ticket be claimed.
    const processLeft = (await findMarked(markOf(directory))).length > 0
    if (hasBegun || processLeft) return ok(endedAsUnknown(directory, 'work-directory-gone', processLeft))
  }
  const safe = await ensureWorkDirectory(directory)
  if (!safe.ok) return safe
  const heldHash = await readIn(directory, 'payload')
  if (payloadHash !== undefined && heldHash !== undefined && heldHash !== payloadHash) {
    return err({ kind: 'payload-differs', heldHash })
  }
  if ((await readIn(directory, 'started')) === undefined) {
    if (hasBegun) return ok(endedAsUnknown(directory, 'work-directory-gone', false))
    await claimNeverStarted(directory, 'claimed-by-recoverer')
  }
  return ok(follow(directory, from))
}

async function cleanUp(directory: WorkDirectory): Promise<Result<void, CleanUpRefusal>> {
  if (!(await exists(directory.path))) return ok()
  const safe = await checkDirectory(directory.path)
  if (!safe.ok) return safe
  let state = judgeTicket(await gatherFacts(directory))
  if (state.kind === 'not-begun') {
    await claimNeverStarted(directory, 'claimed-by-recoverer')
    state = judgeTicket(await gatherFacts(directory))
  }
  if (state.kind !== 'ended') return err({ kind: 'still-running' })
  // A ticket that has ended has no runner, save for the moment in which that one makes `exit` known and ends.
  const runner = await runnerPid(directory)
  const processIds = (await findMarked(markOf(directory))).filter((pid) => pid !== runner)
  if (processIds.length > 0) {
    await reduceToTombstone(directory, LIVING)
    return err({ kind: 'process-alive', processIds })
  }
  await reduceToTombstone(directory)
  return ok()
}

/** What a living process of the ticket may still use: not the script's text and variables, which are read at its start. */
const LIVING = ['main', 'collectors', 'stdout', 'stderr', 'stdout.pipe', 'stderr.pipe', 'work']

/** So many at once share their looks through the processes. */
const SWEPT_AT_ONCE = 50

async function sweep(root: string, retentionMs: number): Promise<number> {
  await sweepHeldFiles(root, retentionMs)
  const names = (await exists(root)) ? await readdir(root) : []
  const directories = names.flatMap((name) => {
    const ticket = parseTicket(name)
    return ticket.ok ? [workDirectoryOf(root, ticket.value)] : []
  })
  let removed = 0
  for (let next = 0; next < directories.length; next += SWEPT_AT_ONCE) {
    const batch = directories.slice(next, next + SWEPT_AT_ONCE)
    const results = await Promise.all(batch.map((directory) => sweepOne(directory, retentionMs)))
    removed += results.filter((isRemoved) => isRemoved).length
  }
  return removed
}

async function sweepOne(directory: WorkDirectory, retentionMs: number): Promise<boolean> {
  const touched = await lstat(directory.path).catch(() => undefined)
  if (!touched || Date.now() - touched.mtimeMs < retentionMs) return false
  const removed = await refusingBrokenDisk(async () => {
    const cleaned = await cleanUp(directory)
    if (cleaned.ok) await removeTree(directory.path)
    return cleaned
  }, 'not-removed')
  return removed.ok
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
