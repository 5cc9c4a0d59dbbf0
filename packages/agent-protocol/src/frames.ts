import { parseJson } from './messages.ts'

/** What goes over a connection once both sides are known. All numbers are big-endian. */
export type Frame =
  | { readonly kind: 'beat' }
  | { readonly kind: 'message'; readonly channel: number; readonly message: unknown }
  | {
      readonly kind: 'bytes'
      readonly channel: number
      readonly part: Part
      readonly offset: number
      readonly bytes: Buffer
    }

/** What bytes are of. */
export type Part = 'stdout' | 'stderr' | 'file'
const PARTS: readonly Part[] = ['stdout', 'stderr', 'file']

const BEAT = 0
const MESSAGE = 1
const BYTES = 2
/** Kind (1 byte), the connection's epoch (6), sequence number (4), channel (4). */
const HEAD = 15
/** Behind the head of a frame of bytes: part (1 byte), offset (6). */
const BYTES_HEAD = HEAD + 7

/** Which connection a frame belongs to, and its place in it. */
export interface FramePlace {
  readonly epoch: number
  readonly sequence: number
}

export function encodeFrame(place: FramePlace, frame: Frame): Buffer {
  if (frame.kind === 'beat') return head(HEAD, BEAT, place, 0)
  if (frame.kind === 'message') {
    const text = JSON.stringify(frame.message)
    const bytes = head(HEAD + Buffer.byteLength(text), MESSAGE, place, frame.channel)
    bytes.write(text, HEAD, 'utf8')
    return bytes
  }
  const bytes = head(BYTES_HEAD + frame.bytes.length, BYTES, place, frame.channel)
  bytes.writeUInt8(PARTS.indexOf(frame.part), HEAD)
  bytes.writeUIntBE(frame.offset, HEAD + 1, 6)
  frame.bytes.copy(bytes, BYTES_HEAD)
  return bytes
}

function head(length: number, kind: number, { epoch, sequence }: FramePlace, channel: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  bytes.writeUInt8(kind, 0)
  bytes.writeUIntBE(epoch, 1, 6)
  bytes.writeUInt32BE(sequence, 7)
  bytes.writeUInt32BE(channel, 11)
  return bytes
}

/** Reads a frame; undefined when it is none. The bytes in it are those given, not a copy. */
export function decodeFrame(bytes: Buffer): (FramePlace & { readonly frame: Frame }) | undefined {
  if (bytes.length < HEAD) return undefined
  const place = { epoch: bytes.readUIntBE(1, 6), sequence: bytes.readUInt32BE(7) }
  const channel = bytes.readUInt32BE(11)
  switch (bytes.readUInt8(0)) {
    case BEAT:
      return { ...place, frame: { kind: 'beat' } }
    case MESSAGE: {
      const message = parseJson(bytes.toString('utf8', HEAD))
      return message === undefined ? undefined : { ...place, frame: { kind: 'message', channel, message } }
    }
    case BYTES: {
      const part = bytes.length >= BYTES_HEAD ? PARTS[bytes.readUInt8(HEAD)] : undefined
      if (part === undefined) return undefined
      const offset = bytes.readUIntBE(HEAD + 1, 6)
      return { ...place, frame: { kind: 'bytes', channel, part, offset, bytes: bytes.subarray(BYTES_HEAD) } }
    }
    default:
      return undefined
  }
}
