import { EventEmitter } from 'node:events'
import {
  agree,
  checkReply,
  HANDSHAKE_LIMIT_MS,
  type Hello,
  Inbox,
  Link,
  MESSAGES_PER_SECOND,
  meetAgent,
  type Party,
  Rate,
  type Refused,
  type Reply,
  type Request,
  refuseUnknownTo,
  thumbprintOf,
} from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import { ok } from '@flotilla/kit'
import { type RawData, WebSocket } from 'ws'
import { type AgentChannel, direct } from './channel.ts'
import type { AgentDirectory } from './directory.ts'
import { NodeLinks } from './node-links.ts'
import { serveNode } from './serve-node.ts'

/** So often it is looked for agents that have gone without a word. */
const LOOK_MS = 5_000
/** More frames than an agent may have under way on one channel: its window, and what needs no leave. */
const MOST_WAITING = 16
/** A program that lives says so within this time. */
const ANSWER_LIMIT_MS = 3_000
/** How the WebSocket says that a message was larger than it takes; it closes the connection. */
const TOO_LARGE = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
/** Nothing of a handshake is larger. */
const LARGEST_GREETING_BYTES = 16 * 1024
const TURN_AWAY_MS = 1_000
/** Connections that have not shown yet who they are. */
const MOST_STRANGERS = 2_000

export interface HubSettings {
  /** The server's own key, the same on all nodes: agents hold fast to it, and nodes know one another by it. */
  readonly party: Party
  readonly nodeName: string
  readonly directory: AgentDirectory
}

/** Who was let in; another node has no thumbprint. */
interface Admitted {
  readonly thumbprint: string | undefined
  readonly epoch: number
  /** Of the protocol, that both speak. */
  readonly version: number
}

interface Connection {
  readonly link: Link<Request, Reply>
  readonly epoch: number
}

/**
 * The agents that are connected to this node, and the way to those of other nodes. Who speaks follows from the key that was
 * proved at the beginning, never from a message. Source: reliability reference H3, F28.
 */
export class AgentHub {
  private readonly settings: HubSettings
  private readonly connections = new Map<string, Connection>()
  private readonly nodes: NodeLinks
  private readonly arrivals = new EventEmitter().setMaxListeners(0)
  private readonly timer: NodeJS.Timeout
  private readonly sockets = new Set<WebSocket>()
  private strangers = 0
  private lookedAt = performance.now()

  constructor(settings: HubSettings) {
    this.settings = settings
    this.nodes = new NodeLinks(settings.party, settings.nodeName)
    this.timer = setInterval(() => this.look(), LOOK_MS)
    this.timer.unref()
  }

  /** Agents that are connected here. */
  get size(): number {
    return this.connections.size
  }

  /** Takes a WebSocket that was just opened by an agent, or by another node. `address`: where it comes from. */
  async accept(socket: WebSocket, address: string): Promise<void> {
    // What comes with the upgrade is read even of a socket that is ended here: nobody else would take its errors.
    socket.on('error', () => {})
    if (this.strangers >= MOST_STRANGERS) return socket.terminate()
    const inbox = new Inbox()
    let isKnown = false
    this.sockets.add(socket)
    socket.on('message', (data) => {
      const bytes = bytesOf(data)
      if ((!isKnown && bytes.length > LARGEST_GREETING_BYTES) || !inbox.put(bytes)) socket.terminate()
    })
    socket.once('close', () => {
      this.sockets.delete(socket)
      inbox.end()
    })
    const limit = setTimeout(() => socket.terminate(), HANDSHAKE_LIMIT_MS)
    this.strangers += 1
    try {
      const talk = { send: (text: string) => socket.send(text), inbox }
      const met = await meetAgent(talk, this.settings.party, (hello) => this.admit(hello, address))
      isKnown = met.ok
      if (met.ok) this.welcome(socket, inbox, met.value)
      else turnAway(socket, 1008, met.error === 'gone' ? 'no handshake' : met.error.why)
    } catch {
      // The database is away, say: the agent comes again.
      turnAway(socket, 1013, 'try again')
    } finally {
      this.strangers -= 1
      clearTimeout(limit)
    }
  }

  /** A channel to the agent with this key; undefined when it is not connected to any node. Release it in any case. */
  async channelTo(thumbprint: string): Promise<AgentChannel | undefined> {
    const here = this.connections.get(thumbprint)
    if (here) return direct(here.link.open())
    const place = await this.settings.directory.find(thumbprint)
    if (!place || place.nodeName === this.settings.nodeName) return undefined
    return this.nodes.channelTo(place.nodeUrl, thumbprint)
  }

