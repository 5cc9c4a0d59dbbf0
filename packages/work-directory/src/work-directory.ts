import { randomUUID } from 'node:crypto'
import { chmod, link, lstat, mkdir, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { TicketFacts } from './judge-ticket.ts'
import { findMarked, isAlive, type Mark, parseProcessStat, readBootId } from './processes.ts'
import { RUNNER_PROGRAM } from './runner.ts'
import type { NeverStartedReason, Payload, StartRefusal, Ticket, UnsafeDirectory } from './transport.ts'

/** The ticket's directory: `path` is its only name, and the second half of its mark. */
export interface WorkDirectory {
  readonly ticket: Ticket
  readonly root: string
  readonly path: string
}

export const workDirectoryOf = (root: string, ticket: Ticket): WorkDirectory => ({
  ticket,
  root,
  path: join(root, ticket),
})

export const markOf = (directory: WorkDirectory): Mark => ({ ticket: directory.ticket, directory: directory.path })

/**
 * Makes the directory when it is not there, and looks whether it may be trusted. Made atomically; never entered through a
 * link, never one that somebody else owns or may enter. Source: reliability reference H8, F40.
 */
export async function ensureWorkDirectory({
  root,
  path,
}: Pick<WorkDirectory, 'root' | 'path'>): Promise<Result<void, UnsafeDirectory>> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  const safe = await checkDirectory(root)
  if (!safe.ok) return safe
  // Only who is the first to make it gets through without an error; all others meet what is there.
  await mkdir(path, { mode: 0o700 }).catch(unlessCode('EEXIST'))
  return checkDirectory(path)
}

/** Looks at a directory without following a link. Throws `ENOENT` when there is none. */
export async function checkDirectory(path: string): Promise<Result<void, UnsafeDirectory>> {
  const found = await lstat(path)
  const unsafe = (why: UnsafeDirectory['why']) => err({ kind: 'work-directory-unsafe', why } as const)
  if (found.isSymbolicLink()) return unsafe('link')
  if (!found.isDirectory()) return unsafe('not-a-directory')
  if (found.uid !== process.getuid?.()) return unsafe('other-owner')
  if (found.mode & 0o077) return unsafe('open-to-others')
  return ok()
}

/**
 * Writes payload and runner. The hash goes first and exclusively, so that of two payloads for one ticket only one gets
 * further; files of equal content may be written by several starters at once.
 * Source: reliability reference E7, K5, F39.
 */
export async function preparePayload(directory: WorkDirectory, payload: Payload): Promise<Result<void, StartRefusal>> {
  return refusingBrokenDisk(async (): Promise<Result<void, StartRefusal>> => {
    const safe = await ensureWorkDirectory(directory)
    if (!safe.ok) return safe
    const held = await claimFile(directory, 'payload', payload.hash)
    if (held !== payload.hash) return err({ kind: 'payload-differs', heldHash: held })
    if ((await readIn(directory, 'started')) !== undefined) return ok()
    const runner = { name: 'runner', bytes: Buffer.from(RUNNER_PROGRAM) }
    await Promise.all([
      mkdir(join(directory.path, 'work'), { mode: 0o700 }).catch(unlessCode('EEXIST')),
      ...[runner, ...payload.files].map(({ name, bytes }) => writeWhole(directory, name, bytes)),
    ])
    return ok()
  }, 'not-prepared')
}

/** Turns what the file system says (disk full, read-only, no such device) into a refusal. */
export async function refusingBrokenDisk<T, E, K extends string>(
  act: () => Promise<Result<T, E>>,
  kind: K,
): Promise<Result<T, E | { readonly kind: K; readonly code: string; readonly detail: string }>> {
  try {
    return await act()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return err({ kind, code, detail: message })
  }
}

/**
 * Takes the ticket so that its script never begins. Says false when `started` exists: somebody else has decided.
 * Source: reliability reference, "How E1 is reached" 4.
 */
export async function claimNeverStarted(directory: WorkDirectory, why: NeverStartedReason): Promise<boolean> {
  const mine = `never\n${why}\n${randomUUID()}\n`
  return (await claimFile(directory, 'started', mine)) === mine
}

/** What the follower of a ticket remembers, so that it can go on when the directory is deleted under it. */
export interface TicketMemory {
  started?: string
  main?: string
}

