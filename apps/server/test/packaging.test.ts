import { execFile, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

// What people install services and build images from.

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const run = promisify(execFile)
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

/** What an image takes from the repository, and where it puts it. */
async function copiedBy(containerfile: string) {
  const text = await readFile(join(ROOT, containerfile), 'utf8')
  return [...text.matchAll(/^COPY (?!--from)(.+)$/gm)].map(([, words]) => words!.split(' '))
}

/** What the image of the server is made of in the end. */
async function shippedBy(containerfile: string) {
  const text = await readFile(join(ROOT, containerfile), 'utf8')
  return [...text.matchAll(/^COPY --from=build \/opt\/flotilla\/?(\S*) \S+$/gm)].map(([, path]) => path!)
}

test.skipIf(!hasSystemd).each(['packaging/server/flotilla-server.service', 'packaging/agent/flotilla-agent.service'])(
  'systemd understands all of %s',
  async (unit) => {
    const { stderr } = await run('systemd-analyze', ['verify', join(ROOT, unit)])
    expect(stderr).toBe('')
  },
)

/** Installed packages; of our own only those that the command line loads by name. */
async function linkPackages(folder: string) {
  await mkdir(join(folder, '@flotilla'), { recursive: true })
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== '@flotilla') await symlink(join(ROOT, 'node_modules', name), join(folder, name))
  }
  for (const name of ['server', 'agent']) await symlink(`../../apps/${name}`, join(folder, '@flotilla', name))
}

describe('images', () => {
  test.each(['packaging/server/Containerfile', 'packaging/agent/Containerfile'])(
    '%s copies what is there',
    async (file) => {
      const copied = await copiedBy(file)
      expect(copied.length).toBeGreaterThan(0)
      for (const words of copied) for (const source of words.slice(0, -1)) await stat(join(ROOT, source))
    },
  )

  test('the server builds from what its image copies, and starts where the unit and the image say', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flotilla-image-'))
    try {
      const filter = (path: string) => !/\/(node_modules|dist|dist-test)$/.test(path)
      for (const words of await copiedBy('packaging/server/Containerfile')) {
        for (const source of words.slice(0, -1))
          await cp(join(ROOT, source), join(directory, source), { recursive: true, filter })
      }
      // In place of `npm ci`.
      for (const folder of ['node_modules', 'apps/web/node_modules']) {
        const installed = await stat(join(ROOT, folder)).catch(() => undefined)
        if (installed) await symlink(join(ROOT, folder), join(directory, folder))
      }
      const [, ...build] = /node (scripts\/build\.mjs) (\S+) &&/.exec(
        await readFile(join(ROOT, 'packaging/server/Containerfile'), 'utf8'),
      )!
      await run(process.execPath, build, { cwd: directory })
      await expect(stat(join(directory, 'apps/server/dist-test'))).rejects.toThrow('ENOENT')

      // Only what is shipped, and nothing of it may be missing.
      const shipped = join(directory, 'shipped')
      for (const path of await shippedBy('packaging/server/Containerfile')) {
        if (path === 'node_modules') await linkPackages(join(shipped, path))
        else await cp(join(directory, path), join(shipped, path), { recursive: true })
      }
      const files = (await readdir(shipped, { recursive: true })).filter((path) => !path.startsWith('node_modules'))
      expect(files).toContain('apps/server/dist/start.js')
      expect(files.filter((path) => /\.tsx?$|(^|\/)(src|test|dist-test|packages)(\/|$)/.test(path))).toEqual([])
      // Settings are judged when all of a program is loaded.
      const env = { ...process.env, FLOTILLA_PORT: 'none', FLOTILLA_DATA_DIR: join(directory, 'data') }
      for (const words of [['apps/server/dist/start.js'], ['apps/cli/bin/flotilla.js', 'server', 'rotate-key']]) {
        await expect(run(process.execPath, words, { cwd: shipped, env })).rejects.toThrow(
          'FLOTILLA_PORT must be a number',
        )
      }
      for (const file of ['packaging/server/Containerfile', 'packaging/server/flotilla-server.service']) {
        const program = /\/opt\/flotilla\/(\S+?start\.js)/.exec(await readFile(join(ROOT, file), 'utf8'))![1]!
        expect((await stat(join(directory, program))).isFile()).toBe(true)
      }
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }, 120_000)
})
