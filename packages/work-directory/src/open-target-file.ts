import { constants } from 'node:fs'
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { FileRefusal, TargetFile } from './transport.ts'
import { checkDirectory, type WorkDirectory } from './work-directory.ts'

/** What processes of the server see there differs from what the script sees, and is not made of files. */
const NOT_FILES = ['/proc', '/sys']

/**
 * Opens a file that a script on this machine names; a relative path is one in its work directory. It may lie wherever the
 * script's user can read, with two exceptions: a link in the work directory is not followed out of it, and in
 * `privateDirectory` only the ticket's own `work` is open.
 *
 * Judged by what was opened, not by the path: whatever is renamed meanwhile, what is judged is what is read.
 * Source: domain reference 4.12; reliability reference G6.
 */
export async function openTargetFile(
  directory: WorkDirectory,
  path: string,
  privateDirectory: string | undefined,
): Promise<Result<TargetFile, FileRefusal>> {
  const work = join(directory.path, 'work')
  const asked = resolve(work, path)
  let file: FileHandle | undefined
  try {
    if (!(await checkDirectory(directory.path)).ok) return err({ kind: 'file-not-found' })
    const realWork = await realpath(work)
    // A pipe without a writer must not hold the server up.
    file = await open(asked, constants.O_RDONLY | constants.O_NONBLOCK)
    const real = await readlink(`/proc/self/fd/${file.fd}`)
    const refusal = await judgePlace({ asked, real, work, realWork, privateDirectory })
    const stat = await file.stat()
    if (!refusal && stat.isFile()) return ok(reading(file, stat.size))
    await file.close()
    return err(refusal ?? { kind: 'not-a-file', isDirectory: stat.isDirectory() })
  } catch (error) {
    await file?.close().catch(() => {})
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return err(code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'file-not-found' } : { kind: 'not-readable', code })
  }
}

async function judgePlace(place: {
  readonly asked: string
  readonly real: string
  readonly work: string
  readonly realWork: string
  readonly privateDirectory: string | undefined
}): Promise<FileRefusal | undefined> {
  const { asked, real, work, realWork, privateDirectory } = place
  if (isWithin(real, realWork)) return undefined
  if (isWithin(asked, work) || isWithin(asked, realWork)) return { kind: 'leads-elsewhere' }
  const closed = [...NOT_FILES, ...(privateDirectory ? [await realpath(privateDirectory)] : [])]
  return closed.some((each) => isWithin(real, each)) ? { kind: 'closed' } : undefined
}

const isWithin = (path: string, directory: string): boolean => path === directory || path.startsWith(directory + sep)

/** As much as there was at the moment of opening: what is appended meanwhile belongs to nobody's artifact. */
function reading(file: FileHandle, sizeBytes: number): TargetFile {
  return {
    sizeBytes,
    async *[Symbol.asyncIterator]() {
      if (sizeBytes > 0) yield* file.createReadStream({ start: 0, end: sizeBytes - 1, highWaterMark: 1024 * 1024 })
    },
    // Read to its end, it is closed already.
    close: () => file.close().catch(() => {}),
  }
}
