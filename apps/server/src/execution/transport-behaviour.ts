import { createHash, randomBytes } from 'node:crypto'
import { appendFile, chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findMarked, type ScriptTransport, type Ticket, workDirectoryOf } from '@flotilla/work-directory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bash, must, readAll, until } from './testing.ts'

/** A transport whose work directories this machine can see. */
export interface TransportBed {
  readonly root: string
  readonly transport: ScriptTransport
  /** The way of another server to the same place. */
  other(): ScriptTransport
  /** A ticket, whose processes `discard` ends. */
  ticket(name: string): Ticket
  discard(): Promise<void>
}

/** What every transport promises, whatever lies between the server and the script. */
export function describeTransport(name: string, makeBed: () => Promise<TransportBed>): void {
  describe(`through ${name}`, () => {
    let bed: TransportBed
    beforeAll(async () => {
      bed = await makeBed()
    })
    afterAll(() => bed?.discard())

    const fileOf = (ticket: Ticket, file: string) => join(bed.root, ticket, file)
    const markOf = (ticket: Ticket) => ({ ticket, directory: join(bed.root, ticket) })
    const printedBy = (ticket: Ticket) => readFile(fileOf(ticket, 'stdout'), 'utf8').catch(() => '')
    const start = async (ticket: Ticket, payload = bash(''), transport = bed.transport) =>
      must(await transport.start(ticket, payload))
    const run = async (text: string, payload: ReturnType<typeof bash>) =>
      readAll(await start(bed.ticket(text), payload))
    const countingScript = bash('echo "$FLOTILLA_TICKET" >>../../begins; echo done')
    const beginsOf = async (ticket: Ticket) => {
      const begins = await readFile(join(bed.root, 'begins'), 'utf8').catch(() => '')
      return begins.split('\n').filter((line) => line === ticket).length
    }

    test('a script gives its output, its streams apart, and its exit code', async () => {
      expect(await run('plain', bash('echo one; echo two >&2; exit 7'))).toEqual({
        stdout: 'one\n',
        stderr: 'two\n',
        outcome: { kind: 'exited', exitCode: 7 },
        hasBegun: true,
        lost: [],
      })
    })

    test('L1 L2 L3: everything arrives once and in order, down to the last byte before the end', async () => {
      const seen = await run('count', bash("seq 1 200000; seq 1 50000 >&2; printf 'no line end'"))
      expect(seen.stdout === `${numbers(200_000)}no line end`).toBe(true)
      expect(seen.stderr === numbers(50_000)).toBe(true)
    })

    test('L1: any bytes come through as they were written', async () => {
      const seen = await run(
        'bytes',
        bash('head -c 300000 /dev/urandom | tee random | sha256sum >&2; sha256sum <random'),
      )
      expect(seen.stdout).toBe(seen.stderr)
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
      await writeFile(join(bed.root, 'all-bytes'), all)
      const execution = await start(bed.ticket('all-bytes-of'), bash('cat ../../all-bytes'))
      const chunks: Uint8Array[] = []
      for await (const event of execution) if (event.kind === 'output') chunks.push(event.bytes)
      expect(Buffer.concat(chunks)).toEqual(all)
    })

    test('J5: the environment is built from a list, and standard input is empty', async () => {
      const seen = await run('environment', bash('cat; env -0; umask'))
      const [umask, ...entries] = seen.stdout.split('\0').reverse()
      const names = entries.map((entry) => entry.split('=', 1)[0]).sort()
      expect(names).toEqual('FLOTILLA_DIRECTORY FLOTILLA_TICKET HOME LANG PATH PWD SHLVL _'.split(' '))
      expect(umask).toBe('0022\n')
    })

    test('J2: what users wrote reaches the script as data', async () => {
      const value = `$(touch hit) \`touch hit\`; "'\\ \n %s \u00e4 !! #{x}`
      const seen = await run(
        'hostile',
        bash('get_octopusvariable Hostile; echo; ls', { variables: [{ name: 'Hostile', value }] }),
      )
      expect(seen.stdout).toBe(`${value}\n`)
    })

    test('F22: the signal that killed a script is named', async () => {
      const { outcome } = await run('killed', bash('kill -KILL $$'))
      expect(outcome).toEqual({ kind: 'signalled', signal: 'SIGKILL', exitCode: 137 })
    })

    test('a program that does not exist is an exit code', async () => {
      const seen = await run('nothing', { ...bash(''), command: ['no-such-program'] })
      expect(seen.outcome).toEqual({ kind: 'exited', exitCode: 127 })
    })

    test('E10: the step ends with the main process, although a service goes on printing; its secrets go at once', async () => {
      const ticket = bed.ticket('service')
      const seen = await readAll(
        await start(ticket, bash('(while :; do echo tick; sleep 0.01; done) & echo main is done')),
      )
      expect(seen.outcome).toEqual({ kind: 'exited', exitCode: 0 })
      expect(seen.stdout).toContain('main is done\n')
      const { length } = seen.stdout
      await until(async () => (await printedBy(ticket)).length > length + 20)
      await bed.transport.cleanUp(ticket)
      expect(await readdir(join(bed.root, ticket))).not.toContain('variables.sh')
      expect((await findMarked(markOf(ticket))).length).toBeGreaterThan(0)
      await bed.transport.cancel(ticket)
      expect(await findMarked(markOf(ticket))).toEqual([])
      expect(await bed.transport.cleanUp(ticket)).toEqual({ ok: true, value: undefined })
    })

    test('detaching leaves the script alone; a later reader gets exactly the rest', async () => {
      const ticket = bed.ticket('rest')
      const execution = await start(ticket, bash('echo first; while [ ! -e go ]; do sleep 0.01; done; echo rest'))
      const first = await readAll(execution, (seen) => seen.stdout.endsWith('\n'))
      expect(first).toMatchObject({ stdout: 'first\n', outcome: undefined })
      const again = must(await bed.other().attach(ticket, { from: { stdout: 6, stderr: 0 } }))
      await writeFile(fileOf(ticket, 'work/go'), '')
      expect(await readAll(again)).toMatchObject({ stdout: 'rest\n', outcome: { kind: 'exited', exitCode: 0 } })
    })

    test('detach ends a reader that waits', async () => {
      const ticket = bed.ticket('detached')
      const execution = await start(ticket, bash('echo first; exec sleep 1000'))
      const seen = await readAll(execution, ({ stdout }) => {
        if (stdout) execution.detach()
        return false
      })
      expect(seen).toMatchObject({ stdout: 'first\n', outcome: undefined })
      await bed.transport.cancel(ticket)
    })

    test('E1: eight starters of two servers and one ticket run the script once, and all see its end', async () => {
      const ticket = bed.ticket('starters')
      const other = bed.other()
      const starters = Array.from({ length: 8 }, async (_, index) =>
        readAll(await start(ticket, countingScript, index % 2 ? other : bed.transport)),
      )
      for (const seen of await Promise.all(starters)) {
        expect(seen).toMatchObject({ stdout: 'done\n', outcome: { kind: 'exited', exitCode: 0 } })
      }
      expect(await beginsOf(ticket)).toBe(1)
    })

    test('E1: starters and recoverers that race never contradict each other', async () => {
      for (let round = 0; round < 6; round++) {
        const ticket = bed.ticket(`race-${round}`)
        const starter = bed.transport.start(ticket, countingScript)
        if (round % 3 > 0) await new Promise((resolve) => setTimeout(resolve, 15 * (round % 3)))
        const [attached, started] = await Promise.all([bed.other().attach(ticket), starter])
        const ends = await Promise.all([readAll(must(attached)), readAll(must(started))])
        expect(ends[1].outcome).toEqual(ends[0].outcome)
        expect(await beginsOf(ticket)).toBe(ends[0].outcome?.kind === 'exited' ? 1 : 0)
      }
    })

    test('E1: a ticket that was claimed before its payload came never begins', async () => {
      const ticket = bed.ticket('claimed')
      const never = { kind: 'never-started', why: 'claimed-by-recoverer' }
      expect((await readAll(must(await bed.transport.attach(ticket)))).outcome).toEqual(never)
      const late = await readAll(await start(ticket, countingScript))
      expect({ ...late, begins: await beginsOf(ticket) }).toMatchObject({ outcome: never, hasBegun: false, begins: 0 })
    })

    test('E7: a ticket with another payload is refused, by start and by attach', async () => {
      const ticket = bed.ticket('other')
      await readAll(await start(ticket, countingScript))
      const refusal = { ok: false, error: { kind: 'payload-differs', heldHash: countingScript.hash } }
      expect(await bed.transport.start(ticket, bash('echo other'))).toEqual(refusal)
      expect(await bed.transport.attach(ticket, { payloadHash: bash('echo other').hash })).toEqual(refusal)
      expect(await beginsOf(ticket)).toBe(1)
    })

    test('E8: a running ticket is not cleaned up; an ended one still stops a late start', async () => {
      const ticket = bed.ticket('tombstone')
      const payload = bash('echo "$FLOTILLA_TICKET" >>../../begins; while [ ! -e go ]; do sleep 0.01; done; exit 3')
      const execution = await start(ticket, payload)
      await until(() => beginsOf(ticket))
      expect(await bed.transport.cleanUp(ticket)).toEqual({ ok: false, error: { kind: 'still-running' } })
      await writeFile(fileOf(ticket, 'work/go'), '')
      await readAll(execution)
      must(await bed.transport.cleanUp(ticket))
      must(await bed.transport.cleanUp(ticket))
      expect(await readdir(join(bed.root, ticket))).not.toContain('script.sh')
      const late = await readAll(await start(ticket, payload))
      expect(late.outcome).toEqual({ kind: 'exited', exitCode: 3 })
      expect(await beginsOf(ticket)).toBe(1)
    })

    test('F21 E5: a killed runner is unknown, but only when its script has ended, and with all its output', async () => {
      const ticket = bed.ticket('headless')
      const execution = await start(ticket, bash('echo begin; while [ ! -e go ]; do sleep 0.01; done; seq 1 50000'))
      const reading = readAll(execution)
      await until(async () => (await printedBy(ticket)) === 'begin\n')
      const runner = Number((await readFile(fileOf(ticket, 'started'), 'utf8')).split('\n')[2]!.split(' ')[0])
      process.kill(runner, 'SIGKILL')
      await until(async () => (await findMarked(markOf(ticket))).includes(runner) === false)
      await writeFile(fileOf(ticket, 'work/go'), '')
      const seen = await reading
      expect(seen.outcome).toEqual({ kind: 'unknown', why: 'runner-died', processLeft: false })
      expect(seen.stdout === `begin\n${numbers(50_000)}`).toBe(true)
    })

    test('F38: another boot id and no exit code is unknown at once', async () => {
      const ticket = bed.ticket('rebooted')
      await mkdir(workDirectoryOf(bed.root, ticket).path, { mode: 0o700 })
      await writeFile(fileOf(ticket, 'started'), 'run\n00000000-other-boot\n1 (sh) S 1 1\n')
      const { outcome } = await readAll(must(await bed.transport.attach(ticket)))
      expect(outcome).toEqual({ kind: 'unknown', why: 'target-rebooted', processLeft: false })
    })

    test('F40: a work directory deleted under its script is unknown, never a new start', async () => {
      const ticket = bed.ticket('deleted')
      const reading = readAll(await start(ticket, bash('rm -rf "$FLOTILLA_DIRECTORY"; exec sleep 1000')))
      await until(async () => !(await readdir(bed.root)).includes(ticket))
      const attached = await readAll(must(await bed.other().attach(ticket)))
      expect(attached.outcome).toEqual({ kind: 'unknown', why: 'work-directory-gone', processLeft: true })
      for (const pid of await findMarked(markOf(ticket))) process.kill(pid, 'SIGKILL')
      expect((await reading).outcome).toMatchObject({ kind: 'unknown', why: 'work-directory-gone' })
      const known = await readAll(must(await bed.transport.attach(ticket, { hasBegun: true })))
      expect(known.outcome).toEqual({ kind: 'unknown', why: 'work-directory-gone', processLeft: false })
    })

    test('X2: every process with the mark ends, wherever setsid and nohup took it and whatever it ignores', async () => {
      const ticket = bed.ticket('cancelled')
      const body = `
        setsid sleep 1000 & nohup setsid sleep 1000 >/dev/null 2>&1 & setsid -f sleep 1000
        setsid bash -c 'trap "" TERM; >ignoring; while :; do sleep 0.05; done' &
        trap 'echo asked to end; exit 9' TERM
        echo ready
        while :; do sleep 0.05; done`
      const reading = readAll(await start(ticket, bash(body)))
      await until(async () => (await readdir(fileOf(ticket, 'work'))).includes('ignoring'))
      await until(async () => (await printedBy(ticket)) !== '')
      const report = await bed.transport.cancel(ticket)
      expect(report).toMatchObject({ noneLeft: true, neverStarted: false, survivors: [] })
      expect(report.killSent).toBeGreaterThan(0)
      expect(await findMarked(markOf(ticket))).toEqual([])
      expect(await reading).toMatchObject({
        stdout: 'ready\nasked to end\n',
        outcome: { kind: 'exited', exitCode: 9 },
      })
      expect(await bed.transport.cancel(ticket)).toMatchObject({ noneLeft: true, termSent: 0 })
    })

    test('X2: a script that TERM ends is reported with its signal', async () => {
      const ticket = bed.ticket('terminated')
      const reading = readAll(await start(ticket, bash('echo ready; exec sleep 1000')))
      await until(async () => (await printedBy(ticket)) !== '')
      await bed.transport.cancel(ticket)
      expect((await reading).outcome).toEqual({ kind: 'signalled', signal: 'SIGTERM', exitCode: 143 })
    })

    test('X1: a ticket cancelled before its start never begins', async () => {
      const ticket = bed.ticket('stillborn')
      expect(await bed.transport.cancel(ticket)).toMatchObject({ noneLeft: true, neverStarted: true })
      const seen = await readAll(await start(ticket, bash('echo begun')))
      expect(seen).toMatchObject({ stdout: '', outcome: { kind: 'never-started', why: 'cancelled-before-start' } })
    })

    test('H8: a work directory is entered by nobody else', async () => {
      const seen = await run(
        'modes',
        bash('stat -c %a "$FLOTILLA_DIRECTORY" "$FLOTILLA_DIRECTORY"/{variables,script}.sh'),
      )
      expect(seen.stdout).toBe('700\n600\n600\n')
    })

    test('H8 F40: a planted link is refused and not followed', async () => {
      const elsewhere = join(bed.root, '..', 'elsewhere')
      await mkdir(elsewhere)
      const ticket = bed.ticket('planted')
      await symlink(elsewhere, join(bed.root, ticket))
      const refusal = { ok: false, error: { kind: 'work-directory-unsafe', why: 'link' } }
      expect(await bed.transport.start(ticket, bash(''))).toEqual(refusal)
      expect(await bed.transport.attach(ticket)).toEqual(refusal)
      expect(await bed.transport.cleanUp(ticket)).toEqual(refusal)
      await bed.transport.cancel(ticket)
      expect(await readdir(elsewhere)).toEqual([])
    })

    test('H8: one that is open to others is refused', async () => {
      const ticket = bed.ticket('wide')
      await mkdir(join(bed.root, ticket))
      await chmod(join(bed.root, ticket), 0o755)
      const refusal = { ok: false, error: { kind: 'work-directory-unsafe', why: 'open-to-others' } }
      expect(await bed.transport.start(ticket, bash(''))).toEqual(refusal)
    })

    test('H8: output replaced by a link or a pipe is not followed and makes nobody wait', async () => {
      const secret = join(bed.root, '..', 'secret')
      await appendFile(secret, 'a secret')
      // The collectors make their files in their own time.
      const made = 'until [ -e stdout ] && [ -e stderr ]; do sleep 0.02; done'
      const body = `cd "$FLOTILLA_DIRECTORY"; ${made}; rm stdout stderr; ln -s ${secret} stdout; mkfifo stderr`
      const seen = await run('replaced', bash(body))
      expect(seen).toMatchObject({ stdout: '', stderr: '', outcome: { kind: 'exited', exitCode: 0 } })
    })

    /** A file of so many megabytes, and how often it was read to its end. */
    const shared = (megabytes: number, content = randomBytes(1024 * 1024)) => {
      const hash = createHash('sha256')
      for (let part = 0; part < megabytes; part += 1) hash.update(content)
      const file = {
        sha256: hash.digest('hex'),
        sizeBytes: megabytes * content.length,
        reads: 0,
        async *read() {
          for (let part = 0; part < megabytes; part += 1) yield content
          file.reads += 1
        },
      }
      return file
    }

    test('G3: a file is sent once, however often it is asked for, and scripts find it beside their work directory', async () => {
      const file = shared(20)
      const held = [must(await bed.transport.holdFile(file)), must(await bed.other().holdFile(file))]
      expect(held).toEqual([
        { root: bed.root, wasSent: true },
        { root: bed.root, wasSent: false },
      ])
      expect(file.reads).toBe(1)
      const seen = await run('held', bash(`sha256sum <"\${FLOTILLA_DIRECTORY%/*}/.files/${file.sha256}"`))
      expect(seen.stdout).toBe(`${file.sha256}  -\n`)
      const empty = shared(0)
      expect(must(await bed.transport.holdFile(empty)).wasSent).toBe(true)
      expect(must(await bed.transport.holdFile(empty)).wasSent).toBe(false)
    })

    test('G4: a file that arrives with another content, or not whole, is not held; one that has lost its end is sent anew', async () => {
      const file = shared(2)
      const wrong = { ...file, sha256: 'ab'.repeat(32) }
      expect(await bed.transport.holdFile(wrong)).toMatchObject({ ok: false, error: { kind: 'not-prepared' } })
      const short = { ...file, sizeBytes: file.sizeBytes + 1 }
      expect((await bed.transport.holdFile(short)).ok).toBe(false)
      expect((await readdir(join(bed.root, '.files'))).filter((name) => name.includes(file.sha256))).toEqual([])
      must(await bed.transport.holdFile(file))
      await writeFile(join(bed.root, '.files', file.sha256), 'less')
      expect(must(await bed.transport.holdFile(file)).wasSent).toBe(true)
      expect((await readdir(join(bed.root, '.files'))).filter((name) => name.startsWith('.'))).toEqual([])
    })

    test('H8: files are not held in a directory that a link leads away to', async () => {
      const files = join(bed.root, '.files')
      const aside = join(bed.root, '..', 'files-aside')
      must(await bed.transport.holdFile(shared(1)))
      await rename(files, aside)
      await symlink(aside, files)
      const before = await readdir(aside)
      expect(await bed.transport.holdFile(shared(1))).toEqual({
        ok: false,
        error: { kind: 'work-directory-unsafe', why: 'link' },
      })
      expect(await readdir(aside)).toEqual(before)
      await rm(files)
      await rename(aside, files)
    })

    test('several senders of one file at the same time all find it', async () => {
      const file = shared(3)
      const held = await Promise.all([0, 1, 2, 3].map(() => bed.transport.holdFile(file)))
      expect(held.map(({ ok }) => ok)).toEqual([true, true, true, true])
      expect((await stat(join(bed.root, '.files', file.sha256))).size).toBe(file.sizeBytes)
    })

    test('L7 G6: a file that the script names is handed over whole, and none that a link leads away to', async () => {
      const ticket = bed.ticket('files')
      const body = `head -c 3000000 /dev/zero >big; echo small >'a name ; $(x)'; : >empty; mkdir folder; mkfifo pipe
        ln -s /etc/hostname link; echo ../secret >plain`
      await readAll(await start(ticket, bash(body)))
      const look = async (path: string) => {
        const opened = await bed.transport.openFile(ticket, path)
        if (!opened.ok) return opened.error
        const chunks: Buffer[] = []
        for await (const chunk of opened.value) chunks.push(chunk)
        await opened.value.close()
        return Buffer.concat(chunks).toString()
      }
      expect(await look('big')).toBe('\0'.repeat(3_000_000))
      expect(await look('a name ; $(x)')).toBe('small\n')
      expect(await look('empty')).toBe('')
      expect(await look('missing')).toEqual({ kind: 'file-not-found' })
      expect(await look('folder')).toEqual({ kind: 'not-a-file', isDirectory: true })
      expect(await look('pipe')).toEqual({ kind: 'not-a-file', isDirectory: false })
      expect(await look('link')).toEqual({ kind: 'leads-elsewhere' })
      expect(await look('/proc/self/environ')).toMatchObject({ kind: 'closed' })
    })
  })
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('')
