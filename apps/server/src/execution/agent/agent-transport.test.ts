import { setTimeout as delay } from 'node:timers/promises'
import type { Received, Reply, Request } from '@flotilla/agent-protocol'
import { type ExecutionEvent, makePayload, type Ticket } from '@flotilla/work-directory'
import { expect, test } from 'vitest'
import type { Waiter } from '../transports.ts'
import { createAgentTransport } from './agent-transport.ts'
import type { AgentChannel } from './channel.ts'

const TICKET = 'ServerTasks-1.abc.1' as Ticket
const payload = makePayload({ files: [{ name: 'a', bytes: Buffer.from('text') }], command: ['sh', '../a'] })

/** What a channel of a scripted agent answers, and at last: `cut`, or silence. */
type Script = readonly (
  | Reply
  | { readonly bytes: string; readonly at: number; readonly part?: 'stdout' | 'file' }
  | 'cut'
)[]

/** An agent that answers on each channel what it is told to. Fails the test when it is asked more often. */
function agent(...scripts: readonly (Script | 'away' | 'other')[]) {
  const asked: Request[][] = []
  const misdeeds: string[] = []
  let next = 0
  const channelTo = async (): Promise<AgentChannel | undefined> => {
    const script = scripts[next]
    if (script === 'away' || script === 'other') return undefined
    next += 1
    if (!script) throw new Error('Nobody expected another channel.')
    const requests: Request[] = []
    asked.push(requests)
    const answers = [...script]
    let release = () => {}
    const released = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined)
    })
    return {
      send: async (request) => void requests.push(request),
      sendBytes: async () => {},
      next: async () => {
        const answer = answers.shift()
        if (answer === undefined) return released
        return answer === 'cut' ? undefined : received(answer)
      },
      release,
    }
  }
  const directory = {
    isOf: async () => scripts[next] !== 'other',
    changed: async (_thumbprint: string, limitMs: number) => {
      if (scripts[next] === 'away') next += 1
      await new Promise((resolve) => setTimeout(resolve, Math.min(5, limitMs)))
    },
    misbehaved: (_thumbprint: string, what: string) => void misdeeds.push(what),
  }
  const reach = { machineId: 'Machines-1', thumbprint: 'AB', reachTimeoutMs: 150 }
  const transportFor = (waiter?: Waiter) => createAgentTransport({ channelTo, directory }, reach, waiter)
  return { transport: transportFor(), transportFor, asked, misdeeds }
}

const received = (answer: Exclude<Script[number], 'cut'>): Received<Reply> =>
  'bytes' in answer
    ? { kind: 'bytes', part: answer.part ?? 'stdout', offset: answer.at, bytes: Buffer.from(answer.bytes) }
    : { kind: 'message', message: answer }

const following: Reply = { kind: 'following' }
const begun: Reply = { kind: 'begun' }
const exited: Reply = { kind: 'ended', outcome: { kind: 'exited', exitCode: 0 } }
const unknown = (why: string) => ({ kind: 'ended', outcome: { kind: 'unknown', why, processLeft: false } })

async function eventsOf(started: Awaited<ReturnType<ReturnType<typeof agent>['transport']['start']>>) {
  if (!started.ok) return started.error
  const events: unknown[] = []
  for await (const event of started.value) events.push(plain(event))
  return events
}
const plain = (event: ExecutionEvent) =>
  event.kind === 'output' ? `${event.offset}:${Buffer.from(event.bytes)}` : event.kind === 'ended' ? event : event.kind

test('what an agent tells of a script', async () => {
  const { transport, asked } = agent([following, begun, { bytes: 'ab', at: 0 }, { bytes: 'c', at: 2 }, exited])
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual(['begun', '0:ab', '2:c', exited])
  expect(asked[0]!.map(({ op }) => op)).toEqual(['start', 'more', 'more'])
})

test('F26, E1: a start whose answer was lost is sent again as it was', async () => {
  const { transport, asked } = agent(['cut'], 'away', [following, begun, exited])
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual(['begun', exited])
  expect(asked.map(([first]) => first)).toEqual([asked[0]![0], asked[0]![0]])
})

test('L1-L3, F23: what was cut off is asked for from the byte that came last', async () => {
  const { transport, asked } = agent([following, begun, { bytes: 'ab', at: 0 }, 'cut'], 'away', [
    following,
    begun,
    { bytes: 'cd', at: 2 },
    exited,
  ])
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual(['begun', '0:ab', '2:cd', exited])
  expect(asked[1]![0]).toMatchObject({
    op: 'attach',
    hasBegun: true,
    from: { stdout: 2, stderr: 0 },
    hash: payload.hash,
  })
})

test.each([
  { name: 'a byte again', offender: { bytes: 'b', at: 1 } as const },
  { name: 'a gap', offender: { bytes: 'b', at: 3 } as const },
  { name: 'bytes of a file', offender: { bytes: 'b', at: 2, part: 'file' } as const },
  { name: 'an answer to another question', offender: { kind: 'cleaned' } as const },
])('H4, L2, L3: $name in the output is not believed', async ({ offender }) => {
  const { transport, misdeeds } = agent(
    [following, { bytes: 'ab', at: 0 }, offender, exited],
    [following, { bytes: 'c', at: 2 }, exited],
  )
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual(['begun', '0:ab', '2:c', exited])
  expect(misdeeds).toHaveLength(1)
})

const forever = Array.from({ length: 1_000 }, () => 'away' as const)

test('F37: who never comes is given up, and nothing was sent', async () => {
  const { transport } = agent(...forever)
  expect(await eventsOf(await transport.start(TICKET, payload))).toMatchObject({ kind: 'out-of-reach' })
})

