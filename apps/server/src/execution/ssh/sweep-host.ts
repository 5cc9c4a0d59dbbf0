import { ok } from '@flotilla/kit'
import { ask } from './reach-host.ts'
import type { SshConnection } from './ssh-connection.ts'

/**
 * Removes what `stored` tickets have left on a host, never while a process of the ticket lives, and the last traces of whatever
 * has not been touched for a day: no starter is delayed for longer. Source: reliability reference E8.
 */
export async function sweepHost(connection: SshConnection, space: string, stored: readonly string[]): Promise<void> {
  const run = async (command: string) => {
    const session = await connection.run(command)
    return session.ok
      ? ok(session.value)
      : ({ ok: false, error: { kind: 'unreachable', detail: session.error } } as const)
  }
  const asked = await ask(run, {
    name: 'sweep',
    args: [space, '-'],
    input: () => Buffer.from(stored.map((ticket) => `${ticket}\n`).join('')),
  })
  if (!asked.ok || !asked.value) return
  asked.value.session.release()
}
