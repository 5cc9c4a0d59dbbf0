import { type ExecutionEvent, type Outcome, parseTicket, type StreamName } from '@flotilla/work-directory'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followLate } from './follow-late.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const HOUR_MS = 3_600_000
const KILLED: Outcome = { kind: 'signalled', signal: 'SIGTERM', exitCode: 143 }

/** A script that prints once and then runs until it is killed. */
function endless() {
  let wake: (event: ExecutionEvent | undefined) => void = () => {}
  const next = new Promise<ExecutionEvent | undefined>((resolve) => {
    wake = resolve
  })
  const ticket = parseTicket('ServerTasks-1.a.1')
  if (!ticket.ok) throw new Error('malformed')
  const output = { kind: 'output', stream: 'stdout' as StreamName, offset: 0, bytes: Buffer.from('line\n') } as const
  return {
    kill: () => wake({ kind: 'ended', outcome: KILLED }),
    execution: {
      ticket: ticket.value,
      detach: () => wake(undefined),
      async *[Symbol.asyncIterator]() {
        yield output
        const last = await next
        if (last) yield last
      },
    },
  }
}

function follow({ endInMs, dies = true }: { readonly endInMs: number; readonly dies?: boolean }) {
  const script = endless()
  const stopping = new AbortController()
  const begun = Date.now()
  const seen = { taken: 0, endedAfterMs: undefined as number | undefined, overAfterMs: undefined as number | undefined }
  const over = followLate(script.execution, {
    endInMs,
    giveUpInMs: 24 * HOUR_MS,
    end: () => {
      seen.endedAfterMs = Date.now() - begun
      if (dies) script.kill()
    },
    take: async () => {
      seen.taken += 1
    },
    stopping: stopping.signal,
  }).finally(() => {
    seen.overAfterMs = Date.now() - begun
  })
  return { over, seen, stopping }
}

test('F23 X7: a late script is ended when its time limit is up, and its end is awaited', async () => {
  const { over, seen } = follow({ endInMs: 2 * HOUR_MS })
  await vi.advanceTimersByTimeAsync(25 * HOUR_MS)
  expect(await over).toEqual(KILLED)
  expect(seen).toEqual({ taken: 1, endedAfterMs: 2 * HOUR_MS, overAfterMs: 2 * HOUR_MS })
  expect(vi.getTimerCount()).toBe(0)
})

test('F23 X7: one whose limit was up while nobody followed it is ended at once', async () => {
  const { over, seen } = follow({ endInMs: -HOUR_MS })
  await vi.advanceTimersByTimeAsync(10)
  expect(await over).toEqual(KILLED)
  expect(seen.endedAfterMs).toBeLessThan(10)
})

test('F23: what cannot be ended, or may take more than a day, is given up after the day', async () => {
  for (const endInMs of [HOUR_MS, 100 * 24 * HOUR_MS]) {
    const { over, seen } = follow({ endInMs, dies: false })
    await vi.advanceTimersByTimeAsync(25 * HOUR_MS)
    expect(await over).toBe('given-up')
    expect(seen).toEqual({
      taken: 1,
      endedAfterMs: endInMs === HOUR_MS ? HOUR_MS : undefined,
      overAfterMs: 24 * HOUR_MS,
    })
  }
})

test('a server that stops leaves the script alone', async () => {
  const { over, seen, stopping } = follow({ endInMs: HOUR_MS })
  await vi.advanceTimersByTimeAsync(10)
  stopping.abort()
  expect(await over).toBe('stopped')
  expect(seen.endedAfterMs).toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})
