import { wordsOfType } from './item-types.ts'

/** A refusal on its way to the client: status and the body of API reference 1.8. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly errors: readonly string[] | undefined
  readonly details: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  /** The right that somebody lacked, where that is why. */
  readonly missingPermission: string | undefined

  constructor(
    status: number,
    message: string,
    options: {
      errors?: readonly string[]
      details?: Readonly<Record<string, unknown>>
      headers?: Readonly<Record<string, string>>
      missingPermission?: string
    } = {},
  ) {
    super(message)
    this.name = 'HttpRefusal'
    this.status = status
    this.errors = options.errors
    this.details = options.details ?? {}
    this.headers = options.headers ?? {}
    this.missingPermission = options.missingPermission
  }
}

/** Bad input or a business refusal: one sentence for people per problem, each naming the field and the remedy. */
export const badRequest = (...errors: readonly string[]): HttpRefusal =>
  new HttpRefusal(400, 'There was a problem with your request.', { errors })

/** Names that are taken, and changes that came from a stale copy. */
export const conflict = (...errors: readonly string[]): HttpRefusal =>
  new HttpRefusal(409, errors.join(' '), { errors })

/** Unknown, or not for this caller to see: the same answer. */
export const notFound = (itemType: string, id: string): HttpRefusal =>
  new HttpRefusal(404, `The ${wordsOfType(itemType)} '${id}' was not found.`)

/** `why` tells whoever sent a credential what is wrong with it. */
export const unauthorized = (
  why = 'You must be signed in to do this. Send an API key in the X-Octopus-ApiKey header.',
): HttpRefusal => new HttpRefusal(401, why)

export const tooManyRequests = (message: string, retryAfterSeconds: number): HttpRefusal =>
  new HttpRefusal(429, message, { headers: { 'retry-after': String(retryAfterSeconds) } })

export const forbidden = (permission: string): HttpRefusal =>
  new HttpRefusal(403, `You do not have permission to do this. Missing permission: ${permission}.`, {
    missingPermission: permission,
  })

/**
 * The error body. `Errors` only with 400 and 409: with a non-null `Errors` in a 404 the Go client forgets the status.
 * Source: API reference 1.8.
 */
export function errorBody(
  message: string,
  errors?: readonly string[],
  details: Readonly<Record<string, unknown>> = {},
) {
  return {
    ErrorMessage: message,
    ...(errors ? { Errors: errors } : {}),
    FullException: null,
    HelpText: null,
    HelpLink: null,
    ParsedHelpLinks: [],
    Details: details,
  }
}
