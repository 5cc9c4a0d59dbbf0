import { err, ok, type Result } from '@flotilla/kit'
import { type ConnectFailure, connect, type Login, type Way } from './connect.ts'
import type { Session, SshConnection } from './ssh-connection.ts'

export interface SshHostSettings extends Way {
  readonly login: Login
  readonly fingerprint: string
  /** A connection that nobody uses is closed after this time. */
  readonly idleMs: number
  /** Runs handshakes, not too many at once. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Told which key the host shows when a connection is opened: `offered` is one that was not confirmed, null the confirmed one. */
  readonly onIdentity: (offered: string | null) => void
  /** Runs before a connection that was used is closed, with the tickets whose result and output are stored. */
  readonly tidyUp: (connection: SshConnection, stored: readonly string[]) => Promise<void>
  /** Called when nothing is left of it. */
  readonly onGone: () => void
}

/**
 * The connections to one host with one account: one, as long as it has room for all who want a session. Who finds it full goes
 * on a further connection, since a script holds its session until it ends and its cancelling needs one, too.
 * Source: reliability reference F31.
 */
export class SshHost {
  private readonly settings: SshHostSettings
  private readonly connections: SshConnection[] = []
  private connecting: Promise<Result<SshConnection, ConnectFailure>> | undefined
  private idle: NodeJS.Timeout | undefined
  private isUsed = false
  private stored: string[] = []

  constructor(settings: SshHostSettings) {
    this.settings = settings
  }

  /** Starts a command in a session of its own. A command that waits for its input has done nothing when this fails. */
  async run(command: string): Promise<Result<Session, ConnectFailure>> {
    for (;;) {
      const connection = await this.freeConnection()
      if (!connection.ok) return connection
      const session = await connection.value.run(command)
      this.isUsed = true
      if (session.ok) return session
      if (session.error === 'lost') return err({ kind: 'unreachable', detail: 'it broke the connection off' })
      if (connection.value.isIdle) {
        // Not even one session: there is no sense in waiting for another to end.
        connection.value.end()
        return err({ kind: 'unreachable', detail: 'it allows no session' })
      }
    }
  }

  /** A connection with room for a session; the first to want one opens it, the others wait for it. */
  async freeConnection(): Promise<Result<SshConnection, ConnectFailure>> {
    for (;;) {
      const free = this.connections.find(({ hasPlace }) => hasPlace)
      if (free) return ok(free)
      this.connecting ??= this.open().finally(() => {
        this.connecting = undefined
        this.changed()
      })
      const opened = await this.connecting
      if (!opened.ok) return opened
    }
  }

  /** Nothing of this ticket is needed on the host any more. */
  noteStored(ticket: string): void {
    this.stored.push(ticket)
  }

  close(): void {
    clearTimeout(this.idle)
    for (const connection of this.connections) connection.end()
  }

  private async open(): Promise<Result<SshConnection, ConnectFailure>> {
    const { login, fingerprint, inTurn, onIdentity } = this.settings
    const opened = await inTurn(() => connect(this.settings, login, fingerprint))
    if (!opened.ok && opened.error.kind === 'other-identity') onIdentity(opened.error.offered)
    if (opened.ok) {
      onIdentity(null)
      this.connections.push(opened.value)
      opened.value.onChange = () => this.changed()
    }
    return opened
  }

  private changed(): void {
    for (const [index, connection] of [...this.connections.entries()].reverse()) {
      if (!connection.isOpen) this.connections.splice(index, 1)
    }
    clearTimeout(this.idle)
    if (this.connections.length === 0 && !this.connecting) this.settings.onGone()
    if (this.connections.length === 0 || !this.connections.every(({ isIdle }) => isIdle)) return
    this.idle = setTimeout(() => void this.closeIdle().catch(() => this.close()), this.settings.idleMs)
    this.idle.unref()
  }

  private async closeIdle(): Promise<void> {
    const first = this.connections[0]
    if (first && this.isUsed) {
      this.isUsed = false
      const { stored } = this
      this.stored = []
      await this.settings.tidyUp(first, stored)
      // Its session has ended, so there will be another idle time: unless somebody came meanwhile, the last one.
      return
    }
    if (this.connections.every(({ isIdle }) => isIdle)) this.close()
  }
}
