import { lookup as lookUp } from 'node:dns/promises'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { err, ok, type Result } from '@flotilla/kit'
import { mayConnect, type Networks } from './networks.ts'

/** No request takes longer, from the look-up of the name to the last byte of the answer (reliability U3). */
export const LONGEST_MS = 30_000
/** No answer is longer. */
export const LARGEST_ANSWER_BYTES = 10 * 1024 * 1024

export interface OutboundRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** At most, and by default, `LARGEST_ANSWER_BYTES`. */
  readonly maxBytes?: number
  /** At most, and by default, `LONGEST_MS`. */
  readonly timeoutMs?: number
}

export interface OutboundAnswer {
  readonly status: number
  /** `OK`, `Not Found`, …; whatever the other side says. */
  readonly statusText: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Why there is no answer. */
export interface OutboundFailure {
  readonly kind:
    | 'not-an-address'
    | 'address-refused'
    | 'unknown-host'
    | 'unreachable'
    | 'not-trusted'
    | 'timed-out'
    | 'answer-too-large'
  /** A sentence for people; it holds nothing that the other side has said, nor what a name stands for. */
  readonly message: string
}

/**
 * Sends a request to somebody else's server, and answers what came back, whatever its status: a redirect is an answer too, and
 * is not followed. TLS is always verified. See `createOutboundFetch`.
 */
export type OutboundFetch = (url: string, request?: OutboundRequest) => Promise<Result<OutboundAnswer, OutboundFailure>>

type LookUp = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>

/**
 * Makes the one client that this server calls others by: webhooks, sign-in providers, feeds, other servers.
 *
 * The address that is connected to is the one that was judged: the judgement is part of the look-up, and each request looks
 * up once. A certificate counts if Node knows its authority; authorities of one's own come in by `NODE_EXTRA_CA_CERTS`.
 * Source: reliability reference U1 to U4.
 */
export function createOutboundFetch(
  allowed: Networks,
  lookUpAll: LookUp = (host) => lookUp(host, { all: true }),
): OutboundFetch {
  return async (text, request = {}) => {
    const url = addressOf(text)
    if (!url) return err(failure('not-an-address', text))
    // Node connects to what is written as an address without a look-up.
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) !== 0 && !mayConnect(literal, allowed)) return err(failure('address-refused', url.host))
    return send(url, request, judgedLookUp(lookUpAll, allowed))
  }
}

/** `http` and `https` only. Names and passwords in an address would end up in logs (reliability N8). */
function addressOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb && url.username === '' && url.password === '' ? url : undefined
}

/** Whether `text` is an address that may be asked for: `http` or `https`, without a name or password in it. */
export const isWebAddress = (text: string): boolean => addressOf(text) !== undefined

const judgedLookUp =
  (lookUpAll: LookUp, allowed: Networks): LookupFunction =>
  (host, options, done) => {
    lookUpAll(host).then(
      (found) => {
        const open = found.filter(({ address }) => mayConnect(address, allowed))
        if (!open[0]) return done(Object.assign(new Error('refused'), { code: ADDRESS_REFUSED }), '')
        if (options.all) done(null, [...open])
        else done(null, open[0].address, open[0].family)
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    )
  }

const ADDRESS_REFUSED = 'FLOTILLA_ADDRESS_REFUSED'

function send(
  url: URL,
  { method = 'GET', headers = {}, body, maxBytes, timeoutMs }: OutboundRequest,
  lookup: LookupFunction,
): Promise<Result<OutboundAnswer, OutboundFailure>> {
  const mostBytes = Math.min(maxBytes ?? LARGEST_ANSWER_BYTES, LARGEST_ANSWER_BYTES)
  const limitMs = Math.min(timeoutMs ?? LONGEST_MS, LONGEST_MS)
  return new Promise((resolve) => {
    const settle = (result: Result<OutboundAnswer, OutboundFailure>) => {
      clearTimeout(timer)
      request.destroy()
      resolve(result)
    }
    const fail = (kind: OutboundFailure['kind']) => settle(err(failure(kind, url.host)))
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      // As it is: what unpacks an answer could make much of little.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'flotilla', ...headers },
      lookup,
      // A connection that is kept was judged by whoever opened it.
      agent: false,
      rejectUnauthorized: true,
    })
    const timer = setTimeout(() => fail('timed-out'), limitMs)
    request.on('error', (error: NodeJS.ErrnoException) => fail(kindOf(error)))
    request.on('response', (response) => {
      const parts: Buffer[] = []
      let bytes = 0
      response.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes > mostBytes) return fail('answer-too-large')
        parts.push(part)
      })
      response.on('error', () => fail('unreachable'))
      response.on('end', () =>
        settle(
          ok({
            status: response.statusCode!,
            statusText: response.statusMessage ?? '',
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
            ),
            body: Buffer.concat(parts),
          }),
        ),
      )
    })
    request.end(body)
  })
}

function kindOf({ code = '', message }: NodeJS.ErrnoException): OutboundFailure['kind'] {
  if (code === ADDRESS_REFUSED) return 'address-refused'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL') return 'unknown-host'
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/.test(code) ||
    /certificate/i.test(message)
    ? 'not-trusted'
    : 'unreachable'
}

function failure(kind: OutboundFailure['kind'], host: string): OutboundFailure {
  return { kind, message: SENTENCES[kind](host) }
}

const SENTENCES: Readonly<Record<OutboundFailure['kind'], (host: string) => string>> = {
  'not-an-address': () => 'The address must begin with http:// or https:// and must not hold a name or password.',
  'address-refused': (host) =>
    `${host} is in a network that this server does not call. An administrator can allow it with FLOTILLA_ALLOWED_PRIVATE_NETWORKS.`,
  'unknown-host': (host) => `There is no host with the name ${host}.`,
  unreachable: (host) => `${host} could not be reached, or broke the connection off.`,
  'not-trusted': (host) => `The certificate of ${host} is not one that this server trusts.`,
  'timed-out': (host) => `${host} did not answer in time.`,
  'answer-too-large': (host) => `The answer of ${host} was too large.`,
}
