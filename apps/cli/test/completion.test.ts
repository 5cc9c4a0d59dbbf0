import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ADMIN_KEY, startTestServer, type TestServer } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SHELLS } from '../src/completion/scripts.ts'
import { program, runFlotilla } from './run-flotilla.ts'

const run = promisify(execFile)
let server: TestServer
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flotilla-completion-'))
  await writeFile(join(folder, 'flotilla'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
  await chmod(join(folder, 'flotilla'), 0o755)
  server = await startTestServer()
  for (const Name of ['Staging', 'Production', 'Cost $5 "a"', 'It\u001b[2Jself']) {
    await server.api('POST', '/api/environments', { Name })
  }
  await server.api('POST', '/api/projects', {
    Name: 'Web API',
    LifecycleId: 'Lifecycles-1',
    ProjectGroupId: 'ProjectGroups-1',
  })
  await server.api('POST', '/api/tenants', { Name: 'Acme' })
})
afterAll(async () => {
  await server?.remove()
  await rm(folder, { recursive: true, force: true })
})

/** What a real bash offers for a line, as it would be written into the line. */
async function inBash(line: string, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const script = `
    source <(flotilla completion bash)
    COMP_LINE="$1" COMP_POINT=\${#1} COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
    _flotilla
    for each in "\${COMPREPLY[@]}"; do printf '%s\\n' "$each"; done`
  const { stdout } = await run('bash', ['--norc', '-c', script, 'bash', line], {
    env: { PATH: `${folder}:${process.env.PATH}`, FLOTILLA_URL: server.url, FLOTILLA_API_KEY: ADMIN_KEY, ...env },
  })
  return stdout.split('\n').filter((each) => each !== '')
}

describe('bash completes', () => {
  test.each([
    { name: 'commands', line: 'flotilla re', gives: ['release', 'redeploy'] },
    { name: 'commands of a topic', line: 'flotilla task ', gives: ['wait', 'log', 'cancel'] },
    { name: 'options', line: 'flotilla plan --re', gives: ['--redeploy', '--reasons'] },
    { name: 'choices', line: 'flotilla package upload --overwrite ', gives: ['fail', 'replace', 'ignore'] },
    { name: 'choices behind =', line: 'flotilla package upload --overwrite=ig', gives: ['ignore'] },
    { name: 'names of projects', line: 'flotilla plan ', gives: ['Web\\ API'] },
    { name: 'names without case', line: 'flotilla plan web', gives: ['Web\\ API'] },
    { name: 'in quotes', line: 'flotilla plan "Web A', gives: ['Web API'] },
    { name: 'behind an escape', line: 'flotilla plan Web\\ A', gives: ['Web\\ API'] },
    { name: 'names of environments', line: 'flotilla plan "Web API" -e St', gives: ['Staging'] },
    { name: 'behind =', line: 'flotilla plan x --environment=Pro', gives: ['Production'] },
    { name: 'only what the shell keeps as a name', line: 'flotilla plan x -e Co', gives: ['Cost\\ \\$5\\ \\"a\\"'] },
    { name: 'tenants', line: 'flotilla tenant view ', gives: ['Acme'] },
    { name: 'behind options', line: 'flotilla tenant --help connect --project "Web API" A', gives: ['Acme'] },
    { name: 'nothing that acts on the terminal', line: 'flotilla plan x -e It', gives: [] },
    { name: 'nothing for what is free', line: 'flotilla project create ', gives: [] },
  ])('$name', async ({ line, gives }) => {
    expect(await inBash(line)).toEqual(gives)
  })

  test('without a server, commands but no names', async () => {
    expect(await inBash('flotilla plan ', { FLOTILLA_URL: '' })).toEqual([])
    expect(await inBash('flotilla pl', { FLOTILLA_URL: '' })).toEqual(['plan'])
  })

  test.each(['http://127.0.0.1:9', 'nonsense'])('silently nothing from %s', async (url) => {
    expect(await inBash('flotilla plan ', { FLOTILLA_URL: url })).toEqual([])
  })

  test('silently nothing from a server that never answers', async () => {
    const deaf = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => deaf.once('listening', resolve))
    const { port } = deaf.address() as AddressInfo
    const ran = await runFlotilla(`http://127.0.0.1:${port}`, ['__complete', '--', 'plan', ''])
    deaf.close()
    expect(ran).toEqual({ code: 0, out: '', err: '' })
  })
})

test.each(SHELLS)('the script for %s is printed without a server', async (shell) => {
  const ran = await runFlotilla('http://127.0.0.1:9', ['completion', shell])
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('__complete')
  if (await isInstalled(shell)) {
    const file = join(folder, `script.${shell}`)
    await writeFile(file, ran.out)
    await run(shell, ['-n', file])
  }
})

test('candidates carry words on them, for shells that show those', async () => {
  const ran = await runFlotilla(server.url, ['__complete', '--', 'task', 'w'])
  expect(ran.out).toBe('wait\twait until tasks have ended; fails if one of them did\n')
})

const isInstalled = (shell: string): Promise<boolean> =>
  run(shell, ['-c', 'true']).then(
    () => true,
    () => false,
  )
