import {
  checkReply,
  HANDSHAKE_LIMIT_MS,
  HEARTBEAT_MS,
  Inbox,
  Link,
  MESSAGE_LIMIT_BYTES,
  meetServer,
  type Party,
  type Reply,
  type Request,
  refuseUnknownTo,
} from '@flotilla/agent-protocol'
import { type RawData, WebSocket } from 'ws'
import type { AgentChannel } from './channel.ts'

type NodeLink = Link<Request, Reply>

/** One connection to each other node that has an agent somebody here wants to speak to. */
export class NodeLinks {
  private readonly party: Party
  private readonly nodeName: string
  private readonly links = new Map<string, Promise<NodeLink | undefined>>()

  constructor(party: Party, nodeName: string) {
    this.party = party
    this.nodeName = nodeName
  }

  /** A channel to an agent of the node at `url`; undefined when that node cannot be reached. */
  async channelTo(url: string, thumbprint: string): Promise<AgentChannel | undefined> {
    const link = await this.linkTo(url)
    if (!link) return undefined
    const channel = link.open()
    void channel.send({ op: 'relay', thumbprint })
    return {
      send: (request) => channel.send(request),
      sendBytes: (offset, bytes) => channel.sendBytes('file', offset, bytes),
      next: () => channel.next(),
      release: () => {
        // The node in between cannot tell an agent's last word from any other.
        void channel.send({ op: 'close' })
        channel.end()
      },
    }
  }

  close(): void {
    for (const link of this.links.values()) void link.then((open) => open?.close(1001, 'the server stops', 'terminate'))
  }

  private linkTo(url: string): Promise<NodeLink | undefined> {
    const known = this.links.get(url)
    if (known) return known
    const link = this.connect(url).then((open) => {
      const forget = () => {
        if (this.links.get(url) === link) this.links.delete(url)
      }
      if (open) void open.ended.then(forget)
      else forget()
      return open
    })
    this.links.set(url, link)
    return link
  }

  private async connect(url: string): Promise<NodeLink | undefined> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/agents/connect`, {
      maxPayload: MESSAGE_LIMIT_BYTES,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_LIMIT_MS,
    })
    const inbox = new Inbox()
    const closed = new Promise<void>((resolve) => {
      socket.on('error', () => {})
      socket.once('close', () => {
        inbox.end()
        resolve()
      })
    })
    socket.on('message', (data: RawData) => {
      if (!inbox.put(data as Buffer)) socket.terminate()
    })
    const limit = setTimeout(() => socket.terminate(), HANDSHAKE_LIMIT_MS)
    await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closed])
    const met =
      socket.readyState === WebSocket.OPEN &&
      (await meetServer({ send: (text) => socket.send(text), inbox }, this.party, {
        serverKey: this.party.identity.publicKey,
        instance: this.nodeName,
      }))
    clearTimeout(limit)
    if (met === false || !met.ok) {
      socket.terminate()
      return undefined
    }
    const { epoch, version } = met.value
    const refuse = refuseUnknownTo(version)
    const link: NodeLink = new Link<Request, Reply>({ wire: socket, epoch, check: checkReply, refuse })
    const timer = setInterval(() => {
      link.beat()
      if (link.isSilent(performance.now())) link.close(1001, 'silent', 'terminate')
    }, HEARTBEAT_MS)
    void closed.then(() => {
      clearInterval(timer)
      link.gone()
    })
    inbox.handTo((bytes) => link.receive(bytes))
    return link
  }
}
