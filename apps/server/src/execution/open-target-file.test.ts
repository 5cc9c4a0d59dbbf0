import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ticket } from '@flotilla/work-directory'
import { openTargetFile, workDirectoryOf } from '@flotilla/work-directory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let base: string
let work: string
const closed = () => join(base, 'data')
const directory = () => workDirectoryOf(join(base, 'data', 'work'), 'ticket' as Ticket)

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'flotilla-files-'))
  work = join(directory().path, 'work')
  await mkdir(work, { recursive: true })
  await chmod(directory().path, 0o700)
  await mkdir(join(work, 'folder'))
  await mkdir(join(base, 'data', 'work', 'other', 'work'), { recursive: true })
  const files = {
    'data/work/ticket/work/file.txt': 'inside',
    'data/work/ticket/work/folder/deep.txt': 'deep',
    'data/work/ticket/work/empty': '',
    'data/work/ticket/variables.txt': 'secret',
    'data/work/other/work/file.txt': 'secret',
    'data/key': 'secret',
    'data-2.txt': 'outside',
    'outside.txt': 'outside',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(base, name), text)
  await symlink('folder/deep.txt', join(work, 'link-inside'))
  await symlink(join(base, 'outside.txt'), join(work, 'link-outside'))
  await symlink('../../../key', join(work, 'link-key'))
  await symlink(base, join(work, 'link-folder'))
  await symlink('nowhere', join(work, 'link-broken'))
  await symlink(join(base, 'data', 'key'), join(base, 'link-to-key'))
  await symlink('/proc/self/environ', join(base, 'link-to-environment'))
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(work, 'pipe')])
})
afterAll(() => rm(base, { recursive: true, force: true }))

async function look(path: string) {
  const opened = await openTargetFile(directory(), path, closed())
  if (!opened.ok) return opened.error
  const chunks: Buffer[] = []
  for await (const chunk of opened.value) chunks.push(chunk)
  await opened.value.close()
  return Buffer.concat(chunks).toString()
}

describe('G6: a file that a script names', () => {
  test.each([
    { path: 'file.txt', gives: 'inside' },
    { path: './folder/../file.txt', gives: 'inside' },
    { path: '=work/file.txt', gives: 'inside' },
    { path: 'empty', gives: '' },
    { path: 'link-inside', gives: 'deep' },
    { path: '=base/outside.txt', gives: 'outside' },
    { path: '../../../../outside.txt', gives: 'outside' },
    { path: '=base/data-2.txt', gives: 'outside' },
    { path: 'missing', gives: { kind: 'file-not-found' } },
    { path: 'file.txt/below', gives: { kind: 'file-not-found' } },
    { path: 'link-broken', gives: { kind: 'file-not-found' } },
    { path: 'folder', gives: { kind: 'not-a-file', isDirectory: true } },
    { path: '', gives: { kind: 'not-a-file', isDirectory: true } },
    { path: 'pipe', gives: { kind: 'not-a-file', isDirectory: false } },
    { path: '/dev/null', gives: { kind: 'not-a-file', isDirectory: false } },
    { path: 'link-outside', gives: { kind: 'leads-elsewhere' } },
    { path: 'link-key', gives: { kind: 'leads-elsewhere' } },
    { path: 'link-folder/outside.txt', gives: { kind: 'leads-elsewhere' } },
    { path: '../variables.txt', gives: { kind: 'closed' } },
    { path: '=base/data/key', gives: { kind: 'closed' } },
    { path: '=base/link-to-key', gives: { kind: 'closed' } },
    { path: '=base/data/work/other/work/file.txt', gives: { kind: 'closed' } },
    { path: '/proc/self/environ', gives: { kind: 'closed' } },
    { path: '=base/link-to-environment', gives: { kind: 'closed' } },
    { path: 'a'.repeat(300), gives: { kind: 'not-readable', code: 'ENAMETOOLONG' } },
  ])('$path', async ({ path, gives }) => {
    expect(await look(path.replace('=work', work).replace('=base', base))).toEqual(gives)
  })

  test('only as much is read as there was when it was opened', async () => {
    const path = join(work, 'growing')
    await writeFile(path, 'one')
    const opened = await openTargetFile(directory(), path, closed())
    if (!opened.ok) throw new Error(opened.error.kind)
    await writeFile(path, 'one two')
    const chunks: Buffer[] = []
    for await (const chunk of opened.value) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('one')
  })

  test('of a ticket without a work directory there is none', async () => {
    const gone = workDirectoryOf(join(base, 'data', 'work'), 'gone' as Ticket)
    expect(await openTargetFile(gone, 'file.txt', closed())).toEqual({ ok: false, error: { kind: 'file-not-found' } })
  })
})
