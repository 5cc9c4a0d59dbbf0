import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { err, ok, type Result } from '@flotilla/kit'
import { expect, test } from 'vitest'
import type { ConnectFailure } from './connect.ts'
import { reachHost } from './reach-host.ts'
import type { Session } from './ssh-connection.ts'

/** A session with a program that says what it was sent. */
function echo(): Session & { readonly channel: PassThrough } {
  const channel = new PassThrough()
  return { channel, release: () => channel.destroy() } as unknown as Session & { readonly channel: PassThrough }
}

test('F26 C3: who waits for a turn holds no session, and has the whole time to reach the host anew', async () => {
  const [held, last] = [echo(), echo()]
  const tries: (Session | 'unreachable')[] = ['unreachable', held, 'unreachable', last]
  const run = async (): Promise<Result<Session, ConnectFailure>> => {
    const next = tries.shift()!
    return next === 'unreachable' ? err({ kind: 'unreachable', detail: 'it is away' }) : ok(next)
  }
  let sent = 0
  const input = (mark: string) => {
    sent += 1
    return Buffer.from(`${mark}following\n`)
  }
  const timeoutMs = 700
  const turns = [delay(timeoutMs + 50).then(() => expect(held.channel.destroyed).toBe(true))]
  const reached = await reachHost(run, { name: 'start', args: [], input }, { timeoutMs, back: () => turns.shift() })
  expect(reached).toMatchObject({ ok: true, value: { first: ['following'], session: last } })
  expect(sent).toBe(1)
})
