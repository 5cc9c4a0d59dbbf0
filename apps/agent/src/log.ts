type Level = 'info' | 'warn' | 'error'

/** Writes one structured line about what the agent does. Holds nothing of scripts, variables or keys. */
export function logLine(level: Level, message: string, facts: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts })}\n`)
}
