import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame } from './frames.ts'
import type { Channel } from './link.ts'
import type { Reply, Request } from './messages.ts'
import { Rate } from './rate.ts'
import { linkedPair } from './testing.ts'
import { PROTOCOL, refuseUnknownTo } from './versions.ts'

const echo = (channel: Channel<Reply, Request>) => {
  void (async () => {
    for (let received = await channel.next(); received; received = await channel.next()) {
      await channel.send({ kind: 'cleaned' })
    }
  })()
}

const message = async (channel: Channel<Request, Reply>) => {
  const received = await channel.next()
  return received?.kind === 'message' ? received.message : received
}

test('what is asked on a channel is answered on it', async () => {
  const { server } = linkedPair({ agent: { onChannel: echo } })
  const [one, two] = [server.open(), server.open()]
  await one.send({ op: 'cleanUp', ticket: 'a' })
  await two.send({ op: 'describe' })
  expect(await message(two)).toEqual({ kind: 'cleaned' })
  expect(await message(one)).toEqual({ kind: 'cleaned' })
})

test('F29: a frame that comes again, or out of an earlier connection, has no effect', async () => {
  const sent: Buffer[] = []
  const violations: string[] = []
  const { server } = linkedPair({
    agent: { onChannel: echo },
    server: { onViolation: (what) => violations.push(what) },
    meddle: (bytes, deliver) => {
      sent.push(bytes)
      deliver(bytes)
      deliver(bytes)
      deliver(encodeFrame({ epoch: 6, sequence: 99 }, { kind: 'message', channel: 1, message: { kind: 'begun' } }))
    },
  })
  const channel = server.open()
  await channel.send({ op: 'describe' })
  await channel.send({ op: 'more' })
  expect([await message(channel), await message(channel)]).toEqual([{ kind: 'cleaned' }, { kind: 'cleaned' }])
  server.receive(sent[0]!)
  expect(violations).toEqual([])
  server.gone()
  expect(await message(channel)).toBeUndefined()
})

test('F29: frames that arrive in another order end the connection', async () => {
  const held: Buffer[] = []
  const { server, closed } = linkedPair({
    agent: { onChannel: echo },
    meddle: (bytes, deliver) => {
      held.push(bytes)
      if (held.length === 2) for (const each of held.reverse()) deliver(each)
    },
  })
  const channel = server.open()
  await channel.send({ op: 'describe' })
  await channel.send({ op: 'more' })
  await server.ended
  expect(closed).toEqual(['a message is missing'])
  expect(await message(channel)).toBeUndefined()
})

const frame = (channel: number, body: unknown, sequence = 1) =>
  encodeFrame({ epoch: 7, sequence }, { kind: 'message', channel, message: body })

test.each([
  { name: 'a message that is none', bytes: frame(1, { kind: 'no-such-kind' }) },
  { name: 'a message with more in it than it has', bytes: frame(1, { kind: 'begun', ticket: 'someone-elses' }) },
  { name: 'a request, from the side that answers', bytes: frame(1, { op: 'describe' }) },
  { name: 'an answer on a channel that nobody has opened', bytes: frame(2, { kind: 'begun' }) },
  { name: 'an answer on no channel', bytes: frame(0, { kind: 'begun' }) },
  {
    name: 'an exit code that no process has',
    bytes: frame(1, { kind: 'ended', outcome: { kind: 'exited', exitCode: 256 } }),
  },
  {
    name: 'an outcome that only a server can tell',
    bytes: frame(1, { kind: 'ended', outcome: { kind: 'unknown', why: 'out-of-reach', processLeft: false } }),
  },
  { name: 'no frame', bytes: Buffer.from('hello') },
  { name: 'JSON that is none', bytes: Buffer.concat([frame(1, 1).subarray(0, 15), Buffer.from('{"kind":')]) },
])('H4: $name ends the connection', async ({ bytes }) => {
  const violations: string[] = []
  const { server } = linkedPair({ server: { onViolation: (what) => violations.push(what) } })
  const channel = server.open()
  server.receive(bytes)
  expect(violations).toHaveLength(1)
  expect(server.isOpen).toBe(false)
  expect(await channel.next()).toBeUndefined()
})

