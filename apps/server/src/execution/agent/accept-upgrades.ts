import type { Server } from 'node:http'
import { MESSAGE_LIMIT_BYTES } from '@flotilla/agent-protocol'
import { WebSocketServer } from 'ws'
import type { AgentHub } from './hub.ts'

const PATH = '/api/agents/connect'

/** Gives the hub the WebSockets that agents and other nodes open on this HTTP server. */
export function acceptAgents(server: Server, hub: AgentHub): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    // Only browsers say where a page comes from, and no page has any business here.
    const isAgent = request.url?.split('?')[0] === PATH && request.headers.origin === undefined
    if (!isAgent) return socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    const address = request.socket.remoteAddress ?? ''
    sockets.handleUpgrade(request, socket, head, (opened) => void hub.accept(opened, address))
  })
}