test('F26, C3: after waiting for its place a script is sent on a new connection, with the whole time to reach the machine', async () => {
  const { transportFor, asked } = agent('away', ['cut'], 'away', 'away', 'away', [following, begun, exited])
  const turns = [delay(300)]
  const transport = transportFor({ away: () => {}, back: () => turns.shift() })
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual(['begun', exited])
  expect(asked.map((requests) => requests.map(({ op }) => op))).toEqual([[], ['start']])
})

test('E5, F37: what was sent to one who never comes back is unknown', async () => {
  const { transport } = agent(['cut'], ...forever)
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual([unknown('out-of-reach')])
  const later = agent([following, begun, 'cut'], ...forever)
  expect(await eventsOf(await later.transport.start(TICKET, payload))).toEqual(['begun', unknown('out-of-reach')])
})

test('E9, F41: a machine that was replaced gets nothing, and what the old one ran is unknown', async () => {
  expect(await eventsOf(await agent('other').transport.start(TICKET, payload))).toMatchObject({
    kind: 'other-identity',
  })
  const { transport } = agent([following, begun, 'cut'], 'other')
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual(['begun', unknown('other-identity')])
})

test('X1: nothing is sent once it was cancelled', async () => {
  const { transport, asked } = agent(...forever.slice(0, 5), [following, begun, exited])
  const cancelled = new AbortController()
  cancelled.abort()
  expect(await eventsOf(await transport.start(TICKET, payload, undefined, cancelled.signal))).toMatchObject({
    kind: 'out-of-reach',
  })
  expect(asked).toEqual([])
})

test('X5: an agent that does not come back for the cancel is not waited for by the script either', async () => {
  const { transport } = agent([following, begun], ...forever)
  const events = eventsOf(await transport.start(TICKET, payload))
  expect(await transport.cancel(TICKET)).toMatchObject({
    noneLeft: false,
    outOfReach: expect.stringContaining('agent'),
  })
  expect(await events).toEqual(['begun', unknown('out-of-reach')])
})

test('E7: a refusal comes through, but only one that belongs to the question', async () => {
  const differs = { kind: 'payload-differs', heldHash: 'x' } as const
  expect(await eventsOf(await agent([{ kind: 'refused', refusal: differs }]).transport.start(TICKET, payload))).toEqual(
    differs,
  )
  const strange = agent([{ kind: 'refused', refusal: { kind: 'file-not-found' } }])
  expect(await eventsOf(await strange.transport.start(TICKET, payload))).toMatchObject({ kind: 'not-prepared' })
})

test('E5: what is refused after a cut may have begun before it', async () => {
  const unsafe = { kind: 'not-prepared', code: 'ENOSPC', detail: 'no space' } as const
  const { transport } = agent(['cut'], 'away', [{ kind: 'refused', refusal: unsafe }])
  expect(await eventsOf(await transport.start(TICKET, payload))).toEqual([unknown('work-directory-unsafe')])
})

test('L7: a file is read through a cut, and never longer than it was announced', async () => {
  const opened: Reply = { kind: 'opened', sizeBytes: 4 }
  const { transport, asked } = agent(
    [opened, { bytes: 'ab', at: 0, part: 'file' }, 'cut'],
    [opened, { bytes: 'cd', at: 2, part: 'file' }, { kind: 'sent' }],
    [opened, { bytes: 'abcde', at: 0, part: 'file' }],
  )
  const read = async () => {
    const file = await transport.openFile(TICKET, 'a')
    if (!file.ok) throw new Error(file.error.kind)
    let text = ''
    for await (const bytes of file.value) text += String(bytes)
    return text
  }
  expect(await read()).toBe('abcd')
  expect(asked[1]![0]).toMatchObject({ op: 'openFile', from: 2 })
  await expect(read()).rejects.toThrow('more of a than it has announced')
})

const file = {
  sha256: 'ab'.repeat(32),
  sizeBytes: 9,
  async *read() {
    for (const text of ['one', 'two', 'six']) yield Buffer.from(text)
  },
}
const taken: Reply = { kind: 'taken' }
const held: Reply = { kind: 'held', root: '/there' }

test('an agent gets a file that it lacks, and none that it has', async () => {
  const lacking = agent([{ kind: 'wanted' }, taken, taken, taken, held])
  expect(await lacking.transport.holdFile(file)).toEqual({ ok: true, value: { root: '/there', wasSent: true } })
  expect(lacking.asked).toEqual([[{ op: 'hold', sha256: file.sha256, size: 9 }]])
  const having = agent([held])
  expect(await having.transport.holdFile(file)).toEqual({ ok: true, value: { root: '/there', wasSent: false } })
})

test('F26: a file that was cut off is sent anew, but not for ever', async () => {
  const { transport, asked } = agent(
    [{ kind: 'wanted' }, taken, 'cut'],
    [{ kind: 'wanted' }, taken, taken, taken, held],
  )
  expect(await transport.holdFile(file)).toMatchObject({ ok: true })
  expect(asked).toHaveLength(2)
  const never = agent(...Array.from({ length: 10 }, () => [{ kind: 'wanted' }, 'cut'] as const))
  expect(await never.transport.holdFile(file)).toMatchObject({ ok: false, error: { kind: 'out-of-reach' } })
})

test('what an agent refuses or cannot do is said', async () => {
  const full = { kind: 'refused', refusal: { kind: 'not-prepared', code: 'ENOSPC', detail: 'no space' } } as const
  expect(await agent([{ kind: 'wanted' }, full]).transport.holdFile(file)).toEqual({ ok: false, error: full.refusal })
  const old = agent([{ kind: 'failed', detail: 'too old' }])
  expect(await old.transport.holdFile(file)).toMatchObject({ ok: false, error: { detail: 'too old' } })
})
