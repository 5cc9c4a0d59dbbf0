import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { err, ok } from '@flotilla/kit'
import { type SshdOptions, startSshd, type TestSshd } from '@flotilla/testkit'
import { findMarked, type ScriptTransport, type Ticket } from '@flotilla/work-directory'
import { createSsh, type Login, type Ssh, type SshReach } from '../src/execution/ssh/index.ts'

export interface SshTestBed {
  readonly sshd: TestSshd
  readonly ssh: Ssh
  /** The work directories on the host. */
  readonly root: string
  readonly transport: ScriptTransport
  /** Keys that were shown and not confirmed. */
  readonly strangers: string[]
  /** A machine like the host, but for what is given. */
  reach(changes?: Partial<SshReach & { reachTimeoutMs: number }>): SshReach
  ticket(name: string): Ticket
  discard(): Promise<void>
}

/** A host on loopback and a client of it, on which the current user may sign in. */
export async function makeSshTestBed(
  options: SshdOptions & { readonly login?: Login; readonly idleMs?: number } = {},
): Promise<SshTestBed> {
  const sshd = await startSshd(options)
  const space = `test-${randomBytes(4).toString('hex')}`
  const root = join(sshd.home, '.flotilla-ssh', space)
  const tickets: Ticket[] = []
  const strangers: string[] = []
  const key: Login = { kind: 'key', username: sshd.username, privateKey: sshd.privateKey, passphrase: undefined }
  const ssh = createSsh({
    space,
    cancelTimes: { graceMs: 500, giveUpMs: 5_000 },
    inTurn: (work) => work(),
    loadLogin: async () => ok(options.login ?? key),
    loadProxy: async (id) => err(`There is no proxy ${id}.`),
    dial: async (host, port) => {
      const socket = connect(port, host)
      try {
        await once(socket, 'connect')
        return ok(socket)
      } catch (error) {
        return err({ isFinal: false, detail: (error as Error).message })
      }
    },
    onIdentity: (_reach, offered) => {
      if (offered !== null) strangers.push(offered)
    },
    idleMs: options.idleMs ?? 60_000,
    keepAliveMs: 500,
  })
  const reach: SshTestBed['reach'] = (changes = {}) => ({
    style: 'Ssh',
    machineId: 'Machines-1',
    host: sshd.host,
    port: sshd.port,
    fingerprint: sshd.fingerprints.ed25519 ?? Object.values(sshd.fingerprints)[0]!,
    accountId: 'Accounts-1',
    proxyId: null,
    ...changes,
  })
  return {
    sshd,
    ssh,
    root,
    strangers,
    transport: ssh.transport(reach()),
    reach,
    ticket(name) {
      tickets.push(name as Ticket)
      return name as Ticket
    },
    async discard() {
      ssh.close()
      for (const ticket of tickets) {
        for (const pid of await findMarked({ ticket, directory: join(root, ticket) })) {
          try {
            process.kill(pid, 'SIGKILL')
          } catch {
            // It has ended meanwhile.
          }
        }
      }
      await sshd.stop()
    },
  }
}
