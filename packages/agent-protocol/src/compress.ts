import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const gunzipped = promisify(gunzip)

/** Smaller files are not worth the time. */
const LARGE = 16 * 1024
/** Of large files that are still held: one that goes to many machines is compressed once. */
const compressed = new WeakMap<Uint8Array, Promise<Uint8Array>>()

/** What is sent of a file: the same bytes, or compressed ones where that makes them fewer. */
export function compress(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
  if (bytes.length < LARGE) return bytes
  const known = compressed.get(bytes)
  if (known) return known
  const fewer = new Promise<Uint8Array>((resolve) => {
    gzip(bytes, { level: 6 }, (error, result) => resolve(error || result.length >= bytes.length ? bytes : result))
  })
  compressed.set(bytes, fewer)
  return fewer
}

/** The file of `size` bytes of which these were sent. Throws when they are no such file's; never makes more than `size` bytes. */
export async function decompress(sent: Uint8Array, size: number): Promise<Uint8Array> {
  if (sent.length === size) return sent
  const bytes = await gunzipped(sent, { maxOutputLength: size })
  if (bytes.length !== size) throw new Error('A file of the script is shorter than it was announced.')
  return bytes
}