  /**
   * Resolves when something about this agent may have changed, at the latest after `limitMs`. The directory's word of a new
   * connection may come before this node can use it.
   */
  async changed(thumbprint: string, limitMs: number): Promise<void> {
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    this.arrivals.on(thumbprint, arrive)
    await Promise.race([this.settings.directory.changed(thumbprint, limitMs), arrived])
    this.arrivals.off(thumbprint, arrive)
  }

  /** Ends the connection of an agent, unless it has a newer one. Source: reliability reference H6. */
  cut(thumbprint: string, epoch: number, why: string): void {
    const connection = this.connections.get(thumbprint)
    if (connection && connection.epoch <= epoch) connection.link.close(1008, why)
  }

  /** Ends every connection; agents come again when there is somebody to come to. */
  close(): void {
    clearInterval(this.timer)
    for (const { link } of this.connections.values()) link.close(1001, 'the server stops')
    this.nodes.close()
    for (const socket of this.sockets) socket.terminate()
  }

  private async admit(hello: Hello, address: string): Promise<Result<Admitted, Omit<Refused, 'type'>>> {
    // Only a node of this installation holds the server's own key.
    const { identity, versions } = this.settings.party
    const agreed = agree(versions, hello.versions)
    const version = agreed.ok ? agreed.value : versions.oldest
    if (hello.publicKey === identity.publicKey) return ok({ thumbprint: undefined, epoch: 0, version })
    const thumbprint = thumbprintOf(hello.publicKey)
    const admitted = await this.settings.directory.admit(hello, address, () => this.answers(thumbprint))
    return admitted.ok ? ok({ thumbprint, epoch: admitted.value.epoch, version }) : admitted
  }

  /** Whether the program that is connected with this key, if one is, says something within a while. */
  private async answers(thumbprint: string): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ANSWER_LIMIT_MS)
    })
    const isThere = await Promise.race([this.askWhetherThere(thumbprint), late])
    clearTimeout(timer)
    return isThere
  }

  private async askWhetherThere(thumbprint: string): Promise<boolean> {
    const channel = await this.channelTo(thumbprint)
    if (!channel) return false
    void channel.send({ op: 'describe' })
    const limit = setTimeout(() => channel.release(false), ANSWER_LIMIT_MS)
    const received = await channel.next()
    clearTimeout(limit)
    channel.release(true)
    return received?.kind === 'message' && received.message.kind !== 'away'
  }

  private welcome(socket: WebSocket, inbox: Inbox, { thumbprint, epoch, version }: Admitted): void {
    if (thumbprint === undefined) {
      serveNode(socket, inbox, (wanted) => this.connections.get(wanted)?.link.open())
      return
    }
    const { directory } = this.settings
    const link: Link<Request, Reply> = new Link<Request, Reply>({
      wire: socket,
      epoch,
      check: checkReply,
      rate: new Rate(MESSAGES_PER_SECOND, 2 * MESSAGES_PER_SECOND, performance.now()),
      mostWaiting: MOST_WAITING,
      refuse: refuseUnknownTo(version),
      onBeat: () => link.beat(),
      onViolation: (what) => directory.misbehaved(thumbprint, what),
    })
    const isGone = socket.readyState !== WebSocket.OPEN
    const earlier = this.connections.get(thumbprint)
    if (isGone || (earlier && earlier.epoch > epoch)) {
      socket.terminate()
      if (isGone) directory.left(thumbprint, epoch)
      return
    }
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === TOO_LARGE) directory.misbehaved(thumbprint, 'a message is larger than 1 MB')
    })
    this.connections.set(thumbprint, { link, epoch })
    this.arrivals.emit(thumbprint)
    earlier?.link.close(1000, 'the agent has connected again', 'terminate')
    socket.once('close', () => {
      link.gone()
      if (this.connections.get(thumbprint)?.epoch === epoch) this.connections.delete(thumbprint)
      directory.left(thumbprint, epoch)
    })
    inbox.handTo((bytes) => link.receive(bytes))
  }

  /** A peer that is gone may never be told of by its socket. Source: reliability reference F25. */
  private look(): void {
    const nowMs = performance.now()
    // What arrived while this process was held up has not been read yet.
    const wasHeldUp = nowMs - this.lookedAt > 2 * LOOK_MS
    this.lookedAt = nowMs
    if (wasHeldUp) return
    for (const { link } of this.connections.values()) {
      if (link.isSilent(nowMs)) link.close(1001, 'silent', 'terminate')
    }
  }
}

/** Ends a connection that nobody is behind yet; what else it says is not kept, and it is not waited for. */
function turnAway(socket: WebSocket, code: number, why: string): void {
  socket.removeAllListeners('message')
  socket.close(code, why)
  setTimeout(() => socket.terminate(), TURN_AWAY_MS).unref()
}

const bytesOf = (data: RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
