import { err, ok, type Result } from '@flotilla/kit'
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import type { OutboundFetch } from '../../outbound/index.ts'

/** Keys are fetched anew after so long, or when a token names one that is not known, but not more often than the latter. */
const KEEP_MS = 10 * 60_000
const COOL_DOWN_MS = 5_000
const LARGEST_DOCUMENT_BYTES = 256 * 1024
const TIMEOUT_MS = 10_000
/** Only issuers that service accounts trust are asked for keys, so there are few. */
const MOST_ISSUERS = 1_000

/** Answers the keys that an issuer signs with, or why they cannot be had, as a sentence. */
export type IssuerKeys = (issuer: string) => Promise<Result<JWTVerifyGetKey, string>>

/**
 * Finds keys as OpenID Connect discovery has it: the document of the issuer names where its keys are. Both are fetched through
 * the guarded client only; nothing of what it answers is shown to anybody.
 *
 * Source: reliability reference N7, U1 to U3.
 */
export function createIssuerKeys(fetch: OutboundFetch, now: () => number): IssuerKeys {
  const known = new Map<string, { readonly until: number; readonly keys: JWTVerifyGetKey }>()
  const read = async (url: string): Promise<Result<unknown, string>> => {
    const answer = await fetch(url, {
      headers: { accept: 'application/json' },
      maxBytes: LARGEST_DOCUMENT_BYTES,
      timeoutMs: TIMEOUT_MS,
    })
    if (!answer.ok) return err(answer.error.message)
    if (answer.value.status !== 200) return err(`${new URL(url).host} answered with ${answer.value.status}.`)
    try {
      return ok(JSON.parse(answer.value.body.toString('utf8')))
    } catch {
      return err(`${new URL(url).host} answered with something that is no JSON.`)
    }
  }
  const keysAt = (address: string): JWTVerifyGetKey =>
    createRemoteJWKSet(new URL(address), {
      cooldownDuration: COOL_DOWN_MS,
      cacheMaxAge: KEEP_MS,
      timeoutDuration: TIMEOUT_MS,
      [customFetch]: async (url) => {
        const document = await read(url)
        if (!document.ok) throw new Error(document.error)
        return Response.json(document.value)
      },
    })

  return async (issuer) => {
    const entry = known.get(issuer)
    if (entry && entry.until > now()) return ok(entry.keys)
    const document = await read(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`)
    if (!document.ok) return document
    const { issuer: named, jwks_uri: address } = (document.value ?? {}) as Record<string, unknown>
    if (named !== issuer) return err('The discovery document of the issuer is about another issuer.')
    if (typeof address !== 'string' || !URL.canParse(address)) return err('The issuer does not say where its keys are.')
    if (known.size >= MOST_ISSUERS) known.clear()
    const keys = keysAt(address)
    known.set(issuer, { until: now() + KEEP_MS, keys })
    return ok(keys)
  }
}
