import { type Identity, PACE_PER_SECOND, PROTOCOL, Rate, versionsOf } from '@flotilla/agent-protocol'
import { ok } from '@flotilla/kit'
import type { Execution, ScriptTransport, Ticket } from '@flotilla/work-directory'
import { type AgentConnection, connect } from '../apps/agent/src/connection.ts'

/** Agents of a benchmark: the real protocol on real connections, with scripts that end at once. `onStart` hears of each. */
export function simulatedTransport(onStart: () => void = () => {}): ScriptTransport {
  return {
    start: async (ticket) => {
      onStart()
      return ok(decided(ticket))
    },
    attach: async (ticket) => ok(decided(ticket)),
    cancel: async () => ({ noneLeft: true, neverStarted: false, termSent: 0, killSent: 0, survivors: [] }),
    holdFile: async () => ok({ root: '/', wasSent: false }),
    openFile: async () => ({ ok: false, error: { kind: 'file-not-found' } }),
    cleanUp: async () => ok(),
  }
}

const decided = (ticket: Ticket): Execution => ({
  ticket,
  detach() {},
  async *[Symbol.asyncIterator]() {
    yield { kind: 'begun' } as const
    yield { kind: 'output', stream: 'stdout', offset: 0, bytes: Buffer.from('hello from an agent\n') } as const
    yield { kind: 'ended', outcome: { kind: 'exited', exitCode: 0 } } as const
  },
})

const facts = {
  operatingSystem: 'Simulated',
  operatingSystemVersion: '1',
  shellName: 'Bash',
  shellVersion: '5',
  architecture: 'x86_64',
  agentVersion: 'bench',
}

/** Connects one that the server knows. Throws when it is refused. */
export async function connectAgent(
  serverUrl: string,
  serverKey: string,
  identity: Identity,
  instance: string,
  transport: ScriptTransport,
): Promise<AgentConnection> {
  const connected = await connect({
    address: `${serverUrl.replace(/^http/, 'ws')}/api/agents/connect`,
    party: { identity, versions: versionsOf(PROTOCOL), software: 'bench' },
    serverKey,
    instance,
    serving: {
      transport,
      facts: async () => facts,
      pace: new Rate(PACE_PER_SECOND, PACE_PER_SECOND, performance.now()),
      cancels: new Map(),
    },
  })
  if (!connected.ok) throw new Error(`Agent ${instance} was not connected: ${JSON.stringify(connected.error)}`)
  return connected.value
}
