import {
  type Channel,
  checkRequest,
  HEARTBEAT_MS,
  type Inbox,
  Link,
  type Reply,
  type Request,
} from '@flotilla/agent-protocol'
import type { WebSocket } from 'ws'
import type { ServerChannel } from './channel.ts'

type NodeChannel = Channel<Reply, Request>

/** Passes on what another node asks of agents that are connected to this one. Source: reliability reference F28. */
export function serveNode(
  socket: WebSocket,
  inbox: Inbox,
  open: (thumbprint: string) => ServerChannel | undefined,
): void {
  const link: Link<Reply, Request> = new Link<Reply, Request>({
    wire: socket,
    epoch: 0,
    check: checkRequest,
    onBeat: () => link.beat(),
    onChannel: (channel) => void relay(channel, open),
  })
  // A node that lost its power says nothing more, and its socket may never tell.
  const looking = setInterval(() => {
    if (link.isSilent(performance.now())) link.close(1001, 'silent', 'terminate')
  }, HEARTBEAT_MS)
  socket.once('close', () => {
    clearInterval(looking)
    link.gone()
  })
  inbox.handTo((bytes) => link.receive(bytes))
}

async function relay(asking: NodeChannel, open: (thumbprint: string) => ServerChannel | undefined): Promise<void> {
  const first = await asking.next()
  const agent = first?.kind === 'message' && first.message.op === 'relay' ? open(first.message.thumbprint) : undefined
  if (agent) await Promise.race([passRequests(asking, agent), passReplies(agent, asking)])
  // Whichever side has ended: the other one is told, and what it still says is nobody's.
  void agent?.send({ op: 'close' })
  agent?.end()
  void asking.send({ kind: 'away' })
  asking.end()
}

// Both sides keep to the window that they agreed on between themselves, so that nothing piles up here.

async function passRequests(asking: NodeChannel, agent: ServerChannel): Promise<void> {
  for (let received = await asking.next(); received; received = await asking.next()) {
    if (received.kind === 'bytes') await agent.sendBytes(received.part, received.offset, received.bytes)
    else if (received.message.op === 'close') return
    else await agent.send(received.message)
  }
}

async function passReplies(agent: ServerChannel, asking: NodeChannel): Promise<void> {
  for (let received = await agent.next(); received; received = await agent.next()) {
    if (received.kind === 'bytes') await asking.sendBytes(received.part, received.offset, received.bytes)
    else await asking.send(received.message)
  }
}
