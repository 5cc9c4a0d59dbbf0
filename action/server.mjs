import { randomUUID } from 'node:crypto'
import { mask } from './runner.mjs'

/** The server did not do what was asked; the message says why, in its words. */
export class ServerError extends Error {
  constructor(message, status) {
    super(message)
    this.status = status
  }
}

const TRIES = 5
const FIRST_PAUSE_MS = 1_000
const REQUEST_LIMIT_MS = 60_000
/** A token that ends in the middle of a request is no use. */
const TOKEN_MARGIN_MS = 60_000
const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange'
const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:jwt'

/**
 * Requests to one space of a server, tried again when the server is away for a moment. What creates something carries a key, by
 * which the server knows it again: it is done once, however often it is sent.
 */
export async function connect(inputs, env) {
  const credentials = inputs.apiKey ? keyOf(inputs.apiKey) : identityOf(inputs, env)
  const request = async (method, path, body) =>
    send(`${inputs.url}${path}`, {
      method,
      headers: {
        ...(await credentials()),
        'user-agent': 'GitHubActions (flotilla-deploy)',
        'content-type': 'application/json',
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const root = await rootOf(inputs, request)
  return {
    get: (path) => request('GET', path.replace(/^~/, root)),
    post: (path, body) => request('POST', path.replace(/^~/, root), body),
  }
}

async function rootOf({ space }, request) {
  if (space === '') return '/api'
  const { Items } = await request('GET', `/api/spaces?skip=0&take=1000`)
  const found = Items.find((each) =>
    [each.Id, each.Name, each.Slug].some((name) => name?.toLowerCase() === space.toLowerCase()),
  )
  if (found) return `/api/${found.Id}`
  throw new ServerError(
    `There is no space '${space}'. There are: ${Items.map(({ Name }) => Name).join(', ') || 'none'}.`,
    404,
  )
}

function keyOf(apiKey) {
  mask(apiKey)
  return async () => ({ 'x-octopus-apikey': apiKey })
}

/** Exchanges the identity that GitHub vouches for against a token of the server, anew before it ends. */
function identityOf({ url, serviceAccountId }, env) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env
  if (!address || !token) {
    throw new ServerError('This job has no identity to sign in with. Give it one: "permissions: id-token: write".')
  }
  let current
  return async () => {
    if (!current || Date.now() > current.endsAt - TOKEN_MARGIN_MS) {
      const vouched = new URL(address)
      vouched.searchParams.set('audience', serviceAccountId)
      const { value } = await send(vouched.href, { method: 'GET', headers: { authorization: `bearer ${token}` } })
      mask(value)
      const answer = await send(`${url}/api/token/v1`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          grant_type: GRANT,
          audience: serviceAccountId,
          subject_token_type: TOKEN_TYPE,
          subject_token: value,
        }),
      })
      mask(answer.access_token)
      current = { token: answer.access_token, endsAt: Date.now() + Number(answer.expires_in) * 1_000 }
    }
    return { authorization: `Bearer ${current.token}` }
  }
}

async function send(address, options) {
  for (let tries = 1; ; tries++) {
    const isLast = tries === TRIES
    try {
      const response = await fetch(address, { ...options, signal: AbortSignal.timeout(REQUEST_LIMIT_MS) })
      const text = await response.text()
      if (response.ok) return text === '' ? null : JSON.parse(text)
      if (isLast || (response.status < 500 && response.status !== 429))
        throw new ServerError(reasonOf(response.status, text), response.status)
    } catch (error) {
      if (error instanceof ServerError) throw error
      if (isLast)
        throw new ServerError(`No answer from ${new URL(address).origin}: ${error.cause?.message ?? error.message}.`)
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)))
  }
}

function reasonOf(status, text) {
  const advice =
    status === 401
      ? ' Check api-key, or the trusted identities of the service account.'
      : status === 403
        ? ' The account has no right to do this.'
        : ''
  try {
    const { ErrorMessage, Errors, error_description: description } = JSON.parse(text)
    const said = Errors?.length > 0 ? Errors.join(' ') : (description ?? ErrorMessage)
    return `${said ?? `Status ${status}.`}${advice}`
  } catch {
    return `The server answered with status ${status}.${advice}`
  }
}
