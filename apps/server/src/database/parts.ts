/** Contents are stored in parts of this size, so that neither storing nor sending one holds it in memory as a whole. */
export const PART_BYTES = 1024 * 1024

/** Cuts or joins chunks into parts of `PART_BYTES`; the last one is what is left. */
export async function* readParts(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
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
