import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasSshd, startSshd, type TestSshd } from '@flotilla/testkit'
import type { Ticket } from '@flotilla/work-directory'
import { afterEach, describe, expect, test } from 'vitest'
import { makeSshTestBed, type SshTestBed } from '../../../test/ssh-test-bed.ts'
import { bash, must, readAll, until } from '../testing.ts'

const QUIET = new AbortController().signal

describe.skipIf(!hasSshd())('hosts of all kinds', () => {
  let bed: SshTestBed | undefined
  afterEach(async () => {
    await bed?.discard()
    bed = undefined
  })
  const run = async (ticket: string, body: string, own = bed!) =>
    readAll(must(await own.transport.start(own.ticket(ticket), bash(body))))

  test('F32: banners, and start-up files that print, read and take their time, do no harm', async () => {
    bed = await makeSshTestBed()
    const noise = 'echo noise; echo more noise >&2; printf "no line end"; sleep 1\n'
    for (const file of ['.bashrc', '.profile', '.zshenv']) await writeFile(join(bed.sshd.home, file), noise)
    expect(await run('noisy', 'echo text; echo error >&2')).toMatchObject({ stdout: 'text\n', stderr: 'error\n' })
    expect((await bed.ssh.check(bed.reach(), QUIET)).ok).toBe(true)
  })

  test('F31: a host that allows two sessions gets no more on a connection, and every script runs', async () => {
    bed = await makeSshTestBed({ config: ['MaxSessions 2', 'Banner /etc/hostname'] })
    const { transport, ticket } = bed
    const runs = Array.from({ length: 7 }, async (_, index) =>
      readAll(
        must(
          await transport.start(ticket(`many-${index}`), bash('until [ -e ../../go ]; do sleep 0.02; done; echo done')),
        ),
      ),
    )
    await until(
      async () => (await readdir(bed!.root).catch(() => [])).filter((name) => name.startsWith('many')).length === 7,
    )
    await writeFile(join(bed.root, 'go'), '')
    for (const seen of await Promise.all(runs)) expect(seen.stdout).toBe('done\n')
  })

  test('F31: a host that takes few connections at a time is asked again', async () => {
    bed = await makeSshTestBed({ config: ['MaxStartups 1:100:1'] })
    const ways = Array.from({ length: 5 }, (_, index) =>
      bed!.ssh.transport(
        bed!.reach({
          accountId: `Accounts-${index}`,
          proxyId: null,
          host: `127.0.0.${1}`,
          machineId: `Machines-${index}`,
        }),
      ),
    )
    const seen = await Promise.all(
      ways.map(async (way, index) =>
        readAll(must(await way.start(bed!.ticket(`startup-${index}`), bash('echo done')))),
      ),
    )
    for (const { stdout } of seen) expect(stdout).toBe('done\n')
  })

  test('wrong credentials are said at once, without the secret', async () => {
    bed = await makeSshTestBed({ login: { kind: 'password', username: 'root', password: 'wrong-secret-word' } })
    const begin = performance.now()
    const refused = await bed.transport.start(bed.ticket('password'), bash('echo'))
    expect(refused).toEqual({
      ok: false,
      error: { kind: 'out-of-reach', detail: 'it did not let root in with the credentials of the account' },
    })
    expect(performance.now() - begin).toBeLessThan(60_000)
    await bed.discard()
    const other = await startSshd()
    bed = await makeSshTestBed({
      login: { kind: 'key', username: other.username, privateKey: other.privateKey, passphrase: undefined },
    })
    await other.stop()
    expect(await bed.ssh.check(bed.reach(), QUIET)).toMatchObject({ ok: false, error: { kind: 'out-of-reach' } })
  })

  test('a machine behind another one is reached through it', async () => {
    let inner: TestSshd | undefined
    try {
      bed = await makeSshTestBed()
      inner = await startSshd({ like: bed.sshd })
      const reach = bed.reach({ port: inner.port, fingerprint: inner.fingerprints.ed25519!, via: bed.reach() })
      const seen = await readAll(
        must(await bed.ssh.transport(reach).start(bed.ticket('inner'), bash('echo through; echo $SSH_CONNECTION'))),
      )
      expect(seen.stdout).toBe('through\n\n')
      expect(inner.log()).toContain('Accepted publickey')
      expect(bed.sshd.log()).toMatch(/Accepted publickey/)
      const wrong = bed.reach({
        port: inner.port,
        fingerprint: inner.fingerprints.ed25519!,
        via: { ...bed.reach(), fingerprint: '' },
      })
      expect(await bed.ssh.check(wrong, QUIET)).toMatchObject({
        ok: false,
        error: { detail: expect.stringMatching(/^through 127.0.0.1: nobody has confirmed/) },
      })
    } finally {
      await inner?.stop()
    }
  })

  test('E8: what scripts leave goes when nobody uses the connection any more, but never from under a process', async () => {
    bed = await makeSshTestBed({ idleMs: 1_000 })
    await run('old', 'echo old')
    // Its script and variables go right after its end, which would make it young again.
    await until(async () => !(await readdir(join(bed!.root, 'old'))).includes('runner'))
    await utimes(join(bed.root, 'old'), 1, 1)
    await run('unstored', 'echo not yet stored')
    await run('service', 'setsid sleep 1000 >/dev/null 2>&1 & echo left')
    must(await bed.transport.cleanUp('service' as Ticket))
    await run('ended', 'echo text')
    must(await bed.transport.cleanUp('ended' as Ticket))
    await until(async () => !(await readdir(bed!.root)).includes('old'))
    await until(async () => !(await readdir(join(bed!.root, 'ended'))).includes('stdout'))
    expect((await readdir(join(bed.root, 'ended'))).sort()).toEqual(['exit', 'payload', 'started'])
    expect(await readdir(join(bed.root, 'service'))).toContain('work')
    expect(await readFile(join(bed.root, 'unstored', 'stdout'), 'utf8')).toBe('not yet stored\n')
    await until(() => bed!.sshd.log().includes('Disconnected from'))
  })
})
