import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type Headers, pack } from 'tar-stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zipOf } from '../../../../test/package-files.ts'
import { repack, UNPACKING_LIMITS } from './repack.ts'

const run = promisify(execFile)
let folder: string
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flotilla-repack-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Packs it anew, unpacks that with the machine's `tar`, and tells what lies there. */
async function through(content: Buffer, options: Parameters<typeof repack>[2] = {}) {
  made += 1
  const [source, target, out] = ['package', 'archive.tgz', 'out'].map((name) => join(folder, `${made}-${name}`)) as [
    string,
    string,
    string,
  ]
  await writeFile(source, content)
  const repacked = await repack(source, target, options)
  if (!repacked.ok) return { refusal: repacked.error }
  const bytes = await readFile(target)
  expect(repacked.value).toMatchObject({
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  await run('mkdir', [out])
  await run('tar', ['-xzmof', target, '-C', out])
  const names = (await readdir(out, { recursive: true })).sort()
  const files: Record<string, string> = {}
  for (const name of names) {
    const found = await stat(join(out, name))
    const mode = (found.mode & 0o7777).toString(8)
    files[name] = found.isDirectory() ? mode : `${mode} ${await readFile(join(out, name), 'utf8')}`
  }
  return { files, leftOut: repacked.value.leftOut }
}

async function tarOf(entries: readonly (Headers & { readonly text?: string })[]): Promise<Buffer> {
  const archive = pack()
  for (const { text, ...header } of entries) archive.entry(header, text ?? '')
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Marks entries of a zip archive with a mode of Unix. */
const withMode = (mode: number) => (entry: Buffer) => void entry.writeUInt32LE((mode << 16) >>> 0, 38)

test('zip, tar and compressed tar come out alike; nothing but content and the right to run is kept', async () => {
  const files = { 'bin/run.sh': '755 echo', 'read me.txt': '644 hello', bin: '755' }
  const tar = await tarOf([
    { name: 'bin/run.sh', mode: 0o6755, uid: 4711, text: 'echo' },
    { name: 'read me.txt', mode: 0o666, text: 'hello' },
  ])
  expect(await through(tar)).toEqual({ files, leftOut: [] })
  expect(await through(gzipSync(tar))).toEqual({ files, leftOut: [] })
  const zip = zipOf({ 'bin/run.sh': 'echo', 'read me.txt': 'hello' }, withMode(0o100755))
  expect(await through(zip)).toEqual({ files: { ...files, 'read me.txt': '755 hello' }, leftOut: [] })
  expect(await through(zipOf({}))).toEqual({ files: {}, leftOut: [] })
})

test('what NuGet writes into its packages for itself is left away, and names are read as it writes them', async () => {
  const files = { '[Content_Types].xml': '', '_rels/.rels': '', 'a%20b.txt': 'x', 'package/services/m/1.psmdcp': '' }
  const nuget = await through(zipOf(files), { isNuGet: true })
  expect(nuget).toEqual({ files: { 'a b.txt': '644 x' }, leftOut: [] })
  const plain = await through(zipOf(files))
  expect(Object.keys(plain.files!)).toEqual(expect.arrayContaining(Object.keys(files)))
})

const HOSTILE: readonly (readonly [string, Headers & { readonly text?: string }])[] = [
  ['climbs out', { name: '../out.txt', text: 'x' }],
  ['climbs out from below', { name: 'a/../../out.txt', text: 'x' }],
  ['is absolute', { name: '/etc/out.txt', text: 'x' }],
  ['climbs out with back-slashes', { name: 'a\\..\\..\\out.txt', text: 'x' }],
  ['names a drive', { name: 'C:\\out.txt', text: 'x' }],
  ['is a folder that climbs out', { name: '../folder/', type: 'directory' }],
  ['is a name beside the folder', { name: '../1-out-beside/x', text: 'x' }],
  ['is too long', { name: `${'a'.repeat(300)}.txt`, text: 'x' }],
]
test.each(HOSTILE)('G1: a tar archive is refused of which an entry %s', async (_what, entry) => {
  const before = await readdir(folder)
  const { refusal } = await through(await tarOf([{ name: 'good.txt', text: 'good' }, entry]))
  expect(refusal).toContain(JSON.stringify(entry.name))
  const added = (await readdir(folder)).filter((name) => !before.includes(name))
  expect(added.every((name) => name.endsWith('-package') || name.endsWith('-archive.tgz'))).toBe(true)
})

test.each(['../out.txt', '/etc/out.txt', 'a/../../out.txt', 'C:/out.txt', 'a\0b'])(
  'G1: a zip archive with an entry %j is refused',
  async (name) => {
    const { refusal } = await through(zipOf({ 'good.txt': 'good', [name]: 'x' }))
    expect(refusal).toMatch(/entry|cannot be read/)
  },
)

test('G1: links and special files are left out and told of', async () => {
  const tar = await tarOf([
    { name: 'real.txt', text: 'real' },
    { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
    { name: 'hard', type: 'link', linkname: 'real.txt' },
    { name: 'device', type: 'character-device', devmajor: 1, devminor: 3 },
    { name: 'pipe', type: 'fifo' },
  ])
  const leftOut = ['link', 'hard', 'device', 'pipe']
  expect(await through(tar)).toEqual({ files: { 'real.txt': '644 real' }, leftOut })
  const zip = zipOf({ link: '/etc/passwd' }, withMode(0o120777))
  expect(await through(zip)).toEqual({ files: {}, leftOut: ['link'] })
})

test('G2: bombs are refused by what comes out of them, in zip and tar', async () => {
  const zeros = '\0'.repeat(20 * 1024 ** 2)
  const limits = UNPACKING_LIMITS
  for (const bomb of [zipOf({ zeros }), gzipSync(await tarOf([{ name: 'zeros', text: zeros }]))])
    expect((await through(bomb, { limits })).refusal).toMatch(/larger than \d+ bytes/)
  const small = { ...limits, alwaysBytes: 1024 ** 3, unpackedBytes: 1024 ** 2 }
  expect((await through(zipOf({ zeros }), { limits: small })).refusal).toContain('larger than 1048576 bytes')
  const many = zipOf(Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}`, ''])))
  expect((await through(many, { limits: { ...limits, entries: 10 } })).refusal).toContain('more than 10 files')
})

test('G2: headers that lie about the size do not help', async () => {
  const lying = zipOf({ 'a.txt': 'more than is said' }, (entry) => void entry.writeUInt32LE(3, 24))
  expect((await through(lying)).refusal).toContain('cannot be read')
})

test('what is no archive, or broken off, is refused with a reason', async () => {
  expect((await through(Buffer.from('plain text'))).refusal).toContain('neither a zip nor a tar')
  expect((await through(Buffer.alloc(0))).refusal).toContain('neither a zip nor a tar')
  const tar = await tarOf([{ name: 'a.txt', text: 'x'.repeat(5_000) }])
  expect((await through(tar.subarray(0, 2_000))).refusal).toContain('cannot be read')
  expect((await through(gzipSync(tar).subarray(0, 40))).refusal).toContain('cannot be read')
})
