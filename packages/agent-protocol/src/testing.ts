import { Link, type LinkOptions, type Wire } from './link.ts'
import { checkReply, checkRequest, type Reply, type Request } from './messages.ts'

/** What a test does to the bytes on their way. */
export type Meddle = (bytes: Buffer, deliver: (bytes: Buffer) => void) => void

/** Both ends of a connection in one process. `meddle` sees what the agent sends. */
export function linkedPair(
  options: {
    readonly meddle?: Meddle
    readonly server?: Partial<LinkOptions<Request, Reply>>
    readonly agent?: Partial<LinkOptions<Reply, Request>>
    readonly agentEpoch?: number
  } = {},
) {
  const { meddle = (bytes, deliver) => deliver(bytes) } = options
  const closed: string[] = []
  const wire = (to: () => Link<never, never>, through: Meddle): Wire => ({
    send: (bytes, done) => {
      through(Buffer.from(bytes), (each) => to().receive(each))
      done()
    },
    close: (_code, reason) => void closed.push(reason),
    terminate: () => void closed.push('terminated'),
  })
  const server: Link<Request, Reply> = new Link({
    wire: wire(
      () => agent as never,
      (bytes, deliver) => deliver(bytes),
    ),
    epoch: 7,
    check: checkReply,
    mostWaiting: 16,
    ...options.server,
  })
  const agent: Link<Reply, Request> = new Link({
    wire: wire(() => server as never, meddle),
    epoch: options.agentEpoch ?? 7,
    check: checkRequest,
    ...options.agent,
  })
  return { server, agent, closed }
}
