/**
 * A failure: a bug or a broken world, as opposed to a refusal, which is returned as a `Result`.
 *
 * `code` is stable and documented; `retry` says whether the same call may succeed later; `hint` is what a person can do.
 */
export class CodedError extends Error {
  readonly code: string
  readonly retry: 'never' | 'later'
  readonly hint: string | undefined

  constructor(code: string, message: string, options: { retry: 'never' | 'later'; hint?: string; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CodedError'
    this.code = code
    this.retry = options.retry
    this.hint = options.hint
  }
}
