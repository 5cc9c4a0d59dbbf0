import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerWithEvents, type EventStream } from './event-stream.ts'
import { createStreamLimit } from './stream-limit.ts'

const LIMIT = createStreamLimit(1, 1)
const MINUTE_MS = 60_000

let server: FastifyInstance
let mayRead: boolean
let stream: EventStream
let opened: Promise<void>
let finished: Promise<unknown>

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  mayRead = true
  server = Fastify()
  opened = new Promise((isOpen) => {
    server.get('/', (request, reply) => {
      const stillAllowed = async () => {
        if (!mayRead) throw new Error('You may not read on.')
      }
      finished = answerWithEvents(LIMIT, { userId: 'Users-1', request, reply, stillAllowed }, async (given) => {
        stream = given
        isOpen()
        await stream.ended
      })
    })
  })
  await server.listen({ port: 0 })
})
afterEach(async () => {
  await server.close()
  vi.useRealTimers()
})

async function read(): Promise<Socket> {
  const socket = connect((server.server.address() as { readonly port: number }).port)
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await opened
  return socket
}

const PART = 'x'.repeat(100_000)
/** Sends until the reader's side is full; gives the sending that waits for him. */
async function fill(): Promise<{ readonly waiting: Promise<void> }> {
  for (let parts = 0; parts < 1_000; parts += 1) {
    const waiting = stream.send('part', PART)
    await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 100))])
    if (!stream.isRead()) return { waiting }
  }
  throw new Error('Whatever was sent, it was taken.')
}

test('O: a reader who keeps up is told more, and kept up when there is nothing to tell', async () => {
  const socket = await read()
  let told = ''
  socket.on('data', (bytes) => {
    told += bytes
  })
  await stream.send('line', { text: 'first' }, 7)
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  await vi.waitFor(() => expect(told).toMatch(/id: 7\nevent: line\ndata: \{"text":"first"\}\n\n[\s\S]*: still here/))
  expect(stream.isOpen()).toBe(true)
  socket.destroy()
  await finished
  expect(stream.isOpen()).toBe(false)
})

test('N2 Z7 O: the stream of a reader who does not read ends with his right, and its place is free again', async () => {
  const socket = await read()
  socket.pause()
  const { waiting } = await fill()
  expect(() => LIMIT.open('Users-1')).toThrow()
  mayRead = false
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  await waiting
  await finished
  expect(stream.isOpen()).toBe(false)
  await stream.send('line', { text: 'not sent' })
  LIMIT.open('Users-1')()
  const closed = once(socket, 'close')
  socket.resume()
  await closed
})
