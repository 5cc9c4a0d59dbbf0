import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '@flotilla/kit'
import { ok } from '@flotilla/kit'
import { judgeTicket } from './judge-ticket.ts'
import { findMarked } from './processes.ts'
import type { CancelReport, UnsafeDirectory } from './transport.ts'
import {
  claimNeverStarted,
  ensureWorkDirectory,
  gatherFacts,
  livingRunner,
  markOf,
  refusingBrokenDisk,
  runnerPid,
  type WorkDirectory,
} from './work-directory.ts'

export interface CancelTimes {
  /** Between TERM and KILL. */
  readonly graceMs: number
  /** After KILL, until giving up on processes that not even the kernel gets rid of. Source: reliability reference X5. */
  readonly giveUpMs: number
}
export const CANCEL_TIMES: CancelTimes = { graceMs: 10_000, giveUpMs: 30_000 }

/** No notification tells of the end of somebody else's child, so this is a poll: quick at first, slower later. */
const FIRST_LOOK_MS = 5
const SLOWEST_LOOK_MS = 100

/**
 * Ends every process that carries the ticket's mark, and keeps a script that has not begun from ever beginning.
 * Source: reliability reference X1, X2.
 */
export async function cancelTicket(
  directory: WorkDirectory,
  times: CancelTimes,
  onKillSent: () => Promise<void> = async () => {},
): Promise<CancelReport> {
  // Where nothing can be written a delayed start may yet begin; what runs is ended all the same.
  const kept = await refusingBrokenDisk(() => keepFromBeginning(directory), 'not-written')
  const hit = { TERM: new Set<number>(), KILL: new Set<number>() }
  const begin = performance.now()
  let lookMs = FIRST_LOOK_MS
  let survivors: readonly number[] = []
  // A process can fork behind the look's back; two looks in a row that find nothing have not missed one.
  for (let emptyLooks = 0; emptyLooks < 2; ) {
    const marked = await findMarked(markOf(directory))
    const runner = marked.length > 0 ? undefined : await livingRunner(directory)
    survivors = runner === undefined ? marked : [runner]
    emptyLooks = survivors.length === 0 ? emptyLooks + 1 : 0
    if (emptyLooks > 0) continue
    const elapsedMs = performance.now() - begin
    if (elapsedMs > times.graceMs + times.giveUpMs) break
    await signalAll(directory, survivors, elapsedMs < times.graceMs ? 'TERM' : 'KILL', hit)
    await onKillSent()
    await delay(lookMs)
    lookMs = Math.min(lookMs * 1.5, SLOWEST_LOOK_MS)
  }
  const noneLeft = survivors.length === 0 && (kept.ok || kept.error.kind !== 'not-written')
  const neverStarted = kept.ok && kept.value
  return { noneLeft, neverStarted, termSent: hit.TERM.size, killSent: hit.KILL.size, survivors }
}

/** True when the ticket is, by this call or an earlier one, decided as never started. */
async function keepFromBeginning(directory: WorkDirectory): Promise<Result<boolean, UnsafeDirectory>> {
  const safe = await ensureWorkDirectory(directory)
  // In a directory that isn't ours nothing is written, and nothing begins either.
  if (!safe.ok) return safe
  // A runner that has the ticket but has not come to the script looks for this file.
  await writeFile(join(directory.path, 'cancel'), '', { mode: 0o600 })
  if (await claimNeverStarted(directory, 'cancelled-before-start')) return ok(true)
  const state = judgeTicket(await gatherFacts(directory))
  return ok(state.kind === 'ended' && state.outcome.kind === 'never-started')
}

async function signalAll(
  directory: WorkDirectory,
  pids: readonly number[],
  signal: 'TERM' | 'KILL',
  hit: Readonly<Record<'TERM' | 'KILL', Set<number>>>,
): Promise<void> {
  const runner = await runnerPid(directory)
  for (const pid of pids) {
    // The runner ends by itself when its script has, and only it can tell how. It is killed only when it is alone.
    if (pid === runner && (pids.length > 1 || signal === 'TERM')) continue
    // Asking twice would run a script's own TERM handler twice; KILL is for all that appear meanwhile, too.
    if (signal === 'TERM' && hit.TERM.has(pid)) continue
    hit[signal].add(pid)
    try {
      process.kill(pid, `SIG${signal}`)
    } catch {
      // It has ended meanwhile.
    }
  }
}
