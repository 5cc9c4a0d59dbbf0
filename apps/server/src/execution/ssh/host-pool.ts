import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { err, ok, type Result } from '@flotilla/kit'
import type { DialFailure, HttpProxy } from '../../outbound/index.ts'
import type { Reach } from '../transports.ts'
import { type ConnectFailure, type Login, lookAtHostKey } from './connect.ts'
import type { SshConnection } from './ssh-connection.ts'
import { SshHost } from './ssh-host.ts'

export type SshReach = Extract<Reach, { style: 'Ssh' }>

export interface HostPoolSettings {
  /** The credentials of an account as they are now, or why there are none. */
  readonly loadLogin: (accountId: string) => Promise<Result<Login, string>>
  readonly loadProxy: (proxyId: string) => Promise<Result<HttpProxy, string>>
  /** Opens a socket, through an HTTP proxy if there is one. The only place that knows which addresses are forbidden. */
  readonly dial: (host: string, port: number, proxy: HttpProxy | undefined) => Promise<Result<Duplex, DialFailure>>
  /** Runs handshakes, not too many at once. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  readonly tidyUp: (connection: SshConnection, stored: readonly string[]) => Promise<void>
  /** As of an `SshHost`. */
  readonly onIdentity?: (reach: SshReach, offered: string | null) => void
  readonly idleMs?: number
  readonly keepAliveMs?: number
}

/** For how long a connection waits for the next script. */
const IDLE_MS = 120_000
/** After three times of it a peer that has vanished is found (reliability F25: within 30 s). */
const KEEP_ALIVE_MS = 8_000
/** So long credentials are believed: an account that is changed or emptied counts for the next script after that. */
const LOGIN_BELIEVED_MS = 5_000

/** All hosts that this server has connections to. One is known by address, account with its credentials, and host key. */
export class HostPool {
  private readonly settings: HostPoolSettings
  private readonly hosts = new Map<string, SshHost>()
  private readonly logins = new Map<string, { readonly at: number; readonly login: Promise<Result<Login, string>> }>()

  constructor(settings: HostPoolSettings) {
    this.settings = settings
  }

  async host(reach: SshReach): Promise<Result<SshHost, ConnectFailure>> {
    const login = await this.login(reach.accountId).catch((error: Error) => error)
    // The database is away: scripts on hosts run on, and whoever follows one tries again.
    if (login instanceof Error)
      return err({ kind: 'unreachable', detail: `its account cannot be read (${login.message})` })
    if (!login.ok) return err({ kind: 'refused', detail: login.error })
    const key = keyOf(reach, login.value)
    let host = this.hosts.get(key)
    if (!host) {
      host = new SshHost({
        open: () => this.socketTo(reach),
        login: login.value,
        fingerprint: reach.fingerprint,
        keepAliveMs: this.settings.keepAliveMs ?? KEEP_ALIVE_MS,
        idleMs: this.settings.idleMs ?? IDLE_MS,
        // Who goes through another host waits for that one, and must not hold the place that it needs.
        inTurn: reach.via ? (work) => work() : this.settings.inTurn,
        tidyUp: this.settings.tidyUp,
        onIdentity: (offered) => this.settings.onIdentity?.(reach, offered),
        onGone: () => this.hosts.delete(key),
      })
      this.hosts.set(key, host)
    }
    return ok(host)
  }

  /** The fingerprint of the key that a host shows to anybody. */
  hostKey(place: Pick<SshReach, 'host' | 'port' | 'proxyId' | 'via'>): Promise<Result<string, ConnectFailure>> {
    return lookAtHostKey(() => this.socketTo(place))
  }

  close(): void {
    for (const host of this.hosts.values()) host.close()
  }

  private login(accountId: string): Promise<Result<Login, string>> {
    const known = this.logins.get(accountId)
    if (known && performance.now() - known.at < LOGIN_BELIEVED_MS) return known.login
    const login = this.settings.loadLogin(accountId)
    this.logins.set(accountId, { at: performance.now(), login })
    login.catch(() => this.logins.delete(accountId))
    setTimeout(() => this.logins.delete(accountId), LOGIN_BELIEVED_MS).unref()
    return login
  }

  private async socketTo({
    host,
    port,
    proxyId,
    via,
  }: Pick<SshReach, 'host' | 'port' | 'proxyId' | 'via'>): Promise<Result<Duplex, ConnectFailure>> {
    if (via) {
      const jump = await this.host(via)
      const connection = jump.ok ? await jump.value.freeConnection() : jump
      if (!connection.ok) return err({ ...connection.error, detail: `through ${via.host}: ${connection.error.detail}` })
      const forwarded = await connection.value.forward(host, port)
      return forwarded.ok ? forwarded : err({ kind: 'unreachable', detail: `through ${via.host}: ${forwarded.error}` })
    }
    const proxy = proxyId ? await this.settings.loadProxy(proxyId).catch((error: Error) => error) : undefined
    if (proxy instanceof Error)
      return err({ kind: 'unreachable', detail: `its proxy cannot be read (${proxy.message})` })
    if (proxy && !proxy.ok) return err({ kind: 'refused', detail: proxy.error })
    const dialled = await this.settings.dial(host, port, proxy?.value)
    if (dialled.ok) return dialled
    return err({ kind: dialled.error.isFinal ? 'refused' : 'unreachable', detail: dialled.error.detail })
  }
}

function keyOf(reach: SshReach, login: Login): string {
  const { host, port, fingerprint, accountId, proxyId, via } = reach
  const place = [
    host,
    port,
    fingerprint,
    accountId,
    proxyId,
    login,
    via ? [via.host, via.port, via.fingerprint, via.accountId, via.proxyId] : null,
  ]
  return createHash('sha256').update(JSON.stringify(place)).digest('hex')
}
