import { createPublicKey } from 'node:crypto'

const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----'
const END = '-----END OPENSSH PRIVATE KEY-----'
const MAGIC = 'openssh-key-v1\0'

/**
 * The public half of a private key file, as a line for `authorized_keys`; undefined where it cannot be told, as of encrypted
 * keys in PEM. A file of OpenSSH carries it beside what is encrypted.
 */
export function publicKeyOf(file: string): string | undefined {
  try {
    const text = decoded(file)
    const blob = text.includes(BEGIN) ? blobOfOpenSsh(text) : blobOfRsa(text)
    return blob && `${readString(blob, 0).toString('ascii')} ${blob.toString('base64')}`
  } catch {
    return undefined
  }
}

/** Clients send the file in base64; people paste it as it is. */
const decoded = (file: string): string =>
  file.includes('-----BEGIN') ? file : Buffer.from(file, 'base64').toString('utf8')

function blobOfOpenSsh(text: string): Buffer | undefined {
  const body = text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END))
  const bytes = Buffer.from(body, 'base64')
  if (bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return undefined
  let at = MAGIC.length
  // The names of cipher and key derivation, and what the latter needs.
  for (let skipped = 0; skipped < 3; skipped += 1) at += 4 + bytes.readUInt32BE(at)
  // How many keys there are; the first one counts.
  return readString(bytes, at + 4)
}

function blobOfRsa(text: string): Buffer | undefined {
  const { kty, e, n } = createPublicKey(text).export({ format: 'jwk' })
  if (kty !== 'RSA' || !e || !n) return undefined
  return Buffer.concat([Buffer.from('ssh-rsa'), positive(e), positive(n)].map(withLength))
}

/** A number whose first bit is set would read as negative. */
function positive(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url')
  return bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function readString(bytes: Buffer, at: number): Buffer {
  const end = at + 4 + bytes.readUInt32BE(at)
  if (end > bytes.length) throw new RangeError('The key ends early.')
  return bytes.subarray(at + 4, end)
}
