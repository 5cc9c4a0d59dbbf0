import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { err, ok, type Result } from '@flotilla/kit'
import type { Tx } from '../../database/connection.ts'
import { nextNumber } from '../../database/ids.ts'

/** Contents are stored in parts of this size, so that neither storing nor sending one holds it in memory as a whole. */
export const PART_BYTES = 1024 * 1024

interface NewArtifact {
  readonly spaceId: string
  readonly taskId: string
  /** A path is cut to its last part. */
  readonly filename: string
  /** The activity that it comes from. */
  readonly source: string
  /** What it is about besides its task: deployment, release, project, ... */
  readonly related: readonly string[]
}

/** Stores a file of this host. A file that cannot be read is refused with a sentence, and nothing is stored. */
export async function storeArtifact(
  tx: Tx,
  artifact: NewArtifact & { readonly path: string },
): Promise<Result<string, string>> {
  const parts = readParts(createReadStream(artifact.path, { highWaterMark: PART_BYTES }))
  try {
    // The first read is what fails for a missing file: before anything is written, so that the transaction stays sound.
    const first = await parts.next()
    return ok(await storeParts(tx, artifact, startingWith(first, parts)))
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall === undefined || code === undefined) throw error
    return err(`The artifact ${baseName(artifact.filename)} could not be collected from ${artifact.path}: ${code}.`)
  }
}

/** Stores text as a file in UTF-8; answers the artifact's id. */
export const storeArtifactText = (tx: Tx, artifact: NewArtifact & { readonly text: string }): Promise<string> =>
  storeParts(tx, artifact, readParts([Buffer.from(artifact.text, 'utf8')]))

async function storeParts(tx: Tx, artifact: NewArtifact, parts: AsyncIterable<Buffer>): Promise<string> {
  const number = await nextNumber(tx, 'Artifacts')
  const id = `Artifacts-${number}`
  await tx
    .insertInto('artifact')
    .values({
      id,
      number,
      space_id: artifact.spaceId,
      task_id: artifact.taskId,
      filename: baseName(artifact.filename),
      source: artifact.source,
      correlation_id: `${artifact.taskId}_${artifact.source}`,
      size_bytes: 0,
      sha256: '',
      related_document_ids: [...new Set([artifact.taskId, ...artifact.related])],
    })
    .execute()
  const hash = createHash('sha256')
  let size = 0
  let part = 0
  try {
    for await (const content of parts) {
      await tx.insertInto('artifact_part').values({ artifact_id: id, part, content }).execute()
      hash.update(content)
      size += content.length
      part += 1
    }
  } catch (error) {
    // A file that ends in the middle leaves nothing behind.
    await tx.deleteFrom('artifact').where('id', '=', id).execute()
    throw error
  }
  // Others see it from the commit on, whole (reliability L7).
  await tx
    .updateTable('artifact')
    .set({ size_bytes: size, sha256: hash.digest('hex') })
    .where('id', '=', id)
    .execute()
  return id
}

/** Cuts or joins chunks into parts of `PART_BYTES`; the last one is what is left. */
async function* readParts(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + PART_BYTES - size)
      waiting.push(piece)
      size += piece.length
      at += piece.length
      if (size === PART_BYTES) {
        yield Buffer.concat(waiting)
        waiting = []
        size = 0
      }
    }
  }
  if (size > 0) yield Buffer.concat(waiting)
}

async function* startingWith<T>(first: IteratorResult<T>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done) return
  yield first.value
  yield* rest
}

/** The last part of a path of either kind, without characters that a file name cannot have. */
function baseName(path: string): string {
  const name = (path.split(/[\\/]/).at(-1) ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim()
  return name === '' || name === '.' || name === '..' ? 'artifact' : name.slice(-255)
}
