/** One line of the server's own log: structured JSON on standard error, control characters escaped (reliability Q4). */
export function logLine(
  level: 'info' | 'warn' | 'error',
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts })}\n`)
}

/** What an error says, with the chain of its causes; for the server's log only, never for a client. */
export function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: String(error) }
  return { error: error.message, stack: error.stack, ...(error.cause ? { cause: errorFacts(error.cause) } : {}) }
}
