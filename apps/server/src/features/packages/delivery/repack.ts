import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { entryPath } from '@flotilla/domain/packages'
import { err, ok, type Result } from '@flotilla/kit'
import { extract, type Pack, pack } from 'tar-stream'
import yauzl from 'yauzl'

/** An archive that any `tar` unpacks, of plain files and folders that lie below the folder it is unpacked into. */
export interface Repacked {
  /** Of the archive, in lower-case hexadecimal. */
  readonly sha256: string
  readonly sizeBytes: number
  /** Entries that were left out: links and special files. */
  readonly leftOut: readonly string[]
}

/** What unpacking may cost; counted on the bytes that come, never on what headers say. Source: reliability reference G2. */
export interface UnpackingLimits {
  readonly unpackedBytes: number
  readonly entries: number
  /** How many times larger than the package its content may be, beyond `alwaysBytes`. */
  readonly ratio: number
  readonly alwaysBytes: number
}
export const UNPACKING_LIMITS: UnpackingLimits = {
  unpackedBytes: 10 * 1024 ** 3,
  entries: 100_000,
  ratio: 200,
  alwaysBytes: 10 * 1024 ** 2,
}

/** Why a package is not unpacked, for people. */
class Refused extends Error {}

/** A file or folder of the package. */
interface Entry {
  readonly name: string
  readonly isFolder: boolean
  /** Null for what is neither file nor folder. */
  readonly sizeBytes: number | null
  readonly isExecutable: boolean
  content(): AsyncIterable<Buffer> | Promise<AsyncIterable<Buffer>>
}

/**
 * Writes the content of a package anew, as a compressed tar archive at `target`. So machines need nothing but `tar` for packages
 * of any kind, and nothing that a package holds beside files and folders comes to them: modes are 0755 and 0644.
 *
 * Errors: a sentence that says why it cannot be unpacked; the file at `target` is the caller's to remove. Throws when it cannot be
 * written. Source: reliability reference G1, G2.
 */
export async function repack(
  source: string,
  target: string,
  {
    isNuGet = false,
    limits = UNPACKING_LIMITS,
  }: { readonly isNuGet?: boolean; readonly limits?: UnpackingLimits } = {},
): Promise<Result<Repacked, string>> {
  const kind = await kindOf(source)
  if (!kind) return err('it is neither a zip nor a tar archive, compressed with gzip or not')
  const { size } = await stat(source)
  const writing = writeArchive(target)
  try {
    const entries = kind === 'zip' ? zipEntries(source, isNuGet) : tarEntries(source, kind)
    const unpackedBytes = Math.min(limits.unpackedBytes, Math.max(limits.alwaysBytes, size * limits.ratio))
    const leftOut = await copyEntries(entries, writing, { ...limits, unpackedBytes })
    return ok({ ...(await writing.end()), leftOut })
  } catch (error) {
    await writing.abort()
    if (error instanceof Refused) return err(error.message)
    // What the disk says is no property of the package.
    if ((error as NodeJS.ErrnoException).syscall) throw error
    return err(`it cannot be read (${(error as Error).message})`)
  }
}

/** Of an archive with files, and of one without. */
const ZIP_BEGINNINGS = [0x504b0304, 0x504b0506]

type Kind = 'zip' | 'tar' | 'tar.gz'

async function kindOf(path: string): Promise<Kind | undefined> {
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(263), 0, 263, 0).finally(() => file.close())
  if (buffer.readUInt16BE(0) === 0x1f8b) return 'tar.gz'
  if (ZIP_BEGINNINGS.includes(buffer.readUInt32BE(0))) return 'zip'
  return buffer.toString('latin1', 257, 262) === 'ustar' ? 'tar' : undefined
}

