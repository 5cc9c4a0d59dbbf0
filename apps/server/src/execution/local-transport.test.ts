import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createLocalTransport,
  findMarked,
  type Outcome,
  parseTicket,
  preparePayload,
  type Ticket,
  workDirectoryOf,
} from '@flotilla/work-directory'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bash, makeTestBed, must, readAll, run, type TestBed, until } from './testing.ts'
import { describeTransport } from './transport-behaviour.ts'

let bed: TestBed
beforeAll(async () => {
  bed = await makeTestBed()
})
afterAll(() => bed.discard())

const markOf = (ticket: Ticket) => ({ ticket, directory: join(bed.root, ticket) })
const fileOf = (ticket: Ticket, name: string) => join(bed.root, ticket, name)
const lines = (text: string) => text.split('\n').filter((line) => line !== '')
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('')

describeTransport('the built-in worker', async () => {
  const bed = await makeTestBed()
  return { ...bed, other: () => createLocalTransport({ root: bed.root }) }
})

describe('a script from start to end', () => {
  test('L1: writing to /dev/stderr and /dev/stdout by name loses nothing', async () => {
    const seen = await run(
      bed,
      'names',
      bash('for i in 1 2 3; do echo $i >/dev/stderr; echo $i | tee /dev/stdout; done'),
    )
    expect(seen).toMatchObject({ stderr: '1\n2\n3\n', stdout: '1\n1\n2\n2\n3\n3\n' })
  })

  test('F56: 256 MB without a line end pass through in chunks of bounded size', async () => {
    const execution = must(await bed.transport.start(bed.ticket('flood'), bash('head -c 256000000 /dev/urandom')))
    let total = 0
    let largest = 0
    for await (const event of execution) {
      if (event.kind !== 'output') continue
      total += event.bytes.length
      largest = Math.max(largest, event.bytes.length)
    }
    expect({ total, isBounded: largest <= 256 * 1024 }).toEqual({ total: 256_000_000, isBounded: true })
  })

  test('J5: the environment is built from a list, and standard input is empty', async () => {
    process.env.FLOTILLA_TEST_SECRET = 'not for scripts'
    const seen = await run(bed, 'environment', bash('cat; env -0; umask'))
    delete process.env.FLOTILLA_TEST_SECRET
    const [umask, ...entries] = seen.stdout.split('\0').reverse()
    const names = entries.map((entry) => entry.split('=', 1)[0]).sort()
    expect(names).toEqual('FLOTILLA_DIRECTORY FLOTILLA_TICKET HOME LANG PATH PWD SHLVL _'.split(' '))
    expect(umask).toBe('0022\n')
  })

  test('E10: the step ends with the main process, although a service keeps the output open and goes on printing', async () => {
    const seen = await run(bed, 'service', bash('(while :; do echo tick; sleep 0.01; done) & echo main is done'))
    expect(seen.outcome).toEqual({ kind: 'exited', exitCode: 0 })
    expect(seen.stdout).toContain('main is done\n')
    const [service] = await findMarked(markOf('service' as Ticket))
    expect(service).toBeDefined()
    const { length } = seen.stdout
    await until(async () => (await readFile(fileOf('service' as Ticket, 'stdout'))).length > length + 20)
    expect(await bed.transport.cleanUp('service' as Ticket)).toMatchObject({
      ok: false,
      error: { kind: 'process-alive' },
    })
    // Secrets go at once, whoever lives.
    expect(await readdir(join(bed.root, 'service'))).not.toContain('variables.sh')
    await bed.transport.cancel('service' as Ticket)
    expect(await bed.transport.cleanUp('service' as Ticket)).toEqual({ ok: true, value: undefined })
  })
})

