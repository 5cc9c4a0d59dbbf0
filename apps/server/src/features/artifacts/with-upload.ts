import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HttpRefusal } from '../../http/errors.ts'

/**
 * Hands on an upload once all of it has come, from a file of its own that is gone afterwards: a slow client must not hold a
 * transaction open. Errors: 413 beyond the limit, counted on what really came.
 */
export async function withUpload<T>(
  source: unknown,
  limitBytes: number,
  use: (content: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  // Open to this server's user only.
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-upload-'))
  try {
    const path = join(directory, 'content')
    const bytes = source instanceof Readable ? source : Readable.from([])
    await pipeline(bytes, (chunks: AsyncIterable<Buffer>) => upTo(chunks, limitBytes), createWriteStream(path))
    return await use(createReadStream(path))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function* upTo(chunks: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Buffer> {
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.length
    if (sizeBytes > limitBytes) {
      throw new HttpRefusal(413, `The artifact is larger than ${limitBytes} bytes (FLOTILLA_MAX_ARTIFACT_BYTES).`)
    }
    yield chunk
  }
}
