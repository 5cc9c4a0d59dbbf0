import { createHash, randomUUID } from 'node:crypto'
import { lstat, open, readdir, rename, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result } from '@flotilla/kit'
import type { HeldFile, HoldRefusal, SharedFile, Ticket } from './transport.ts'
import { ensureWorkDirectory, refusingBrokenDisk, unlessCode } from './work-directory.ts'

/** Beside the work directories; no ticket has such a name. */
const DIRECTORY = '.files'

/** Where a file that a place holds lies, by the root that `holdFile` told. */
export const heldPathOf = (root: string, sha256: string): string => `${root}/${DIRECTORY}/${sha256}`

/** The directory in which the script of a ticket begins. */
export const workPathOf = (root: string, ticket: Ticket): string => `${root}/${ticket}/work`

/** `holdFile` of this machine: the file gets its name when its content is whole and has the hash. */
export function holdFileIn(
  root: string,
  file: SharedFile,
  signal?: AbortSignal,
): Promise<Result<HeldFile, HoldRefusal>> {
  return refusingBrokenDisk(async (): Promise<Result<HeldFile, HoldRefusal>> => {
    const directory = join(root, DIRECTORY)
    const safe = await ensureWorkDirectory({ root, path: directory })
    if (!safe.ok) return safe
    const path = heldPathOf(root, file.sha256)
    const known = await lstat(path).catch(unlessCode('ENOENT'))
    if (known?.isFile() && known.size === file.sizeBytes) {
      const now = new Date()
      await utimes(path, now, now)
      return ok({ root, wasSent: false })
    }
    const temporary = join(directory, `.${randomUUID()}`)
    try {
      const written = await write(temporary, file, signal)
      if (written === 'cancelled') return err({ kind: 'out-of-reach', detail: 'it was cancelled before it was sent' })
      if (written !== `${file.sizeBytes} ${file.sha256}`)
        return err({ kind: 'not-prepared', code: 'EIO', detail: 'A file arrived with another content.' })
      await rename(temporary, path)
      return ok({ root, wasSent: true })
    } finally {
      await rm(temporary, { force: true })
    }
  }, 'not-prepared')
}

/** Writes the file, and answers size and hash of what was written. */
async function write(path: string, { read }: SharedFile, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const handle = await open(path, 'wx', 0o600)
  try {
    for await (const bytes of read()) {
      if (signal?.aborted) return 'cancelled'
      hash.update(bytes)
      sizeBytes += bytes.length
      await handle.writeFile(bytes)
    }
  } finally {
    await handle.close()
  }
  return `${sizeBytes} ${hash.digest('hex')}`
}

/** Removes what nobody has asked for in `retentionMs`. */
export async function sweepHeldFiles(root: string, retentionMs: number): Promise<void> {
  const directory = join(root, DIRECTORY)
  for (const name of (await readdir(directory).catch(unlessCode('ENOENT'))) ?? []) {
    const touched = await lstat(join(directory, name)).catch(unlessCode('ENOENT'))
    if (touched && Date.now() - touched.mtimeMs >= retentionMs) await rm(join(directory, name), { force: true })
  }
}
