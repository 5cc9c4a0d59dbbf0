import { createHash } from 'node:crypto'
import type { Payload, PayloadFile } from './transport.ts'

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
export function makePayload(content: {
  readonly files: readonly PayloadFile[]
  readonly command: readonly [string, ...string[]]
}): Payload {
  const { files, command } = content
  for (const { name } of files) {
    if (RESERVED.has(name) || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new Error(`Not a payload file: ${name}`)
  }
  const hash = createHash('sha256')
  // Every part goes in behind its length, so that no two payloads give the same bytes.
  const add = (part: Uint8Array | string) => hash.update(`${Buffer.byteLength(part)}:`).update(part)
  for (const part of command) add(part)
  for (const file of files) {
    hash.update('file:')
    add(file.name)
    add(file.bytes)
  }
  return { files, command, hash: hash.digest('hex') }
}
