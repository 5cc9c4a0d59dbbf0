import type { Channel, Received, Reply, Request } from '@flotilla/agent-protocol'

/** One operation on an agent, wherever that is connected. */
export interface AgentChannel {
  send(request: Request): Promise<void>
  sendBytes(offset: number, bytes: Buffer): Promise<void>
  /** The next answer; undefined when the connection is gone. */
  next(): Promise<Received<Reply> | undefined>
  /** Call in any case. `isFinished`: the agent has said its last word. */
  release(isFinished: boolean): void
}

export type ServerChannel = Channel<Request, Reply>

/** On a connection of this node's own. The agent closes its end by itself when it has said its last word. */
export const direct = (channel: ServerChannel): AgentChannel => ({
  send: (request) => channel.send(request),
  sendBytes: (offset, bytes) => channel.sendBytes('file', offset, bytes),
  next: () => channel.next(),
  release: (isFinished) => {
    if (!isFinished) void channel.send({ op: 'close' })
    channel.end()
  },
})
