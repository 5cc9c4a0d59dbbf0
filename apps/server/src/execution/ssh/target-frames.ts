import type { StreamName } from '@flotilla/work-directory'

/** What the program on the host says: a line, or bytes that the script wrote. */
export type TargetFrame =
  | { readonly kind: 'line'; readonly words: readonly string[] }
  | { readonly kind: 'bytes'; readonly stream: StreamName; readonly bytes: Buffer }

/** No line of the program is longer; one that is comes from something else. */
const LONGEST_LINE_BYTES = 64 * 1024

const STREAMS: Readonly<Record<string, StreamName>> = { o: 'stdout', e: 'stderr' }
const LINE_END = 0x0a

/**
 * Takes what a session prints apart. Whatever comes before the first `mark` is noise of banners and start-up files; bytes of
 * a stream end where the next mark begins. Bytes that may be the beginning of a mark are held back until the next chunk.
 * Source: reliability reference F32.
 */
export async function* readFrames(chunks: AsyncIterable<Buffer>, mark: string): AsyncGenerator<TargetFrame, void> {
  const wanted = Buffer.from(mark)
  let rest: Buffer = Buffer.alloc(0)
  let state: 'noise' | 'line' | StreamName = 'noise'
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      if (state === 'line') {
        const end = rest.indexOf(LINE_END)
        if (end < 0 && rest.length > LONGEST_LINE_BYTES) throw new Error('A line of the host is too long.')
        if (end < 0) break
        const words = rest.subarray(0, end).toString().split(' ')
        rest = rest.subarray(end + 1)
        const stream = words.length === 1 ? STREAMS[words[0]!] : undefined
        if (!stream) yield { kind: 'line', words }
        state = stream ?? 'noise'
        continue
      }
      const at = rest.indexOf(wanted)
      const upTo = at < 0 ? rest.length - beginningAtEnd(rest, wanted) : at
      if (upTo > 0 && state !== 'noise') yield { kind: 'bytes', stream: state, bytes: rest.subarray(0, upTo) }
      rest = rest.subarray(at < 0 ? upTo : at + wanted.length)
      if (at < 0) break
      state = 'line'
    }
  }
}

/** How many of the last bytes are the first ones of `wanted`. */
function beginningAtEnd(bytes: Buffer, wanted: Buffer): number {
  for (let length = Math.min(bytes.length, wanted.length - 1); length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(wanted.subarray(0, length))) return length
  }
  return 0
}