test('O: more messages a second than are allowed end the connection', () => {
  const violations: string[] = []
  const { server } = linkedPair({
    server: { rate: new Rate(200, 400, performance.now()), onViolation: (what) => violations.push(what) },
  })
  for (let n = 1; n <= 2_000; n += 1) server.receive(encodeFrame({ epoch: 7, sequence: n }, { kind: 'beat' }))
  expect(violations).toEqual(['it sends more messages a second than are allowed'])
})

test('V4: an agent that does not wait to be asked for more is cut off', async () => {
  const flood = (channel: Channel<Reply, Request>) => {
    for (let n = 0; n < 17; n += 1) void channel.sendBytes('stdout', n, Buffer.from('x'))
  }
  const { server, closed } = linkedPair({ agent: { onChannel: flood } })
  await server.open().send({ op: 'describe' })
  expect(closed).toEqual(['it sends more than it was asked for'])
})

test('F28: channels may be spoken on in another order than they were opened in', async () => {
  const { server, closed } = linkedPair({ agent: { onChannel: echo } })
  const [late, early] = [server.open(), server.open()]
  await early.send({ op: 'describe' })
  expect(await message(early)).toEqual({ kind: 'cleaned' })
  await late.send({ op: 'describe' })
  expect(await message(late)).toEqual({ kind: 'cleaned' })
  expect(closed).toEqual([])
})

test('H4: no bytes whatsoever throw or get further than the link', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), async (frames) => {
      const { server } = linkedPair({ server: { onChannel: undefined as never } })
      const channel = server.open()
      for (const bytes of frames) server.receive(Buffer.from(bytes))
      server.gone()
      for (let received = await channel.next(); received; received = await channel.next()) {
        expect(['message', 'bytes']).toContain(received.kind)
      }
    }),
  )
})

test('H4: no message with fields of ours but wrong values gets through', async () => {
  const anything = fc.oneof(fc.jsonValue(), fc.constantFrom('begun', 'ended', 'exited', -1, 2 ** 53, '\u0000', '../x'))
  await fc.assert(
    fc.property(
      fc.record({ kind: anything, outcome: anything, stream: anything, refusal: anything }, { requiredKeys: [] }),
      (body) => {
        const { server } = linkedPair()
        void server.open().send({ op: 'describe' })
        server.receive(frame(1, body))
        const isOne = body.kind === 'begun' && Object.keys(body).length === 1
        expect(server.isOpen).toBe(isOne || isKnown(body))
      },
    ),
  )
})

/** The few well-formed messages that a generator may hit upon. */
const isKnown = (body: Readonly<Record<string, unknown>>): boolean =>
  body.kind === 'output-lost' &&
  (body.stream === 'stdout' || body.stream === 'stderr') &&
  Object.keys(body).length === 2

test('F30: what an older agent does not understand is not sent to it; the asker hears why at once', async () => {
  const heard: unknown[] = []
  const hold: Request = { op: 'hold', sha256: 'ab'.repeat(32), size: 1 }
  const pairOf = (version: number) =>
    linkedPair({
      agent: {
        onChannel: (channel) => void channel.next().then((received) => heard.push(received)),
      },
      server: { refuse: refuseUnknownTo(version) },
    })
  const old = pairOf(1).server.open()
  await old.send(hold)
  expect(await message(old)).toMatchObject({ kind: 'failed', detail: expect.stringContaining('older version') })
  await old.send({ op: 'describe' })
  const current = pairOf(PROTOCOL).server.open()
  await current.send(hold)
  await new Promise((resolve) => setImmediate(resolve))
  expect(heard).toEqual([
    { kind: 'message', message: { op: 'describe' } },
    { kind: 'message', message: hold },
  ])
})
