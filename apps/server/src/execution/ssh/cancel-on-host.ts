import type { CancelReport, Ticket } from '@flotilla/work-directory'
import { nextLine, reachHost } from './reach-host.ts'
import type { ScriptHost } from './ssh-transport.ts'

const CANCEL_TIMES = { graceMs: 10_000, giveUpMs: 30_000 }

/**
 * Ends the ticket's processes. The program does it on the host by itself, so that it goes on when the connection is cut; asked
 * again it finds what is left. Source: reliability reference X1, X2, X5.
 */
export async function cancelOnHost(host: ScriptHost, ticket: Ticket): Promise<CancelReport> {
  const { graceMs, giveUpMs } = host.cancelTimes ?? CANCEL_TIMES
  const args = [host.space, ticket, Math.ceil(graceMs / 10), Math.ceil(giveUpMs / 10)]
  const deadline = performance.now() + host.reachTimeoutMs + graceMs + giveUpMs
  for (;;) {
    const reached = await reachHost(host.run, { name: 'cancel', args }, { timeoutMs: host.reachTimeoutMs })
    if (!reached.ok) return outOfReach(reached.error.detail)
    const { frames, session } = reached.value
    let words: readonly string[] | undefined = reached.value.first
    while (words && words[0] !== 'cancelled') words = await nextLine(frames)
    session.release()
    if (words) return reportOf(words)
    if (performance.now() > deadline) return outOfReach('it broke the connection off again and again')
  }
}

/** `cancelled WRITTEN NEVER TERMS KILLS SURVIVOR...` */
function reportOf([, written, never, terms, kills, ...pids]: readonly string[]): CancelReport {
  const survivors = pids.map(Number)
  return {
    noneLeft: survivors.length === 0 && written === '1',
    neverStarted: never === '1',
    termSent: Number(terms),
    killSent: Number(kills),
    survivors,
  }
}

const outOfReach = (detail: string): CancelReport => ({
  noneLeft: false,
  neverStarted: false,
  termSent: 0,
  killSent: 0,
  survivors: [],
  outOfReach: detail,
})
