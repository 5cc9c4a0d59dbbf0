import { err, ok, type Result } from '@flotilla/kit'
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { OidcIdentityRow } from '../service-accounts/queries.ts'

/** Signatures with a key pair only: whoever can check one of these cannot make one. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]
/** How far the clocks of issuer and server may be apart. */
const CLOCK_TOLERANCE_SECONDS = 60

/** What a token claims, before anything of it is believed: only good for finding whom to ask. */
export function claimedIssuer(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? iss : undefined
  } catch {
    return undefined
  }
}

/**
 * The identity that a token proves, or why none, as a sentence. Issuer and subject must be exactly those of the identity; the
 * token must be meant for the service account (or for the audience that the identity names), and be valid now.
 *
 * Shape: `identities` all trust the one issuer. Source: reliability reference N7.
 */
export async function judgeToken(
  token: string,
  identities: readonly OidcIdentityRow[],
  {
    issuer,
    externalId,
    keys,
  }: { readonly issuer: string; readonly externalId: string; readonly keys: JWTVerifyGetKey },
): Promise<Result<OidcIdentityRow, string>> {
  let payload: JWTPayload
  try {
    const verified = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'aud', 'exp'],
    })
    payload = verified.payload
  } catch (error) {
    return err(sentenceOf(error))
  }
  const ofSubject = identities.filter(({ subject }) => subject === payload.sub)
  if (ofSubject.length === 0) return err(`The service account does not trust the subject '${payload.sub}'.`)
  const meantFor = [payload.aud].flat()
  const identity = ofSubject.find(({ audience }) => meantFor.includes(audience || externalId))
  return identity
    ? ok(identity)
    : err('The token is meant for somebody else: its audience is not this service account.')
}

function sentenceOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.'
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf'
      ? 'The token is not valid yet.'
      : `The token's claim '${error.claim}' is not as it must be.`
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The token is signed with an algorithm that is not accepted.'
  if (error instanceof errors.JWKSNoMatchingKey) return 'The token is signed with a key that the issuer does not have.'
  if (error instanceof errors.JWSSignatureVerificationFailed) return "The token's signature is wrong."
  if (error instanceof errors.JOSEError) return 'The token cannot be read, or its signature cannot be checked.'
  return "The issuer's keys could not be fetched."
}
