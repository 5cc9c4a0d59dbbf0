import type { Result } from '@flotilla/kit'
import type { ScriptTransport } from '@flotilla/work-directory'
import { type CheckConnection, NOBODY_WAITS, REACH_TIMEOUT_MS, type Waiter } from '../transports.ts'
import type { ConnectFailure } from './connect.ts'
import { HostPool, type HostPoolSettings, type SshReach } from './host-pool.ts'
import { probeHost } from './probe-host.ts'
import type { RunCommand } from './reach-host.ts'
import { createSshTransport, type SshTransportSettings } from './ssh-transport.ts'
import { sweepHost } from './sweep-host.ts'

export type { Login } from './connect.ts'
export { explainFingerprint } from './connect.ts'
export { parseFingerprint } from './fingerprint.ts'
export type { SshReach } from './host-pool.ts'

export interface SshSettings
  extends Omit<HostPoolSettings, 'tidyUp'>,
    Pick<SshTransportSettings, 'space' | 'cancelTimes'> {}

export interface Ssh {
  /** Scripts on a host. Nothing is connected before it is needed. */
  readonly transport: (reach: SshReach, waiter?: Waiter) => ScriptTransport
  /** Connects, makes sure of the identity, and asks what the host is. */
  readonly check: (reach: SshReach, signal: AbortSignal) => ReturnType<CheckConnection>
  /** The fingerprint of the key that a host shows; nobody signs in. */
  readonly hostKey: (
    place: Pick<SshReach, 'host' | 'port' | 'proxyId' | 'via'>,
  ) => Promise<Result<string, ConnectFailure>>
  readonly close: () => void
}

/** Hosts over SSH, through connections that are shared and kept for a while. */
export function createSsh(settings: SshSettings): Ssh {
  const { space } = settings
  const pool = new HostPool({ ...settings, tidyUp: (connection, stored) => sweepHost(connection, space, stored) })
  const runOn =
    (reach: SshReach): RunCommand =>
    async (command) => {
      const host = await pool.host(reach)
      return host.ok ? host.value.run(command) : host
    }
  const timeoutOf = (reach: SshReach & { readonly reachTimeoutMs?: number }) => reach.reachTimeoutMs ?? REACH_TIMEOUT_MS
  return {
    transport: (reach, waiter = NOBODY_WAITS) =>
      createSshTransport({
        ...settings,
        run: runOn(reach),
        waiter,
        reachTimeoutMs: timeoutOf(reach),
        onStored: async (ticket) => {
          const host = await pool.host(reach)
          if (host.ok) host.value.noteStored(ticket)
        },
      }),
    check: (reach, signal) => probeHost(runOn(reach), space, { timeoutMs: timeoutOf(reach), signal }),
    hostKey: (place) => pool.hostKey(place),
    close: () => pool.close(),
  }
}
