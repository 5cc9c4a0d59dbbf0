import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PackageUse } from '@flotilla/domain/packages'
import { err, ok, type Result } from '@flotilla/kit'
import type { SharedFile } from '@flotilla/work-directory'
import type { Database } from '../../../database/connection.ts'
import type { PackageRow } from '../queries.ts'
import { readContent } from '../read-content.ts'
import { repack } from './repack.ts'

/** A package as it goes to machines. */
export interface DeliveredFile extends SharedFile {
  /** Entries of the package that are not in it. */
  readonly leftOut: readonly string[]
}

/**
 * The file that goes to machines for a package: the package itself, or an archive of its content. Errors: a sentence why there
 * is none.
 */
export type PackageFiles = (
  row: Pick<PackageRow, 'content_id' | 'sha256' | 'size_bytes' | 'extension'>,
  use: Exclude<PackageUse, 'none'>,
) => Promise<Result<DeliveredFile, string>>

/** What no machine has asked for so long is made anew when one does. */
const KEPT_MS = 3_600_000

/**
 * Makes these files in `directory`, which is this process's own, once for all machines that ask at the same time or soon after.
 * Their content is what was pushed, or it is not given out (reliability G4).
 */
export function createPackageFiles(database: Database, directory: string, keptMs = KEPT_MS): PackageFiles {
  const known = new Map<string, Promise<Result<Kept, string>>>()
  const emptied = rm(directory, { recursive: true, force: true }).then(() =>
    mkdir(directory, { recursive: true, mode: 0o700 }),
  )
  // Whoever needs a file is told.
  emptied.catch(() => {})
  const once = (key: string, make: (path: string) => Promise<Result<Omit<Made, 'path'>, string>>) => {
    const before = known.get(key)
    if (before) return before
    const path = join(directory, key)
    const made = emptied
      .then(() => make(path))
      .then((result) => (result.ok ? ok(keep(key, { ...result.value, path })) : result))
      .catch((error: NodeJS.ErrnoException) =>
        error.syscall
          ? err(`the server cannot write it to its disk (${error.code}); make room there`)
          : Promise.reject(error),
      )
    known.set(key, made)
    const forget = async () => {
      if (known.get(key) === made) known.delete(key)
      await rm(path, { force: true })
    }
    void made.then((result) => (result.ok ? undefined : forget()), forget)
    return made
  }
  const keep = (key: string, made: Made): Kept => {
    const timer = setTimeout(() => {
      known.delete(key)
      void rm(made.path, { force: true })
    }, keptMs)
    timer.unref()
    return { ...made, isUsed: () => void timer.refresh() }
  }
  const packageOf: PackageFiles = async (row, use) => {
    const sizeBytes = Number(row.size_bytes)
    const pushed = await once(row.sha256, async (path) => {
      const content = readContent(database, { id: row.content_id, sha256: row.sha256, sizeBytes })
      await pipeline(Readable.from(content, { objectMode: false }), createWriteStream(path, { mode: 0o600 }))
      return ok({ sha256: row.sha256, sizeBytes, leftOut: [] })
    })
    if (!pushed.ok) return pushed
    pushed.value.isUsed()
    if (use === 'file') return ok(fileOf(pushed.value))
    const isNuGet = row.extension === '.nupkg'
    const repacked = await once(`${row.sha256}${isNuGet ? '.nupkg' : ''}.tgz`, (path) =>
      repack(pushed.value.path, path, { isNuGet }),
    )
    if (!repacked.ok) return repacked
    repacked.value.isUsed()
    return ok(fileOf(repacked.value))
  }
  return packageOf
}

interface Made {
  readonly path: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly leftOut: readonly string[]
}

interface Kept extends Made {
  /** It is kept for longer. */
  isUsed(): void
}

const fileOf = ({ path, sha256, sizeBytes, leftOut, isUsed }: Kept): DeliveredFile => ({
  sha256,
  sizeBytes,
  leftOut,
  read: () => {
    isUsed()
    return createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>
  },
})
