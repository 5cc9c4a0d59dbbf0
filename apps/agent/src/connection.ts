import {
  checkRequest,
  HANDSHAKE_LIMIT_MS,
  HEARTBEAT_MS,
  Inbox,
  Link,
  MESSAGE_LIMIT_BYTES,
  type MeetRefusal,
  meetServer,
  type Party,
  type Reply,
  type Request,
} from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { type RawData, WebSocket } from 'ws'
import { type Serving, serve } from './serve.ts'

export interface ConnectionSettings {
  /** As in `wss://host/api/agents/connect`. */
  readonly address: string
  readonly party: Party
  /** The key that the server must prove to hold. */
  readonly serverKey: string
  /** Names this running program. */
  readonly instance: string
  readonly serving: Serving
}

export interface AgentConnection {
  /** Why it ended, once it has; never rejects. */
  readonly ended: Promise<string>
  close(): void
}

export type ConnectRefusal =
  | Exclude<MeetRefusal, { readonly kind: 'gone' }>
  | { readonly kind: 'not-reached'; readonly detail: string }

/** Connects once, proves who is who on both sides, and serves until the connection ends. */
export async function connect(settings: ConnectionSettings): Promise<Result<AgentConnection, ConnectRefusal>> {
  const socket = new WebSocket(settings.address, {
    maxPayload: MESSAGE_LIMIT_BYTES,
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_LIMIT_MS,
    rejectUnauthorized: true,
  })
  const closed = new Promise<string>((resolve) => {
    let problem = ''
    socket.on('error', ({ message }) => {
      problem = message
    })
    socket.once('close', (code, reason) => resolve(problem || reason.toString('utf8') || `closed with ${code}`))
  })
  const inbox = new Inbox()
  socket.on('message', (data) => {
    if (!inbox.put(bytesOf(data))) socket.terminate()
  })
  void closed.then(() => inbox.end())
  const limit = setTimeout(() => socket.terminate(), HANDSHAKE_LIMIT_MS)
  try {
    await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closed])
    if (socket.readyState !== WebSocket.OPEN) return err({ kind: 'not-reached', detail: await closed })
    const met = await meetServer({ send: (text) => socket.send(text), inbox }, settings.party, settings)
    if (met.ok) return ok(serveOver(socket, inbox, closed, settings, met.value.epoch))
    socket.terminate()
    return err(met.error.kind === 'gone' ? { kind: 'not-reached', detail: await closed } : met.error)
  } finally {
    clearTimeout(limit)
  }
}

const bytesOf = (data: RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)

function serveOver(
  socket: WebSocket,
  inbox: Inbox,
  closed: Promise<string>,
  { serving }: ConnectionSettings,
  epoch: number,
): AgentConnection {
  const link = new Link<Reply, Request>({
    wire: socket,
    epoch,
    check: checkRequest,
    onChannel: (channel) => void serve(channel, serving),
  })
  inbox.handTo((bytes) => link.receive(bytes))
  let lookedAt = performance.now()
  const timer = setInterval(() => {
    const nowMs = performance.now()
    // A machine that slept has heard nothing, and so has nobody to blame.
    const hasSlept = nowMs - lookedAt > 2 * HEARTBEAT_MS
    lookedAt = nowMs
    link.beat()
    if (link.isSilent(nowMs) && !hasSlept) link.close(1001, 'silent', 'terminate')
  }, HEARTBEAT_MS)
  const ended = closed.then((why) => {
    clearInterval(timer)
    link.gone()
    return why
  })
  return { ended, close: () => link.close(1000, 'the agent stops') }
}
