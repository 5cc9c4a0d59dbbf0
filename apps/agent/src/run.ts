import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { PACE_PER_SECOND, PROTOCOL, Rate, readIdentity, versionsOf } from '@flotilla/agent-protocol'
import { CodedError } from '@flotilla/kit'
import { createLocalTransport } from '@flotilla/work-directory'
import { gatherFacts } from './facts.ts'
import { logLine } from './log.ts'
import { connectAddress, readServerAddress } from './server-address.ts'
import { loadRegistration, type RunningState, tellRunning } from './state.ts'
import { logging, stayConnected } from './stay-connected.ts'

/** What is left of ended scripts is removed after this long, the server's order to do so may have been lost. */
const RETENTION_MS = 24 * 3_600_000
const SWEEP_MS = 3_600_000

export interface RunOptions {
  /** Version of the program, as people install it. */
  readonly version: string
  /** Scripts have all rights of the user that the agent runs as. Source: reliability reference H9. */
  readonly allowRoot: boolean
  readonly signal: AbortSignal
}

/** Serves the server that this machine is registered at, until `signal`. Scripts that run then run on. */
export async function runAgent(directory: string, { version, allowRoot, signal }: RunOptions): Promise<void> {
  if (process.getuid?.() === 0 && !allowRoot) {
    throw new CodedError(
      'agent.is_root',
      'The agent does not run as root unless it is told to: every script would be root.',
      {
        retry: 'never',
        hint: 'Run it as a user of its own, or add --allow-root (FLOTILLA_AGENT_ALLOW_ROOT=1).',
      },
    )
  }
  const registration = await loadRegistration(directory)
  if (!registration) {
    throw new CodedError('agent.not_registered_yet', `No agent is registered in ${directory}.`, {
      retry: 'never',
      hint: 'Register it first: flotilla agent register --server ... --token ...',
    })
  }
  const transport = createLocalTransport({ root: join(directory, 'work'), privateDirectory: directory })
  const sweep = setInterval(() => void transport.sweep(RETENTION_MS).catch(() => {}), SWEEP_MS)
  sweep.unref()
  logLine('info', 'The agent starts', { name: registration.name, id: registration.id, server: registration.server })
  let state: RunningState = { pid: process.pid, connectedSince: null, lastProblem: null }
  const tell = (change: Partial<RunningState>) => {
    state = { ...state, ...change }
    tellRunning(directory, state).catch(() => {})
  }
  await stayConnected(
    {
      address: connectAddress(readServerAddress(registration.server)),
      party: { identity: readIdentity(registration.privateKey), versions: versionsOf(PROTOCOL), software: version },
      serverKey: registration.serverKey,
      instance: randomUUID(),
      serving: {
        transport,
        facts: () => gatherFacts(version),
        pace: new Rate(PACE_PER_SECOND, PACE_PER_SECOND, performance.now()),
        cancels: new Map(),
      },
    },
    logging({
      onConnected: () => tell({ connectedSince: new Date().toISOString(), lastProblem: null }),
      onProblem: (lastProblem) => tell({ connectedSince: null, lastProblem }),
    }),
    signal,
  )
  clearInterval(sweep)
  logLine('info', 'The agent stops')
}
