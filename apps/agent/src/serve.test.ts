import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compress, PACE_PER_SECOND, Rate, type Reply, type Request } from '@flotilla/agent-protocol'
import { ok } from '@flotilla/kit'
import {
  createLocalTransport,
  type Execution,
  type Payload,
  type ScriptTransport,
  type Ticket,
} from '@flotilla/work-directory'
import { expect, test } from 'vitest'
import { linkedPair } from '../../../packages/agent-protocol/src/testing.ts'
import { serve } from './serve.ts'

const TICKET = 'ServerTasks-1.abc.1'

/** A machine on which every script prints `chunks` chunks and ends. `read` counts what was read of them. */
function machine(chunks: number) {
  const seen: { payload?: Payload; read: number; cancels: number; detached: boolean } = {
    read: 0,
    cancels: 0,
    detached: false,
  }
  const execution: Execution = {
    ticket: TICKET as Ticket,
    detach: () => {
      seen.detached = true
    },
    async *[Symbol.asyncIterator]() {
      yield { kind: 'begun' } as const
      for (let n = 0; n < chunks && !seen.detached; n += 1) {
        seen.read += 1
        yield { kind: 'output', stream: 'stdout', offset: n * 3, bytes: Buffer.from('abc') } as const
      }
      yield { kind: 'ended', outcome: { kind: 'exited', exitCode: 0 } } as const
    },
  }
  const transport: ScriptTransport = {
    start: async (_ticket, payload) => {
      seen.payload = payload
      return ok(execution)
    },
    attach: async () => ok(execution),
    cancel: async () => {
      seen.cancels += 1
      await new Promise((resolve) => setTimeout(resolve, 20))
      return { noneLeft: true, neverStarted: false, termSent: 1, killSent: 0, survivors: [] }
    },
    holdFile: async () => ok({ root: '/', wasSent: false }),
    openFile: async () => ({ ok: false, error: { kind: 'file-not-found' } }),
    cleanUp: async () => ({ ok: false, error: { kind: 'still-running' } }),
  }
  const serving = {
    transport,
    facts: () => Promise.reject(new Error('no such thing')),
    pace: new Rate(PACE_PER_SECOND, PACE_PER_SECOND, performance.now()),
    cancels: new Map(),
  }
  const { server } = linkedPair({ agent: { onChannel: (channel) => void serve(channel, serving) } })
  return { server, seen, serving }
}

type Asking = ReturnType<ReturnType<typeof machine>['server']['open']>
const reply = async (channel: Asking): Promise<Reply | string | undefined> => {
  const received = await channel.next()
  return received?.kind === 'bytes' ? String(received.bytes) : received?.message
}
const ask = (server: ReturnType<typeof machine>['server'], request: Request): Asking => {
  const channel = server.open()
  void channel.send(request)
  return channel
}
const start = (files: { name: string; size: number; sentSize?: number }[]): Request => ({
  op: 'start',
  ticket: TICKET,
  hash: 'of-the-server',
  command: ['sh', '../a'],
  files: files.map((file) => ({ sentSize: file.size, ...file })),
  from: { stdout: 0, stderr: 0 },
})

test('a payload arrives as it was sent, under the hash that the server gave it', async () => {
  const { server, seen } = machine(0)
  const channel = ask(
    server,
    start([
      { name: 'a', size: 3 },
      { name: 'b', size: 2 },
    ]),
  )
  void channel.sendBytes('file', 0, Buffer.from('abcd'))
  void channel.sendBytes('file', 4, Buffer.from('e'))
  expect(await reply(channel)).toEqual({ kind: 'following' })
  expect(seen.payload).toMatchObject({
    hash: 'of-the-server',
    files: [
      { name: 'a', bytes: Buffer.from('abc') },
      { name: 'b', bytes: Buffer.from('de') },
    ],
  })
})

test('a large file is compressed on the way', async () => {
  const { server, seen } = machine(0)
  const large = Buffer.from('Machines-1,Machines-2,'.repeat(1_000))
  const sent = Buffer.from(await compress(large))
  expect(sent.length).toBeLessThan(large.length / 10)
  const channel = ask(
    server,
    start([
      { name: 'a', size: large.length, sentSize: sent.length },
      { name: 'b', size: 2 },
    ]),
  )
  void channel.sendBytes('file', 0, Buffer.concat([sent, Buffer.from('de')]))
  expect(await reply(channel)).toEqual({ kind: 'following' })
  expect(seen.payload!.files.map(({ bytes }) => String(bytes))).toEqual([String(large), 'de'])
})

test.each([
  { name: 'more than was announced', size: 21_999, says: 'larger' },
  { name: 'less than was announced', size: 22_001, says: 'shorter' },
])('H4: $name starts nothing', async ({ size, says }) => {
  const { server, seen } = machine(0)
  const sent = Buffer.from(await compress(Buffer.from('Machines-1,Machines-2,'.repeat(1_000))))
  const channel = ask(server, start([{ name: 'a', size, sentSize: sent.length }]))
  void channel.sendBytes('file', 0, sent)
  expect(await reply(channel)).toMatchObject({ kind: 'failed', detail: expect.stringContaining(says) })
  expect(seen.payload).toBeUndefined()
})

