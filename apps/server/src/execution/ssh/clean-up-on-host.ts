import { err, ok, type Result } from '@flotilla/kit'
import { type CleanUpRefusal, judgeTicket, type Ticket } from '@flotilla/work-directory'
import { parseFacts } from './follow-ssh.ts'
import { type Answering, nextLine, reachHost } from './reach-host.ts'
import { explainRefusal, refusalOf } from './refusals.ts'
import type { ScriptHost } from './ssh-transport.ts'

/** Tidying up is worth no more waiting: what is left goes with the sweep. */
const TIDY_TIMEOUT_MS = 5_000

/**
 * Removes the script and its variables, unless who followed it to its end has seen that done. Output and `work` go with the next sweep of the host, which looks once through all
 * processes for all tickets; to look here for each would cost more than the script. Source: reliability reference E8, K5.
 */
export async function tidyUpOnHost(host: ScriptHost, ticket: Ticket): Promise<Result<void, CleanUpRefusal>> {
  if (await host.tidying.get(ticket)) {
    await host.onStored(ticket)
    return ok()
  }
  const reached = await reachHost(
    host.run,
    { name: 'look', args: [host.space, ticket] },
    { timeoutMs: TIDY_TIMEOUT_MS },
  )
  if (!reached.ok) return err({ kind: reached.error.kind, detail: reached.error.detail })
  try {
    const done = await tidyUp(reached.value)
    if (done.ok) await host.onStored(ticket)
    return done
  } finally {
    reached.value.session.release()
  }
}

async function tidyUp(answering: Answering): Promise<Result<void, CleanUpRefusal>> {
  let words: readonly string[] | undefined = answering.first
  if (words[0] === 'absent') return ok()
  if (words[0] === 'facts') {
    let state = judgeTicket(parseFacts(words))
    if (state.kind === 'not-begun') {
      words = await order(answering, 'never')
      if (words) state = judgeTicket(parseFacts(words))
    }
    if (words && state.kind !== 'ended') return err({ kind: 'still-running' })
    words &&= await order(answering, 'clean')
  }
  if (words?.[0] === 'cleaned') return ok()
  if (!words) return err({ kind: 'out-of-reach', detail: 'it broke the connection off' })
  const refusal = refusalOf(words)
  return refusal.kind === 'work-directory-unsafe'
    ? err(refusal)
    : err({ kind: 'not-removed', code: 'EIO', detail: explainRefusal(refusal) })
}

/** Gives an order to a session that waits for one, and takes its answer. */
async function order({ session, frames }: Answering, word: 'clean' | 'never'): Promise<readonly string[] | undefined> {
  session.channel.write(`${word}\n`)
  for (;;) {
    const words = await nextLine(frames)
    if (words?.[0] !== 'done') return words
  }
}
