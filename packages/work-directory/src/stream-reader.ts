import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { StreamName } from './transport.ts'
import type { WorkDirectory } from './work-directory.ts'

const CHUNK_BYTES = 256 * 1024

/** Reads one stream's file from an offset on, as far as it has grown. */
export class StreamReader {
  readonly stream: StreamName
  private readonly path: string
  private offset: number
  private end = Number.POSITIVE_INFINITY
  private file: FileHandle | undefined

  constructor(directory: WorkDirectory, stream: StreamName, offset: number) {
    this.stream = stream
    this.path = join(directory.path, stream)
    this.offset = offset
  }

  /** What comes from now on is of processes that the script left behind: a talkative one must not hold up the end. */
  async endHere(): Promise<void> {
    this.file ??= await openOutput(this.path)
    this.end = this.file ? (await this.file.stat()).size : 0
  }

  async read(): Promise<{ readonly offset: number; readonly bytes: Uint8Array } | undefined> {
    this.file ??= await openOutput(this.path)
    if (!this.file) return undefined
    const size = Math.min(this.end, (await this.file.stat()).size)
    if (size <= this.offset) return undefined
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - this.offset))
    const { bytesRead } = await this.file.read(buffer, 0, buffer.length, this.offset)
    if (bytesRead === 0) return undefined
    const offset = this.offset
    this.offset += bytesRead
    return { offset, bytes: buffer.subarray(0, bytesRead) }
  }

  async close(): Promise<void> {
    await this.file?.close()
    this.file = undefined
  }
}

/** A script could put a link or a pipe in the place of its output: neither is followed, neither makes the reader hang. */
async function openOutput(path: string): Promise<FileHandle | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = await open(path, flags).catch(() => undefined)
  if (!file || (await file.stat()).isFile()) return file
  await file.close()
  return undefined
}
