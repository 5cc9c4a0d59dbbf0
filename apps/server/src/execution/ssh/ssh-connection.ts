import type { Duplex } from 'node:stream'
import { err, ok, type Result } from '@flotilla/kit'
import type { Client, ClientChannel } from 'ssh2'

/** A host allows 10 sessions on a connection unless it was told otherwise; two stay free for people. */
const SESSIONS_AT_ONCE = 8
/** A peer that has vanished says no goodbye. */
const FAREWELL_MS = 1_000

/** A session that runs one command. `release` ends it and makes its place free. */
export interface Session {
  readonly channel: ClientChannel
  release(): void
}

/** One connection to a host, signed in. It counts its sessions and learns how many the host allows. */
export class SshConnection {
  private readonly client: Client
  private readonly socket: Duplex
  private sessions = 0
  private limit = SESSIONS_AT_ONCE
  private isLost = false
  /** Called when a session has ended, and when the connection has. */
  onChange: () => void = () => {}

  constructor(client: Client, socket: Duplex) {
    this.client = client
    this.socket = socket
    client.setMaxListeners(100)
    const lose = () => {
      this.isLost = true
      socket.destroy()
      this.onChange()
    }
    client.on('close', lose)
    client.on('end', lose)
    client.on('error', lose)
  }

  get isOpen(): boolean {
    return !this.isLost
  }
  get hasPlace(): boolean {
    return !this.isLost && this.sessions < this.limit
  }
  get isIdle(): boolean {
    return this.sessions === 0
  }

  /**
   * Starts a command. `full`: the host allows no further session on this connection for now. `lost`: the connection was cut;
   * a command that waits for its input has done nothing then.
   */
  async run(command: string): Promise<Result<Session, 'full' | 'lost'>> {
    this.sessions += 1
    try {
      const channel = await this.whileOpen<ClientChannel>((done) => this.client.exec(command, done))
      let isReleased = false
      const release = () => {
        if (isReleased) return
        isReleased = true
        this.sessions -= 1
        channel.removeAllListeners('close')
        channel.on('error', () => {})
        channel.close()
        this.onChange()
      }
      // Nothing may stop the connection: what a session prints beside its answers is thrown away.
      channel.stderr.resume()
      channel.on('error', () => {})
      channel.on('close', release)
      return ok({ channel, release })
    } catch (error) {
      this.sessions -= 1
      if (this.isLost || !('reason' in (error as Error))) return err('lost')
      this.limit = Math.min(this.limit, this.sessions)
      return err('full')
    }
  }

  /** A way through this host to another one. */
  async forward(host: string, port: number): Promise<Result<Duplex, string>> {
    this.sessions += 1
    const end = () => {
      this.sessions -= 1
      this.onChange()
    }
    try {
      const channel = await this.whileOpen<ClientChannel>((done) =>
        this.client.forwardOut('127.0.0.1', 0, host, port, done),
      )
      channel.once('close', end)
      return ok(channel)
    } catch (error) {
      end()
      return err((error as Error).message)
    }
  }

  end(): void {
    this.client.end()
    setTimeout(() => this.socket.destroy(), FAREWELL_MS).unref()
  }

  private whileOpen<T>(act: (done: (error: Error | undefined, value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error('The connection was cut.'))
      if (this.isLost) return lost()
      this.client.once('close', lost)
      act((error, value) => {
        this.client.removeListener('close', lost)
        if (error) reject(error)
        else resolve(value)
      })
    })
  }
}
