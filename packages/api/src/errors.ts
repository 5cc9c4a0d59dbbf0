import { CodedError } from '@flotilla/kit'

/** The server's answer to a request that it did not carry out: status and the body of API reference 1.8. */
export class ApiError extends Error {
  readonly status: number
  /** `GET /api/tasks/ServerTasks-1`, for people who look for the cause. */
  readonly request: string
  readonly errorMessage: string
  /** One sentence per problem; empty when the server sent none. */
  readonly errors: readonly string[]

  constructor(request: string, status: number, errorMessage: string, errors: readonly string[] = []) {
    super([errorMessage, ...errors.filter((error) => error !== errorMessage)].join('\n'))
    this.name = 'ApiError'
    this.request = request
    this.status = status
    this.errorMessage = errorMessage
    this.errors = errors
  }
}

/** No answer came: whether the server did what was asked is unknown. */
export class UnreachableError extends CodedError {
  constructor(url: string, cause: unknown) {
    super('server.unreachable', `No answer from ${url}: ${reasonOf(cause)}.`, {
      retry: 'later',
      hint: 'Check the address and that the server is running, then try again.',
      cause,
    })
    this.name = 'UnreachableError'
  }
}

/** `fetch` says only that it failed; the reason is in its cause, or in the first of several. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown }
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause
  const told = inner instanceof Error ? inner : error
  return told instanceof Error ? told.message || told.name : String(told)
}

/** Reads the body of a refusal, also one that came from a proxy and is no JSON. */
export function apiErrorOf(request: string, status: number, body: unknown): ApiError {
  if (typeof body !== 'object' || body === null) {
    return new ApiError(
      request,
      status,
      typeof body === 'string' && body.trim() !== '' ? body.trim() : `Status ${status}.`,
    )
  }
  const { ErrorMessage, Errors } = body as { ErrorMessage?: unknown; Errors?: unknown }
  const errors = Array.isArray(Errors) ? Errors.map(String) : []
  return new ApiError(request, status, typeof ErrorMessage === 'string' ? ErrorMessage : `Status ${status}.`, errors)
}
