import { createHash } from 'node:crypto'
import { crashPoint } from '../../crash-point.ts'
import type { Tx } from '../../database/connection.ts'
import { nextNumber } from '../../database/ids.ts'
import { cleanFilename } from './clean-filename.ts'

/** Contents are stored in parts of this size, so that neither storing nor sending one holds it in memory as a whole. */
export const PART_BYTES = 1024 * 1024

interface NewArtifact {
  readonly spaceId: string
  readonly taskId: string
  /** Made safe by `cleanFilename`. */
  readonly filename: string
  /** The activity that it comes from. */
  readonly source: string
  /** What it is about besides its task: deployment, release, project, ... */
  readonly related: readonly string[]
}

/**
 * Stores what is read, part by part, as a file; answers the artifact's id. Errors: those of the source come through; then the
 * transaction is to be given up.
 */
export async function storeArtifact(
  tx: Tx,
  artifact: NewArtifact & { readonly content: AsyncIterable<Buffer> | Iterable<Buffer> },
): Promise<string> {
  const number = await nextNumber(tx, 'Artifacts')
  const id = `Artifacts-${number}`
  await tx
    .insertInto('artifact')
    .values({
      id,
      number,
      space_id: artifact.spaceId,
      task_id: artifact.taskId,
      filename: cleanFilename(artifact.filename),
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
  for await (const content of readParts(artifact.content)) {
    await tx.insertInto('artifact_part').values({ artifact_id: id, part, content }).execute()
    hash.update(content)
    size += content.length
    part += 1
    await crashPoint('artifact.half')
  }
  // Others see it from the commit on, whole (reliability L7).
  await tx
    .updateTable('artifact')
    .set({ size_bytes: size, sha256: hash.digest('hex') })
    .where('id', '=', id)
    .execute()
  return id
}

/** Stores text as a file in UTF-8; answers the artifact's id. */
export const storeArtifactText = (tx: Tx, artifact: NewArtifact & { readonly text: string }): Promise<string> =>
  storeArtifact(tx, { ...artifact, content: [Buffer.from(artifact.text, 'utf8')] })

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