test.each([
  { name: 'a path', files: [{ name: '../x', size: 0 }], says: 'Not a payload file' },
  { name: 'a name of the protocol', files: [{ name: 'exit', size: 0 }], says: 'Not a payload file' },
  {
    name: 'more than there may be',
    files: Array.from({ length: 2 }, () => ({ name: 'a', size: 2 ** 28 })),
    says: 'too large',
  },
])('H4: $name as a file of a payload starts nothing', async ({ files, says }) => {
  const { server, seen } = machine(0)
  expect(await reply(ask(server, start(files)))).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining(says),
  })
  expect(seen.payload).toBeUndefined()
})

test('V4: no more is read than the server has asked for', async () => {
  const { server, seen } = machine(50)
  const channel = ask(server, start([]))
  expect([await reply(channel), await reply(channel)]).toEqual([{ kind: 'following' }, { kind: 'begun' }])
  for (let n = 0; n < 4; n += 1) expect(await reply(channel)).toBe('abc')
  expect(seen.read).toBeLessThanOrEqual(5)
  for (let n = 4; n < 50; n += 1) {
    void channel.send({ op: 'more' })
    expect(await reply(channel)).toBe('abc')
  }
  expect(await reply(channel)).toMatchObject({ kind: 'ended' })
})

test('a script whose server has gone is left alone', async () => {
  const { server, seen } = machine(50)
  const channel = ask(server, start([]))
  await reply(channel)
  void channel.send({ op: 'close' })
  await expect.poll(() => seen.detached).toBe(true)
})

test('F26, X2: a cancel that is asked for again is not begun again', async () => {
  const { server, seen } = machine(0)
  const asked = [ask(server, { op: 'cancel', ticket: TICKET }), ask(server, { op: 'cancel', ticket: TICKET })]
  for (const channel of asked) expect(await reply(channel)).toMatchObject({ kind: 'cancelled', termSent: 1 })
  expect(seen.cancels).toBe(1)
})

test('refusals and failures are told', async () => {
  const { server } = machine(0)
  expect(await reply(ask(server, { op: 'cleanUp', ticket: TICKET }))).toEqual({
    kind: 'refused',
    refusal: { kind: 'still-running' },
  })
  expect(await reply(ask(server, { op: 'openFile', ticket: TICKET, path: 'a', from: 0 }))).toEqual({
    kind: 'refused',
    refusal: { kind: 'file-not-found' },
  })
  expect(await reply(ask(server, { op: 'describe' }))).toEqual({ kind: 'failed', detail: 'no such thing' })
  expect(await reply(ask(server, { op: 'more' }))).toMatchObject({ kind: 'failed' })
})

test('O: however many scripts report at once, the agent keeps below what it may send', async () => {
  const { server } = machine(0)
  const begin = performance.now()
  const channels = Array.from({ length: 60 }, () => ask(server, start([])))
  let count = 0
  for (const channel of channels) {
    for (let said = await reply(channel); (said as Reply).kind !== 'ended'; said = await reply(channel)) count += 1
    count += 1
  }
  expect(count).toBe(180)
  expect(performance.now() - begin).toBeGreaterThan(((count - PACE_PER_SECOND) * 1_000) / PACE_PER_SECOND / 2)
})

/** The real work directories of a machine, asked for a file of which the server sends `chunks`. */
async function holding(chunks: readonly (readonly [offset: number, text: string])[], size: number) {
  const root = await mkdtemp(join(tmpdir(), 'flotilla-agent-files-'))
  const { serving } = machine(0)
  const { server } = linkedPair({
    agent: {
      onChannel: (channel) => void serve(channel, { ...serving, transport: createLocalTransport({ root }) }),
    },
  })
  const sha256 = createHash('sha256').update('one two').digest('hex')
  const channel = ask(server, { op: 'hold', sha256, size })
  expect(await reply(channel)).toEqual({ kind: 'wanted' })
  const replies: unknown[] = []
  for (const [offset, text] of chunks) {
    await channel.sendBytes('file', offset, Buffer.from(text))
    replies.push(await reply(channel))
  }
  return { root, server, sha256, channel, replies, files: () => readdir(join(root, '.files')) }
}

test('G3: an agent takes a file piece by piece, holds it by its content, and asks for it once', async () => {
  const held = await holding([[0, 'one ']], 7)
  expect(held.replies).toEqual([{ kind: 'taken' }])
  await held.channel.sendBytes('file', 4, Buffer.from('two'))
  expect([await reply(held.channel), await reply(held.channel)]).toEqual([
    { kind: 'taken' },
    { kind: 'held', root: held.root },
  ])
  expect(await held.files()).toEqual([held.sha256])
  const again = ask(held.server, { op: 'hold', sha256: held.sha256, size: 7 })
  expect(await reply(again)).toEqual({ kind: 'held', root: held.root })
  await rm(held.root, { recursive: true })
})

test.each([
  ['a piece is missing', [[2, 'e ']], 7],
  ['more comes than was announced', [[0, 'one two three']], 7],
] as const)('G4: nothing is held where %s', async (_what, chunks, size) => {
  const held = await holding(chunks, size)
  expect(held.replies).toEqual([{ kind: 'failed', detail: 'The file did not arrive whole.' }])
  expect(await held.files()).toEqual([])
  await rm(held.root, { recursive: true })
})

test('G4: nothing is held of another content than was announced', async () => {
  const held = await holding([[0, 'one TWO']], 7)
  expect(await reply(held.channel)).toMatchObject({ kind: 'refused', refusal: { kind: 'not-prepared' } })
  expect(await held.files()).toEqual([])
  await rm(held.root, { recursive: true })
})
