import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Execution, Outcome, Payload, StreamName, Ticket } from '@flotilla/work-directory'
import { createLocalTransport, findMarked, type LocalTransport } from '@flotilla/work-directory'
import { buildPayload, type Script } from './script-payload.ts'

/** A transport in a directory of its own. `discard` ends what its tickets left running, and only that. */
export interface TestBed {
  readonly root: string
  readonly transport: LocalTransport
  /** A fresh ticket, whose processes `discard` ends. */
  ticket(name: string): Ticket
  discard(): Promise<void>
}

export async function makeTestBed(): Promise<TestBed> {
  const base = await mkdtemp(join(tmpdir(), 'flotilla-execution-'))
  const root = join(base, 'work')
  const tickets: Ticket[] = []
  const transport = createLocalTransport({ root, cancelTimes: { graceMs: 500, giveUpMs: 5_000 } })
  return {
    root,
    transport,
    ticket(name) {
      tickets.push(name as Ticket)
      return name as Ticket
    },
    async discard() {
      for (const ticket of tickets) {
        for (const pid of await findMarked({ ticket, directory: join(root, ticket) })) process.kill(pid, 'SIGKILL')
      }
      await rm(base, { recursive: true, force: true })
    },
  }
}

export function bash(body: string, rest: Partial<Script> = {}): Payload {
  return payloadOf('Bash', body, rest)
}

export function payloadOf(syntax: string, body: string, rest: Partial<Script> = {}): Payload {
  return must(buildPayload({ syntax, body, variables: [], ...rest }))
}

/** Whether this machine has a program, for tests that need it. */
export function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$0"', name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export interface Seen {
  readonly stdout: string
  readonly stderr: string
  readonly outcome: Outcome | undefined
  readonly hasBegun: boolean
  readonly lost: readonly StreamName[]
}

/** Follows to the end (or until `isEnough`), and checks on the way that each stream's offsets have no gap. */
export async function readAll(execution: Execution, isEnough: (seen: Seen) => boolean = () => false): Promise<Seen> {
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  const next: { stdout?: number; stderr?: number } = {}
  let outcome: Outcome | undefined
  let hasBegun = false
  const lost: StreamName[] = []
  const seen = (): Seen => ({
    stdout: Buffer.concat(chunks.stdout).toString(),
    stderr: Buffer.concat(chunks.stderr).toString(),
    outcome,
    hasBegun,
    lost,
  })
  for await (const event of execution) {
    if (outcome) throw new Error('an event came after the end')
    if (event.kind === 'begun') hasBegun = true
    if (event.kind === 'output-lost') lost.push(event.stream)
    if (event.kind === 'ended') outcome = event.outcome
    if (event.kind === 'output') {
      if (event.offset !== (next[event.stream] ?? event.offset)) throw new Error(`a gap before ${event.offset}`)
      next[event.stream] = event.offset + event.bytes.length
      chunks[event.stream].push(event.bytes)
    }
    if (isEnough(seen())) break
  }
  return seen()
}

export async function run(bed: TestBed, name: string, payload: Payload): Promise<Seen> {
  return readAll(must(await bed.transport.start(bed.ticket(name), payload)))
}

export function must<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** Waits for a condition, with a limit. */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + 15_000
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error('the condition did not come true within 15 s')
    await delay(5)
  }
}
