import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  readonly port: number
  /** Connections that were made so far. */
  count(): number
  /** Breaks every connection; new ones are taken again. */
  cut(): void
  /** What becomes of the bytes of the connections that there are; new ones get through. */
  spoil(how: 'swallow' | 'mute'): void
  /** Whether new connections are taken. */
  admit(isOpen: boolean): void
  /** Called with every piece of data that comes from the far side. */
  onAnswer(look: ((bytes: Buffer) => void) | undefined): void
  close(): Promise<void>
}

/** Stands between a client and a server on loopback, and breaks what is asked for. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let isOpen = true
  let look: ((bytes: Buffer) => void) | undefined
  let count = 0
  const sockets = new Set<Socket>()
  /** What is done to a pair of sockets: `swallow` loses everything without telling anybody, `mute` what the far side says. */
  const pairs = new Set<{ how: 'pass' | 'swallow' | 'mute' }>()
  const server = createServer((near) => {
    if (!isOpen) {
      near.destroy()
      return
    }
    count += 1
    const pair: { how: 'pass' | 'swallow' | 'mute' } = { how: 'pass' }
    pairs.add(pair)
    const far = connect(targetPort, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        pairs.delete(pair)
        other.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (pair.how !== 'swallow') far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (pair.how === 'pass') near.write(bytes)
      look?.(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    count: () => count,
    cut,
    spoil: (how) => {
      for (const pair of pairs) pair.how = how
    },
    admit: (next) => {
      isOpen = next
    },
    onAnswer: (next) => {
      look = next
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