describe('at most once', () => {
  const countingScript = bash('echo "$FLOTILLA_TICKET" >>../../begins; echo done')
  const beginsOf = async (ticket: Ticket) => {
    const begins = await readFile(join(bed.root, 'begins'), 'utf8').catch(() => '')
    return lines(begins).filter((line) => line === ticket).length
  }

  test('E1: runners killed at any moment and recoverers that race them never contradict each other', async () => {
    const kinds = new Set<string>()
    for (let round = 0; round < 40; round++) {
      const ticket = bed.ticket(`race-${round}`)
      const directory = workDirectoryOf(bed.root, ticket)
      must(await preparePayload(directory, countingScript))
      // One runner or two; killed early, late, or not at all.
      const runners = [0, 1].slice(round % 2).map(() => startRunner(ticket, countingScript.command))
      const ended = Promise.all(runners.map((runner) => once(runner, 'exit')))
      await spinFor((round % 20) * 0.5)
      if (round % 3 > 0) for (const runner of runners) runner.kill('SIGKILL')
      const outcomes = await Promise.all(
        [0, 1].map(async () => (await readAll(must(await bed.transport.attach(ticket)))).outcome as Outcome),
      )
      await ended
      // Both must say the same; only what they saw of left-over processes belongs to its moment.
      expect({ ...outcomes[1], processLeft: 0 }).toEqual({ ...outcomes[0], processLeft: 0 })
      const { kind } = outcomes[0]!
      kinds.add(kind)
      const begins = await beginsOf(ticket)
      expect(begins).toBeLessThanOrEqual(1)
      if (kind === 'never-started') expect(begins).toBe(0)
      if (kind === 'exited') expect(begins).toBe(1)
      // Whoever comes later finds the ticket used up.
      const late = await readAll(must(await bed.transport.start(ticket, countingScript)))
      expect(late.outcome?.kind).toBe(kind)
      expect(await beginsOf(ticket)).toBe(begins)
    }

    expect(kinds.size).toBeGreaterThan(1)
  })

  test('E8: a running ticket is not cleaned up; an ended one leaves a tombstone that still stops a late start', async () => {
    const ticket = bed.ticket('tombstone')
    const payload = bash(
      'echo "$FLOTILLA_TICKET" >>../../begins; mkdir -p a/b; chmod 0 a; while [ ! -e go ]; do :; done; exit 3',
    )
    const execution = must(await bed.transport.start(ticket, payload))
    await until(() => beginsOf(ticket))
    expect(await bed.transport.cleanUp(ticket)).toEqual({ ok: false, error: { kind: 'still-running' } })
    await writeFile(fileOf(ticket, 'work/go'), '')
    await readAll(execution)
    must(await bed.transport.cleanUp(ticket))
    must(await bed.transport.cleanUp(ticket))
    expect((await readdir(join(bed.root, ticket))).sort()).toEqual(['exit', 'payload', 'started'])
    const late = await readAll(must(await bed.transport.start(ticket, payload)))
    expect(late.outcome).toEqual({ kind: 'exited', exitCode: 3 })
    expect(await beginsOf(ticket)).toBe(1)
  })

  test('E8: the sweep removes what is ended and old, and nothing else', async () => {
    const own = await makeTestBed()
    await run(own, 'old', bash('echo old'))
    await run(own, 'young', bash('echo young'))
    must(await own.transport.start(own.ticket('busy'), bash('exec sleep 1000'))).detach()
    await until(async () => (await findMarked({ ticket: 'busy', directory: join(own.root, 'busy') })).length > 1)
    for (const name of ['old', 'busy']) await utimes(join(own.root, name), 0, 0)
    expect(await own.transport.sweep(60_000)).toBe(1)
    expect((await readdir(own.root)).sort()).toEqual(['busy', 'young'])
    await own.transport.cancel('busy' as Ticket)
    await own.discard()
  })

  function startRunner(ticket: Ticket, command: readonly string[]) {
    return spawn('/bin/sh', ['runner', ...command], {
      cwd: join(bed.root, ticket),
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, FLOTILLA_TICKET: ticket, FLOTILLA_DIRECTORY: join(bed.root, ticket) },
    })
  }

  /** Timers are too coarse to meet a moment between two steps of the runner. */
  async function spinFor(ms: number) {
    const end = performance.now() + ms
    while (performance.now() < end) await new Promise(setImmediate)
  }
})

