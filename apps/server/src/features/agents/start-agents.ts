import { PROTOCOL, versionsOf } from '@flotilla/agent-protocol'
import { AgentHub, checkAgent, createAgentTransport, type Waiter } from '../../execution/index.ts'
import { VERSION } from '../../version.ts'
import { forgetNode } from './connections.ts'
import { createAgentDirectory, type DirectoryDeps } from './directory.ts'
import { ensureServerIdentity } from './server-identity.ts'
import { watchCuts } from './watch-cuts.ts'

/**
 * What a node has of agents: the hub that they connect to, and the ways to them. Call it with the data keys unlocked, and while no
 * other node starts.
 */
export async function startAgents(deps: DirectoryDeps) {
  const identity = await ensureServerIdentity(deps.database)
  await forgetNode(deps.database, deps.nodeName)
  const directory = createAgentDirectory(deps)
  const party = { identity, versions: versionsOf(PROTOCOL), software: VERSION }
  const hub = new AgentHub({ party, nodeName: deps.nodeName, directory })
  const ways = {
    channelTo: (thumbprint: string) => hub.channelTo(thumbprint),
    directory: { ...directory, changed: (thumbprint: string, limitMs: number) => hub.changed(thumbprint, limitMs) },
  }
  const stopCutting = watchCuts(deps, hub)
  return {
    hub,
    transport: (reach: Parameters<typeof createAgentTransport>[1], waiter?: Waiter) =>
      createAgentTransport(ways, reach, waiter),
    check: (reach: Parameters<typeof checkAgent>[1], signal: AbortSignal) => checkAgent(ways, reach, signal),
    stop: () => {
      stopCutting()
      hub.close()
    },
  }
}
