import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const SSHD = '/usr/sbin/sshd'

/** Whether this machine has an SSH server, for tests that need it. */
export const hasSshd = (): boolean => existsSync(SSHD)

export interface TestSshd {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly username: string
  /** What lets `username` in, as a file in PEM. */
  readonly privateKey: string
  readonly privateKeyFile: string
  /** SHA-256 of the host keys by type. */
  readonly fingerprints: Readonly<Record<string, string>>
  /** The home directory that sessions see; start-up files lie here. */
  readonly home: string
  /** What the SSH server has said. */
  log(): string
  stop(): Promise<void>
}

export interface SshdOptions {
  /** Further lines of `sshd_config`; the first one of a setting counts. */
  readonly config?: readonly string[]
  /** Which host keys it has; `ed25519` if not given. */
  readonly hostKeys?: readonly ('ed25519' | 'ecdsa' | 'rsa')[]
  /** A port that was used before; else any free one. */
  readonly port?: number
  /** Lets the same user in as another one does. */
  readonly like?: TestSshd
  /** Addresses to listen on; 127.0.0.1 if not given. */
  readonly listenOn?: readonly string[]
}

/** Starts Debian's SSH server on loopback as whoever runs the tests, with keys, settings and a home of its own. */
export async function startSshd(options: SshdOptions = {}): Promise<TestSshd> {
  const base = await mkdtemp(join(tmpdir(), 'flotilla-sshd-'))
  const home = options.like?.home ?? join(base, 'home')
  await mkdir(home, { recursive: true })
  const fingerprints: Record<string, string> = {}
  const keyFiles: string[] = []
  for (const type of options.hostKeys ?? ['ed25519']) {
    const file = join(base, `host_${type}`)
    makeKey(file, type)
    keyFiles.push(file)
    fingerprints[type] = execFileSync('ssh-keygen', ['-lf', `${file}.pub`], { encoding: 'utf8' }).split(' ')[1]!
  }
  const privateKeyFile = options.like?.privateKeyFile ?? join(base, 'user')
  if (!options.like) makeKey(privateKeyFile, 'ed25519')
  const username = userInfo().username
  const port = options.port ?? (await freePort())
  const config = [
    ...(options.config ?? []),
    ...(options.listenOn ?? ['127.0.0.1']).map((address) => `ListenAddress ${address}:${port}`),
    ...keyFiles.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${privateKeyFile}.pub`,
    `PidFile ${join(base, 'pid')}`,
    `SetEnv HOME=${home}`,
    'PermitRootLogin yes',
    'StrictModes no',
    'UsePAM no',
    'PrintMotd no',
    'UseDNS no',
    'LogLevel VERBOSE',
  ]
  await writeFile(join(base, 'config'), `${config.join('\n')}\n`)
  // Where it gives up its rights when it runs as root; part of a running system, not of the package.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const sshd = spawn(SSHD, ['-D', '-e', '-f', join(base, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  sshd.stderr.on('data', (bytes: Buffer) => {
    text += bytes.toString()
  })
  await listens(port, () => sshd.exitCode !== null).catch((error: Error) => {
    sshd.kill('SIGKILL')
    throw new Error(`${error.message}\n${text}`)
  })
  return {
    host: '127.0.0.1',
    port,
    username,
    privateKey: await readFile(privateKeyFile, 'utf8'),
    privateKeyFile,
    fingerprints,
    home,
    log: () => text,
    stop: async () => {
      if (sshd.exitCode === null && sshd.signalCode === null) {
        sshd.kill('SIGTERM')
        await once(sshd, 'exit')
      }
      // A script may have taken away its own right to enter.
      execFileSync('chmod', ['-R', 'u+rwx', base])
      await rm(base, { recursive: true, force: true })
    },
  }
}

function makeKey(file: string, type: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', 'flotilla-test', '-f', file])
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function listens(port: number, hasEnded: () => boolean): Promise<void> {
  for (const limit = Date.now() + 10_000; Date.now() < limit && !hasEnded(); ) {
    const socket = connect(port, '127.0.0.1')
    const answer = await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined)
    socket.destroy()
    if (answer && answer.length === 1 && answer[0] instanceof Buffer) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('The SSH server did not become ready.')
}
