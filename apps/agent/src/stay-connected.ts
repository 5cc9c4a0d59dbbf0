import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type AgentConnection, type ConnectionSettings, type ConnectRefusal, connect } from './connection.ts'
import { logLine } from './log.ts'

const SLOWEST_MS = 30_000
/** Nothing that a new try would change soon: a person has to do something first. */
const REFUSED_MS = 20_000

export interface Watching {
  readonly onConnected: () => void
  readonly onProblem: (what: string) => void
}

/**
 * Keeps an agent connected until `signal`: tries again and again, at first soon and then ever more rarely, at random moments so
 * that many agents do not come at once.
 */
export async function stayConnected(
  settings: ConnectionSettings,
  watching: Watching,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const connected = await connect(settings)
    let waitMs: number
    if (connected.ok) {
      failures = 0
      watching.onConnected()
      watching.onProblem(await endOf(connected.value, signal))
      waitMs = 1_000
    } else {
      failures += 1
      watching.onProblem(explain(connected.error))
      waitMs = connected.error.kind === 'refused' ? REFUSED_MS : Math.min(SLOWEST_MS, 500 * 2 ** failures)
    }
    await delay(randomInt(Math.ceil(waitMs / 4), waitMs + 1), undefined, { signal }).catch(() => {})
  }
}

async function endOf(connection: AgentConnection, signal: AbortSignal): Promise<string> {
  const stop = () => connection.close()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const why = await connection.ended
  signal.removeEventListener('abort', stop)
  return why
}

function explain(refusal: ConnectRefusal): string {
  switch (refusal.kind) {
    case 'refused':
      return refusal.refused.detail
    case 'other-server':
      return 'What answers at the address of the server is another server: it does not hold the key that it had when this agent was registered.'
    case 'not-reached':
      return `The server could not be reached: ${refusal.detail || 'no answer'}.`
  }
}

/** Watching that writes to the log, each problem once. */
export function logging(then: Watching): Watching {
  let last = ''
  return {
    onConnected: () => {
      last = ''
      logLine('info', 'Connected to the server')
      then.onConnected()
    },
    onProblem: (problem) => {
      if (problem !== last) logLine('warn', 'Not connected to the server', { problem })
      last = problem
      then.onProblem(problem)
    },
  }
}