/** Looks at processes first and at `exit` last: a runner that ended in between has left its exit code. */
export async function gatherFacts(directory: WorkDirectory, memory: TicketMemory = {}): Promise<TicketFacts> {
  const started = (await readIn(directory, 'started')) ?? memory.started
  if (started) memory.started = started
  const main = (await readIn(directory, 'main')) ?? memory.main
  if (main) memory.main = main
  const runnerName = parseProcessStat(started?.split('\n')[2] ?? '')
  const mainName = parseProcessStat(main ?? '')
  const runnerAlive = runnerName !== undefined && isAlive(runnerName)
  const mainAlive = mainName && isAlive(mainName)
  const directoryThere = await checkDirectory(directory.path).then(
    (check) => check.ok,
    () => false,
  )
  // The look through all processes costs some milliseconds, so it is the last resort.
  const isOpen = started === undefined ? !directoryThere : !started.startsWith('never')
  const isUnclear = isOpen && !runnerAlive && !mainAlive && (await readIn(directory, 'exit')) === undefined
  const marked = isUnclear ? (await findMarked(markOf(directory))).length : 0
  const exit = await readIn(directory, 'exit')
  return { started, exit, bootId: readBootId(), runnerAlive, mainAlive, marked, directoryThere }
}

/** The pid that the runner wrote down; a runner that only just ended may still be seen. */
export async function runnerPid(directory: WorkDirectory): Promise<number | undefined> {
  return parseProcessStat((await readIn(directory, 'started'))?.split('\n')[2] ?? '')?.pid
}

/** The pid of the runner while it lives, also in the moment in which it becomes another program and shows no mark. */
export async function livingRunner(directory: WorkDirectory): Promise<number | undefined> {
  const [, bootId, stat = ''] = (await readIn(directory, 'started'))?.split('\n') ?? []
  const runner = parseProcessStat(stat)
  return runner && bootId === readBootId() && isAlive(runner) ? runner.pid : undefined
}

/** Removes everything but what proves that the ticket is used up. Names in `keep` stay too. */
export async function reduceToTombstone(directory: WorkDirectory, keep: readonly string[] = []): Promise<void> {
  const staying = new Set(['payload', 'started', 'exit', ...keep])
  for (const name of await readdir(directory.path)) {
    if (!staying.has(name)) await removeTree(join(directory.path, name))
  }
}

/** Removes a tree, also where a script took away its own right to enter. Never follows a link. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    await openUp(path)
    await rm(path, { recursive: true, force: true })
  }
}

async function openUp(path: string): Promise<void> {
  if (!(await lstat(path)).isDirectory()) return
  await chmod(path, 0o700)
  for (const name of await readdir(path)) await openUp(join(path, name))
}

/** The content of a small file of the protocol, or undefined when it (or the directory) does not exist. */
export async function readIn(directory: WorkDirectory, name: string): Promise<string | undefined> {
  return readFile(join(directory.path, name), 'utf8').catch(unlessCode('ENOENT', 'ENOTDIR'))
}

/** Makes the file `name` with its whole content unless it exists; gives the content it has then. */
async function claimFile(directory: WorkDirectory, name: string, content: string): Promise<string> {
  const held = await readIn(directory, name)
  // The runner makes its `started` in two steps, so a name without content is taken, too.
  if (held !== undefined) return held
  const temporary = await writeTemporary(directory, Buffer.from(content))
  try {
    await link(temporary, join(directory.path, name))
    return content
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return (await readIn(directory, name)) ?? ''
  } finally {
    await unlink(temporary).catch(unlessCode('ENOENT'))
  }
}

async function writeWhole(directory: WorkDirectory, name: string, bytes: Uint8Array): Promise<void> {
  await rename(await writeTemporary(directory, bytes), join(directory.path, name))
}

async function writeTemporary(directory: WorkDirectory, bytes: Uint8Array): Promise<string> {
  const path = join(directory.path, `.${randomUUID()}`)
  await writeFile(path, bytes, { mode: 0o600, flag: 'wx' })
  return path
}

export function unlessCode(...codes: readonly string[]): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (!codes.includes(error.code ?? '')) throw error
    return undefined
  }
}
