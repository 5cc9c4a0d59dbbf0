import { createHash } from 'node:crypto'
import type { Payload } from './transport.ts'

type PayloadContent = Omit<Payload, 'hash'>

/** Names the protocol itself uses in a work directory; a payload may not. */
const RESERVED = new Set(
  'runner payload started main collectors exit exit.tmp cancel work stdout stderr stdout.pipe stderr.pipe'.split(' '),
)

/**
 * Puts a payload together and computes its hash.
 *
 * Errors: throws on a file name that the work directory can't hold; names are chosen by code, not by users.
 * Source: reliability reference E7.
 */
export function makePayload({ files, command }: PayloadContent): Payload {
  const hash = createHash('sha256')
  // Every part goes in behind its length, so that no two payloads give the same bytes.
  const add = (part: Uint8Array | string) => hash.update(`${Buffer.byteLength(part)}:`).update(part)
  for (const part of command) add(part)
  for (const { name, bytes } of files) {
    hash.update('file:')
    add(name)
    add(digestOf(bytes))
  }
  return hashedPayload({ files, command }, hash.digest('hex'))
}

/** A payload whose hash is known already. Errors: as of `makePayload`. */
export function hashedPayload(content: PayloadContent, hash: string): Payload {
  for (const { name } of content.files) {
    if (RESERVED.has(name) || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new Error(`Not a payload file: ${name}`)
  }
  return { ...content, hash }
}

const LARGE = 16 * 1024
/** Of large files that are still held, their digests: one that goes to many machines is read once. */
const digests = new WeakMap<Uint8Array, Buffer>()

function digestOf(bytes: Uint8Array): Buffer {
  const known = digests.get(bytes)
  if (known) return known
  const digest = createHash('sha256').update(bytes).digest()
  if (bytes.length >= LARGE) digests.set(bytes, digest)
  return digest
}
