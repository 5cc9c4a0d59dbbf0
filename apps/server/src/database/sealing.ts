import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { CodedError } from '@flotilla/kit'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 's1'

/** A key of AES-256, and the name under which what it sealed refers to it. The name tells nothing of the key. */
export interface SealingKey {
  readonly id: string
  readonly bytes: Buffer
}

/** Where a sealed value lies: the table and the row's primary key. A value opens only in its own place. */
export type Place = readonly [table: string, ...primaryKey: string[]]

export const newKeyBytes = (): Buffer => randomBytes(KEY_BYTES)

/** A master key is named by a hash, so that a wrong one is told from a missing one. */
export const masterKeyOf = (bytes: Buffer): SealingKey => ({
  id: createHash('sha256').update('flotilla master key\0').update(bytes).digest('hex').slice(0, 16),
  bytes,
})

/**
 * Reads 32 bytes written as 64 hexadecimal digits or in base64; undefined for anything else, passwords too: they would
 * be guessed offline by whoever has a copy of the database.
 */
export function parseMasterKey(text: string): SealingKey | undefined {
  const trimmed = text.trim()
  const isHex = /^[0-9a-f]{64}$/i.test(trimmed)
  if (!isHex && !/^[\w+/-]{43}=?$/.test(trimmed)) return undefined
  return masterKeyOf(Buffer.from(trimmed, isHex ? 'hex' : 'base64'))
}

/**
 * Seals a text with AES-256-GCM under a fresh nonce, bound to its place.
 *
 * Shape: `s1.{key id}.{base64url of nonce, ciphertext and tag}`. Source: reliability reference K1.
 */
export function seal(key: SealingKey, place: Place, text: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(bindingOf(key, place))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${FORMAT}.${key.id}.${sealed.toString('base64url')}`
}

/**
 * Opens what `seal` made with the same key in the same place.
 *
 * Errors: throws `sealing.cannot_open` for a text that was changed, cut or moved, or that another key sealed. The error
 * names the place and holds nothing of the value (K7).
 */
export function open(key: SealingKey, place: Place, sealed: string): string {
  const [format, keyId, body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  // Another spelling of the same bytes was not written by `seal`.
  const isWhole = bytes.length >= NONCE_BYTES + TAG_BYTES && bytes.toString('base64url') === body
  if (format !== FORMAT || keyId !== key.id || !isWhole) throw cannotOpen(place)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(bindingOf(key, place))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw cannotOpen(place)
  }
}

/** The name of the key that sealed this. */
export const keyIdOf = (sealed: string): string => sealed.split('.')[1] ?? ''

/** What texts sealed by this key begin with. */
export const prefixOf = (keyId: string): string => `${FORMAT}.${keyId}.`

/** A keyed hash of a text in its place: tells equal from other texts, and nothing to who has not the key (K6). */
export function fingerprint(key: SealingKey, place: Place, text: string): string {
  const own = createHmac('sha256', key.bytes).update('flotilla fingerprint').digest()
  return createHmac('sha256', own).update(bindingOf(key, place)).update(text).digest('base64url')
}

/** JSON keeps the parts apart: no two places are written alike. */
const bindingOf = (key: SealingKey, place: Place): Buffer => Buffer.from(JSON.stringify([FORMAT, key.id, ...place]))

const cannotOpen = (place: Place): CodedError =>
  new CodedError('sealing.cannot_open', `A sealed value cannot be opened (${place.join(', ')}).`, {
    retry: 'never',
    hint: 'It was changed or moved by hand, or the database was restored beside another one. Enter the value again.',
  })