describe('deaths', () => {
  test('E6: a server killed with SIGKILL loses neither exit code nor output', async () => {
    const ticket = bed.ticket('orphan')
    const body = `seq 1 1000; while [ ! -e go ]; do :; done; seq 1001 2000; exit 5`
    const server = await startServer(ticket, body)
    await until(
      async () => (await readFile(fileOf(ticket, 'stdout'), 'utf8').catch(() => '')).length >= numbers(1000).length,
    )
    server.kill('SIGKILL')
    await once(server, 'exit')
    const execution = must(await bed.transport.attach(ticket))
    await writeFile(fileOf(ticket, 'work/go'), '')
    expect(await readAll(execution)).toMatchObject({
      stdout: numbers(2000),
      outcome: { kind: 'exited', exitCode: 5 },
      hasBegun: true,
    })
  })

  test('F39: a target that can not be written to is refused with the reason', async () => {
    const { start } = createLocalTransport({ root: '/dev/null/flotilla' })
    expect(await start(bed.ticket('unwritable'), bash(''))).toMatchObject({
      ok: false,
      error: { kind: 'not-prepared', code: 'ENOTDIR' },
    })
  })

  test.skipIf(!canMount())(
    'F39: a disk that fills up while the script writes costs output, which is said, and nothing else',
    async () => {
      const own = await makeTestBed()
      await mkdir(own.root, { mode: 0o700 })
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k,mode=700', 'none', own.root])
      try {
        const seen = await run(own, 'full', bash('seq 1 100000; exit 4'))
        expect(seen).toMatchObject({ outcome: { kind: 'exited', exitCode: 4 }, lost: ['stdout'] })
        expect(numbers(100_000).startsWith(seen.stdout)).toBe(true)
        expect(await own.transport.start(own.ticket('next'), bash('echo'))).toMatchObject({
          ok: false,
          error: { kind: 'not-prepared', code: 'ENOSPC' },
        })
        expect(await own.transport.cleanUp('full' as Ticket)).toMatchObject({ ok: true })
      } finally {
        // Lazily: the runner may just be ending in it.
        execFileSync('umount', ['--lazy', own.root])
        await own.discard()
      }
    },
  )

  /** Only root may mount the small disk. */
  function canMount(): boolean {
    const directory = mkdtempSync(join(tmpdir(), 'flotilla-mount-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', 'none', directory], { stdio: 'ignore' })
      execFileSync('umount', [directory])
      return true
    } catch {
      return false
    } finally {
      rmdirSync(directory)
    }
  }

  async function startServer(ticket: Ticket, body: string) {
    const directory = await mkdtemp(join(tmpdir(), 'flotilla-server-'))
    const outfile = join(directory, 'server.mjs')
    const contents = `
      import { createLocalTransport } from '@flotilla/work-directory'
      import { bash, readAll } from './testing.ts'
      const { start } = createLocalTransport({ root: ${JSON.stringify(bed.root)} })
      const begun = await start(${JSON.stringify(ticket)}, bash(${JSON.stringify(body)}))
      await readAll(begun.value)`
    await build({
      stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    })
    const server = spawn(process.execPath, [outfile], { stdio: 'ignore' })
    server.once('exit', () => rm(directory, { recursive: true, force: true }))
    return server
  }
})

describe('cancelling', () => {
  test('X1 X2: cancelled at any moment of its start, no process is left and the outcome is no success', async () => {
    for (let round = 0; round < 20; round++) {
      const ticket = bed.ticket(`early-${round}`)
      const reading = readAll(must(await bed.transport.start(ticket, bash('exec sleep 1000'))))
      const end = performance.now() + round
      while (performance.now() < end) await new Promise(setImmediate)
      expect(await bed.transport.cancel(ticket)).toMatchObject({ noneLeft: true })
      const { outcome } = await reading
      expect(outcome).not.toMatchObject({ kind: 'exited', exitCode: 0 })
      expect(await findMarked(markOf(ticket))).toEqual([])
    }
  })

  test('X2: another server on this machine with a ticket of the same name is left alone', async () => {
    const other = await makeTestBed()
    const reading = readAll(
      must(await other.transport.start(other.ticket('same'), bash('while [ ! -e go ]; do sleep 0.01; done'))),
    )
    await until(async () => (await findMarked({ ticket: 'same', directory: join(other.root, 'same') })).length > 1)
    await bed.transport.cancel(bed.ticket('same'))
    await writeFile(join(other.root, 'same', 'work', 'go'), '')
    expect((await reading).outcome).toEqual({ kind: 'exited', exitCode: 0 })
    await other.discard()
  })
})

describe('H8: the work directory', () => {
  test.each(['', '.', '..', '.hidden', '-rf', 'a/b', 'a b', 'a\0b', 'a\nb', 'ä', 'x'.repeat(121)])(
    'J1: %j is no ticket',
    (text) => expect(parseTicket(text).ok).toBe(false),
  )
  test('ids of ours make a ticket', () => expect(parseTicket('ServerTasks-12_a1_Machines-3_1').ok).toBe(true))
})
