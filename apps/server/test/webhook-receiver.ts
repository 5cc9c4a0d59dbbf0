import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever was sent
  readonly json: any
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** How the next requests are answered; by default with 204. */
  answer(act: (response: ServerResponse, received: Received) => void): void
  stop(): Promise<void>
}

/** Somebody else's server, on a free port of this machine, that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let act: (response: ServerResponse, received: Received) => void = (response) => response.writeHead(204).end()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      const one = { headers: request.headers, body, json: JSON.parse(body) }
      received.push(one)
      act(response, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (next) => {
      act = next
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
