import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** A key pair of Ed25519: who holds the private key is the one. Source: reliability reference H2. */
export interface Identity {
  /** The 32 bytes in base64url. */
  readonly publicKey: string
  readonly privateKey: KeyObject
}

export function newIdentity(): Identity {
  // Not as a KeyObject: in Node 20 its export stands still for good when garbage collection begins in the middle of it and meets
  // the finished job that made the key, which shares the lock.
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
  return identityOf(createPrivateKey({ key: privateKey, type: 'pkcs8', format: 'der' }))
}

/** Reads a private key as `privateKeyText` wrote it. Throws on anything else. */
export const readIdentity = (text: string): Identity => identityOf(createPrivateKey(text))

/** PKCS #8 in PEM. A secret. */
export const privateKeyText = ({ privateKey }: Identity): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

function identityOf(privateKey: KeyObject): Identity {
  return { publicKey: createPublicKey(privateKey).export({ format: 'jwk' }).x!, privateKey }
}

/** The short name of a public key: its SHA-256, 64 hexadecimal digits. */
export const thumbprintOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').toUpperCase()

/** `purpose` keeps what is signed for one end from being used for another. */
export const signText = ({ privateKey }: Identity, purpose: string, text: string): string =>
  sign(null, Buffer.from(`flotilla ${purpose}\n${text}`), privateKey).toString('base64url')

/**
 * Whether the holder of the key has signed this. Never with one of the few keys for which anybody can make up signatures.
 */
export function isSignedBy(publicKey: string, purpose: string, text: string, signature: string): boolean {
  try {
    if (isOfSmallOrder(Buffer.from(publicKey, 'base64url'))) return false
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
    return verify(null, Buffer.from(`flotilla ${purpose}\n${text}`), key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

/** The points of small order of the curve, in all their encodings but for the sign bit. */
const SMALL_ORDER = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
])

/** Node's own check lets these through. */
function isOfSmallOrder(key: Buffer): boolean {
  const unsigned = Buffer.from(key)
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f
  return SMALL_ORDER.has(unsigned.toString('hex'))
}
