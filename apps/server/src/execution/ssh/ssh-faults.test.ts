import { chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasSshd, startSshd, startTcpProxy, type TcpProxy } from '@flotilla/testkit'
import { findMarked, type Ticket } from '@flotilla/work-directory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSshTestBed, type SshTestBed } from '../../../test/ssh-test-bed.ts'
import { bash, must, readAll, until } from '../testing.ts'

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('')

describe.skipIf(!hasSshd())('SSH when things go wrong', () => {
  let bed: SshTestBed
  let proxy: TcpProxy
  beforeAll(async () => {
    bed = await makeSshTestBed({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] })
    proxy = await startTcpProxy(bed.sshd.port)
  })
  afterAll(async () => {
    await proxy?.close()
    await bed?.discard()
  })

  const through = (reachTimeoutMs = 30_000) => bed.ssh.transport(bed.reach({ port: proxy.port, reachTimeoutMs }))
  const fileOf = (ticket: Ticket, name: string) => join(bed.root, ticket, name)
  const beginsOf = async (ticket: Ticket) => {
    const begins = await readFile(join(bed.root, 'begins'), 'utf8').catch(() => '')
    return begins.split('\n').filter((line) => line === ticket).length
  }
  /** Prints 1 to 3000 in two halves, and waits for `go` in between. */
  const counting = bash(
    'echo "$FLOTILLA_TICKET" >>../../begins; seq 1 1000; until [ -e go ]; do sleep 0.01; done; seq 1001 3000; exit 5',
  )
  const counted = { stdout: numbers(1, 3000), outcome: { kind: 'exited', exitCode: 5 } }

  test('E1 E6 L1 L2 L3 F23: cut again and again while it runs, a script runs once and its log is whole', async () => {
    const ticket = bed.ticket('cut')
    const slowly = 'for i in 0 1 2 3 4 5 6 7 8 9 10 11; do seq $((i * 250 + 1)) $((i * 250 + 250)); sleep 0.1; done'
    const execution = must(
      await through().start(ticket, bash(`echo "$FLOTILLA_TICKET" >>../../begins; ${slowly}; exit 5`)),
    )
    let cuts = 0
    const seen = await readAll(execution, ({ stdout }) => {
      if (cuts < 5 && stdout.length > (cuts + 1) * 1500) {
        cuts += 1
        proxy.cut()
      }
      return false
    })
    expect(seen).toMatchObject(counted)
    expect({ cuts, begins: await beginsOf(ticket) }).toEqual({ cuts: 5, begins: 1 })
  })

  test('E1 F26: cut at any moment of its start, a script begins once and ends with its own result', async () => {
    for (let round = 0; round < 8; round++) {
      const ticket = bed.ticket(`early-${round}`)
      proxy.cut()
      let answers = 0
      proxy.onAnswer(() => {
        answers += 1
        // From the handshake over the first word to the output.
        if (answers === 2 + round * 2) proxy.cut()
      })
      const started = must(await through().start(ticket, bash('echo "$FLOTILLA_TICKET" >>../../begins; seq 1 100')))
      const seen = await readAll(started)
      proxy.onAnswer(undefined)
      if (seen.outcome?.kind === 'never-started') expect(await beginsOf(ticket)).toBe(0)
      else {
        expect(seen).toMatchObject({ stdout: numbers(1, 100), outcome: { kind: 'exited', exitCode: 0 } })
        expect(await beginsOf(ticket)).toBe(1)
      }
    }
  })

  test('F23: out of reach for longer than is allowed, a script is unknown, and what runs there goes on', async () => {
    const ticket = bed.ticket('away')
    const reading = readAll(must(await through(1_500).start(ticket, counting)))
    await until(() => beginsOf(ticket))
    proxy.admit(false)
    proxy.cut()
    expect((await reading).outcome).toEqual({ kind: 'unknown', why: 'out-of-reach', processLeft: false })
    expect(await through(300).start(bed.ticket('unsent'), counting)).toMatchObject({
      ok: false,
      error: { kind: 'out-of-reach' },
    })
    expect(await through(300).cancel(ticket)).toMatchObject({ noneLeft: false, outOfReach: expect.any(String) })
    expect(await through(300).cleanUp(ticket)).toMatchObject({ ok: false, error: { kind: 'out-of-reach' } })
    proxy.admit(true)
    await writeFile(fileOf(ticket, 'work/go'), '')
    const healed = must(await through().attach(ticket, { hasBegun: true }))
    expect(await readAll(healed)).toMatchObject(counted)
    expect(await beginsOf('unsent' as Ticket)).toBe(0)
  })

  test.each(['swallow', 'mute'] as const)(
    'F24 F25: a connection that dies without a word (%s) is found, and the script goes on',
    async (how) => {
      const ticket = bed.ticket(`silent-${how}`)
      const execution = must(await through().start(ticket, counting))
      let isDead = false
      const seen = await readAll(execution, ({ stdout }) => {
        if (isDead || stdout.length < numbers(1, 1000).length) return false
        isDead = true
        proxy.spoil(how)
        void writeFile(fileOf(ticket, 'work/go'), '')
        return false
      })
      expect(seen).toMatchObject(counted)
      expect(await beginsOf(ticket)).toBe(1)
    },
  )

  test('E6: another server attaches while the first one still follows; both read everything', async () => {
    const ticket = bed.ticket('two')
    const first = must(await bed.transport.start(ticket, counting))
    const second = must(await through().attach(ticket, { hasBegun: true }))
    await writeFile(fileOf(ticket, 'work/go'), '')
    for (const seen of await Promise.all([readAll(first), readAll(second)])) expect(seen).toMatchObject(counted)
  })

  test('X2: a cancel whose connection is cut ends everything all the same', async () => {
    const ticket = bed.ticket('cut-cancel')
    const body = 'setsid sleep 1000 & trap "" TERM; echo ready; while :; do sleep 0.05; done'
    const reading = readAll(must(await bed.transport.start(ticket, bash(body))))
    await until(async () => (await readFile(fileOf(ticket, 'stdout'), 'utf8').catch(() => '')) !== '')
    const cancelling = through().cancel(ticket)
    await new Promise((resolve) => setTimeout(resolve, 300))
    proxy.cut()
    expect(await cancelling).toMatchObject({ noneLeft: true, survivors: [] })
    expect(await findMarked({ ticket, directory: join(bed.root, ticket) })).toEqual([])
    expect((await reading).outcome).toMatchObject({ kind: 'signalled' })
  })

  test('F33 H7 E9: a changed host key is refused and said, before and in the middle of a script', async () => {
    const ticket = bed.ticket('exchanged')
    const own = await startSshd({ like: bed.sshd })
    const way = await startTcpProxy(own.port)
    const reach = bed.reach({ port: way.port, fingerprint: own.fingerprints.ed25519!, reachTimeoutMs: 30_000 })
    const reading = readAll(must(await bed.ssh.transport(reach).start(ticket, counting)))
    await until(() => beginsOf(ticket))
    await own.stop()
    const impostor = await startSshd({ like: bed.sshd, port: own.port })
    try {
      way.cut()
      expect((await reading).outcome).toEqual({ kind: 'unknown', why: 'other-identity', processLeft: false })
      expect(await bed.ssh.transport(reach).start(bed.ticket('refused'), counting)).toMatchObject({
        ok: false,
        error: { kind: 'other-identity', detail: expect.stringContaining(impostor.fingerprints.ed25519!) },
      })
      expect(bed.strangers).toContain(impostor.fingerprints.ed25519)
      expect(await beginsOf('refused' as Ticket)).toBe(0)
    } finally {
      await way.close()
      await impostor.stop()
      await bed.transport.cancel(ticket)
    }
  })

  test('H7: the key of any type that was confirmed counts, in any spelling; without one nothing runs', async () => {
    const { ecdsa, rsa } = bed.sshd.fingerprints
    for (const fingerprint of [ecdsa!, rsa!.replace('SHA256:', '')]) {
      const reach = bed.reach({ fingerprint })
      expect((await bed.ssh.check(reach, new AbortController().signal)).ok).toBe(true)
    }
    for (const [fingerprint, says] of [
      ['', 'nobody has confirmed'],
      ['d9:fb:0c:93:10:f0:a8:92:0f:c7:3c:64:5e:5b:5c:b4', 'MD5'],
      ['SHA256:abc', 'no fingerprint'],
    ] as const) {
      expect(await bed.ssh.transport(bed.reach({ fingerprint })).start(bed.ticket('none'), counting)).toMatchObject({
        ok: false,
        error: { kind: 'out-of-reach', detail: expect.stringContaining(says) },
      })
    }
    expect(await bed.ssh.hostKey(bed.reach())).toEqual({ ok: true, value: bed.sshd.fingerprints.ed25519 })
    expect(await beginsOf('none' as Ticket)).toBe(0)
  })

  test('scripts share one connection; a hundred at once need a few', async () => {
    proxy.cut()
    const before = proxy.count()
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const seen = await readAll(must(await through().start(bed.ticket(`shared-${index}`), bash('echo done'))))
        expect(seen.stdout).toBe('done\n')
      }),
    )
    expect(proxy.count() - before).toBeLessThanOrEqual(4)
  })

  test.skipIf(process.getuid?.() !== 0)('H8: a work directory of somebody else is refused', async () => {
    const ticket = bed.ticket('foreign')
    await mkdir(join(bed.root, ticket), { recursive: true, mode: 0o700 })
    await chown(join(bed.root, ticket), 65534, 65534)
    expect(await bed.transport.start(ticket, counting)).toEqual({
      ok: false,
      error: { kind: 'work-directory-unsafe', why: 'other-owner' },
    })
    await chown(join(bed.root, ticket), 0, 0)
  })
})
