import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What is stored of a secret that the server made itself: SHA-256, for 160 random bits and more need no slow hash. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/**
 * Whether `secret` is the one whose digest is stored. The only comparison of such secrets: it takes the same time for all of
 * them (reliability N2).
 */
export const isSecret = (digest: Buffer, secret: string): boolean => timingSafeEqual(digest, digestOf(secret))

/** What a client holds to be known again: `{id}.{secret}`. The row is found by its id; of the secret the digest is stored. */
export interface NewTicket {
  readonly id: string
  readonly hash: Buffer
  readonly text: string
}

/** Makes one whose id begins with `kind`, with 256 random bits of secret. */
export function newTicket(kind: string): NewTicket {
  const id = `${kind}-${randomBytes(15).toString('base64url')}`
  const secret = randomBytes(32).toString('base64url')
  return { id, hash: digestOf(secret), text: `${id}.${secret}` }
}

/** Takes the text of a ticket apart; undefined when it has another form. */
export function readTicket(text: string): { readonly id: string; readonly secret: string } | undefined {
  const parts = /^([a-z]+-[\w-]{20})\.([\w-]{43})$/.exec(text)
  return parts ? { id: parts[1]!, secret: parts[2]! } : undefined
}
