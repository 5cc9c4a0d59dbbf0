import { createHash } from 'node:crypto'
import type { Queryable } from '../../database/connection.ts'
import { PART_BYTES } from '../../database/parts.ts'

export interface StoredContent {
  readonly id: number
  readonly sha256: string
  readonly sizeBytes: number
}

/**
 * The content of a package, part by part. Its last part comes only when the whole has the hash that it was stored under, so
 * that nobody ever holds a complete file that is not what was pushed (reliability G4).
 *
 * Errors: throws when it differs.
 */
export async function* readContent(db: Queryable, content: StoredContent): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let held: Buffer | undefined
  for (let part = 0; part * PART_BYTES < content.sizeBytes; part += 1) {
    if (held) yield held
    held = await readPart(db, content.id, part)
    hash.update(held)
  }
  if (hash.digest('hex') !== content.sha256) throw new Error(`The stored package content ${content.id} was changed.`)
  if (held) yield held
}

/** Part by part what lies from `start` up to, but without, `end`. The last part read is kept: small reads often follow each other. */
export function rangeReader(db: Queryable, contentId: number) {
  let known: { readonly part: number; readonly content: Buffer } | undefined
  return async function* read(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const part = Math.floor(at / PART_BYTES)
      known = known?.part === part ? known : { part, content: await readPart(db, contentId, part) }
      const from = at - part * PART_BYTES
      const piece = known.content.subarray(from, from + (end - at))
      if (piece.length === 0) throw new Error(`The content ${contentId} has no byte ${at}.`)
      yield piece
      at += piece.length
    }
  }
}

async function readPart(db: Queryable, contentId: number, part: number): Promise<Buffer> {
  const row = await db
    .selectFrom('package_content_part')
    .select('content')
    .where('content_id', '=', contentId)
    .where('part', '=', part)
    .executeTakeFirst()
  if (!row) throw new Error(`Part ${part} of the package content ${contentId} is missing.`)
  return row.content
}