async function copyEntries(
  entries: AsyncIterable<Entry>,
  { archive, broken }: Writing,
  limits: UnpackingLimits,
): Promise<readonly string[]> {
  const leftOut: string[] = []
  let count = 0
  let bytes = 0
  for await (const entry of entries) {
    count += 1
    if (count > limits.entries) throw new Refused(`it holds more than ${limits.entries} files and folders`)
    const path = entryPath(entry.name)
    if (!path.ok) throw new Refused(`its entry ${JSON.stringify(entry.name)} ${WRONG_PATHS[path.error]}`)
    if (path.value === '') continue
    if (entry.isFolder) {
      archive.entry({ name: path.value, type: 'directory', mode: 0o755, mtime: new Date(0) })
    } else if (entry.sizeBytes === null) {
      leftOut.push(path.value)
    } else {
      const mode = entry.isExecutable ? 0o755 : 0o644
      const header = { name: path.value, size: entry.sizeBytes, mode, mtime: new Date(0) }
      let end = (_error?: unknown) => {}
      const done = new Promise<unknown>((resolve) => {
        end = resolve
      })
      const written = archive.entry(header, (error) => end(error))
      for await (const chunk of await entry.content()) {
        bytes += chunk.length
        if (bytes > limits.unpackedBytes)
          throw new Refused(`its content is larger than ${limits.unpackedBytes} bytes, which is more than is unpacked`)
        if (!written.write(chunk)) await Promise.race([once(written, 'drain'), broken])
      }
      written.end()
      const error = await Promise.race([done, broken])
      if (error) throw error
    }
  }
  return leftOut
}

const WRONG_PATHS = {
  'leads-out': 'would lie outside of the folder it is unpacked into',
  'too-long': 'has a name that is too long',
  'not-a-name': 'is no name of a file',
} as const

interface Writing {
  readonly archive: Pack
  /** Rejects when the archive cannot be written. */
  readonly broken: Promise<never>
  end(): Promise<Omit<Repacked, 'leftOut'>>
  abort(): Promise<void>
}

/** Compresses what is put into `archive`, and writes it. */
function writeArchive(path: string): Writing {
  const archive = pack()
  const hash = createHash('sha256')
  let sizeBytes = 0
  const compressed = createGzip()
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  compressed.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    sizeBytes += chunk.length
  })
  archive.pipe(compressed).pipe(file)
  const written = finished(file)
  const broken = written.then(() => new Promise<never>(() => {}))
  broken.catch(() => {})
  return {
    archive,
    broken,
    async end() {
      archive.finalize()
      await written
      return { sha256: hash.digest('hex'), sizeBytes }
    },
    async abort() {
      archive.destroy()
      compressed.destroy()
      file.destroy()
      await written.catch(() => {})
    },
  }
}

const LINK_OR_DEVICE = null

async function* zipEntries(path: string, isNuGet: boolean): AsyncGenerator<Entry> {
  const archive = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false })
  try {
    for await (const entry of archive.eachEntry()) {
      if (isNuGet && NUGET_OWN.test(entry.fileName)) continue
      // The upper half is the mode where the archive was made on Unix, and else 0.
      const mode = entry.externalFileAttributes >>> 16
      const type = mode & 0o170000
      const isFolder = entry.fileName.endsWith('/')
      yield {
        // NuGet writes names as they stand in addresses.
        name: isNuGet ? unescaped(entry.fileName) : entry.fileName,
        isFolder,
        sizeBytes: type === 0 || type === 0o100000 ? entry.uncompressedSize : LINK_OR_DEVICE,
        isExecutable: (mode & 0o100) !== 0,
        content: () => archive.openReadStreamPromise(entry),
      }
    }
  } finally {
    archive.close()
  }
}

/** NuGet's own files in a package are none of its content. */
const NUGET_OWN = /^(\[Content_Types\]\.xml$|_rels\/|package\/services\/)/i

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

async function* tarEntries(path: string, kind: Exclude<Kind, 'zip'>): AsyncGenerator<Entry> {
  const archive = extract()
  const file = createReadStream(path)
  const bytes = kind === 'tar.gz' ? file.pipe(createGunzip()) : file
  const fail = (error: Error) => archive.destroy(error)
  file.on('error', fail)
  bytes.on('error', fail)
  bytes.pipe(archive)
  try {
    for await (const entry of archive) {
      const { name, type, size = 0, mode = 0 } = entry.header
      const isFile = type === 'file' || type === 'contiguous-file'
      yield {
        name,
        isFolder: type === 'directory',
        sizeBytes: isFile ? size : LINK_OR_DEVICE,
        isExecutable: (mode & 0o100) !== 0,
        content: () => entry as AsyncIterable<Buffer>,
      }
      entry.resume()
    }
  } finally {
    file.destroy()
    bytes.destroy()
  }
}
