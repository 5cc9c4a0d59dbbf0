import { createHash } from 'node:crypto'
import { crashPoint } from '../../crash-point.ts'
import type { Tx } from '../../database/connection.ts'
import { nextNumber } from '../../database/ids.ts'
import { readParts } from '../../database/parts.ts'
import { cleanFilename } from './clean-filename.ts'

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
  await storeContent(tx, id, artifact.content)
  return id
}

/** Stores what is read as the content of an artifact that has none. */
async function storeContent(tx: Tx, id: string, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  const hash = createHash('sha256')
  let size = 0
  let part = 0
  for await (const content of readParts(chunks)) {
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
}

/** Puts other content in the place of an artifact's. */
export async function replaceContent(tx: Tx, id: string, content: AsyncIterable<Buffer>): Promise<void> {
  await tx.deleteFrom('artifact_part').where('artifact_id', '=', id).execute()
  await storeContent(tx, id, content)
}

/** Stores text as a file in UTF-8; answers the artifact's id. */
export const storeArtifactText = (tx: Tx, artifact: NewArtifact & { readonly text: string }): Promise<string> =>
  storeArtifact(tx, { ...artifact, content: [Buffer.from(artifact.text, 'utf8')] })
