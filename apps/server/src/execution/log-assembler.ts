/** Bytes of one log line that are kept. Source: reliability reference, O limits. */
export const LINE_LIMIT_BYTES = 64 * 1024
/** A line with a service message in it may be longer: an output variable of 1 MiB is 1.4 MB of base64. */
export const MESSAGE_LIMIT_BYTES = 4 * 1024 * 1024

/** One stream of one process, as far as it has been put together. */
export interface AssemblerState {
  /** Bytes of the stream taken in so far: where the next chunk begins. */
  readonly offset: number
  /** The kept beginning of the line that has no end yet. */
  readonly kept: Uint8Array
  /** Bytes of that line beyond `kept`, dropped. */
  readonly dropped: number
}

export const EMPTY_STREAM: AssemblerState = { offset: 0, kept: new Uint8Array(0), dropped: 0 }

/**
 * Turns the next bytes of a stream into complete lines. Any split of the same bytes gives the same lines; bytes taken
 * in before are passed over; a gap becomes a line that counts it.
 *
 * Shape: lines without their end (LF or CR LF). Invalid UTF-8 becomes U+FFFD, and so does NUL, which PostgreSQL can't store.
 * Source: reliability reference L1, L2, L5, F56.
 */
export function assembleLines(
  state: AssemblerState,
  offset: number,
  bytes: Uint8Array,
): { readonly state: AssemblerState; readonly lines: readonly string[] } {
  const lines: string[] = []
  let line = state
  if (offset > state.offset) {
    lines.push(...finishLines(state), `[${offset - state.offset} bytes of output are missing]`)
    line = { ...EMPTY_STREAM, offset }
  }
  let start = Math.min(line.offset - offset, bytes.length)
  for (let end = bytes.indexOf(LF, start); end >= 0; end = bytes.indexOf(LF, start)) {
    line = extend(line, bytes.subarray(start, end))
    lines.push(textOf(line))
    start = end + 1
    line = { ...EMPTY_STREAM, offset: line.offset + 1 }
  }
  return { state: extend(line, bytes.subarray(start)), lines }
}

/** The last line, when the stream ended without a line end. */
export function finishLines(state: AssemblerState): readonly string[] {
  return state.kept.length > 0 ? [textOf(state)] : []
}

const LF = 10
const CR = 13

/** One byte more than the limit is kept, because it may be the CR of a line end. */
function extend(line: AssemblerState, bytes: Uint8Array): AssemblerState {
  if (bytes.length === 0) return line
  const offset = line.offset + bytes.length
  if (line.dropped > 0) return { ...line, offset, dropped: line.dropped + bytes.length }
  const room = MESSAGE_LIMIT_BYTES + 1 - line.kept.length
  const kept = Buffer.concat([line.kept, bytes.subarray(0, room)])
  const limit = limitOf(kept)
  const keep = kept.length > limit ? kept.subarray(0, limit + 1) : kept
  return { offset, kept: keep, dropped: line.kept.length + bytes.length - keep.length }
}

/** Decided by the first bytes alone, so that it does not depend on how they were split. */
function limitOf(kept: Buffer): number {
  if (kept.length <= LINE_LIMIT_BYTES) return LINE_LIMIT_BYTES
  const head = kept.subarray(0, LINE_LIMIT_BYTES)
  const isInMessage = head.lastIndexOf('##octopus[') > head.lastIndexOf(']')
  return isInMessage ? MESSAGE_LIMIT_BYTES : LINE_LIMIT_BYTES
}

function textOf(line: AssemblerState): string {
  const bytes = Buffer.from(line.kept.buffer, line.kept.byteOffset, line.kept.length)
  const limit = limitOf(bytes)
  const isWhole = line.dropped === 0
  const content = isWhole && bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes
  if (isWhole && content.length <= limit) return decode(content)
  const head = withoutHalfCharacter(content.subarray(0, limit))
  return `${decode(head)} [cut: ${line.kept.length + line.dropped - head.length} more bytes]`
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const decode = (bytes: Uint8Array) => decoder.decode(bytes).replaceAll('\0', '\uFFFD')

/** Cuts off a character of several bytes whose end lies behind the cut. */
function withoutHalfCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes
  }
  return bytes
}
