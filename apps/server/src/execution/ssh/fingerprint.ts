import { createHash } from 'node:crypto'
import { err, ok, type Result } from '@flotilla/kit'

/** SHA-256 of a host's public key, as OpenSSH prints it: `SHA256:` and base64 without padding. */
export const fingerprintOf = (key: Uint8Array): string => toText(createHash('sha256').update(key).digest())

const toText = (digest: Buffer): string => `SHA256:${digest.toString('base64').replace(/=+$/, '')}`

export type FingerprintProblem = 'md5' | 'malformed'

const MD5 = /^(MD5:)?([0-9a-f]{2}:){15}[0-9a-f]{2}$|^[0-9a-f]{32}$/i
const SHA256_HEX = /^(SHA256:)?[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i
const SHA256_BASE64 = /^(?:SHA256:)?([A-Za-z0-9+/]{43})=?$/i

/**
 * Reads a fingerprint in the forms that clients send: with or without `SHA256:`, in base64 with or without padding, or in
 * hexadecimal with or without colons. MD5 is told apart, since old tools print it and it proves nothing any more.
 * Source: reliability reference H7.
 */
export function parseFingerprint(text: string): Result<string, FingerprintProblem> {
  const given = text.trim()
  if (MD5.test(given)) return err('md5')
  if (SHA256_HEX.test(given)) return ok(toText(Buffer.from(given.replace(/^SHA256:/i, '').replaceAll(':', ''), 'hex')))
  const base64 = SHA256_BASE64.exec(given)?.[1]
  return base64 ? ok(`SHA256:${base64}`) : err('malformed')
}
