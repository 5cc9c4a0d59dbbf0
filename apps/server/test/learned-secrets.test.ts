import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployRelease, ReleaseWorld } from './deploy-release-world.ts'
import { ProcessWorld, script, step } from './process-world.ts'

const SECRET = 'l3arned-l4ter'
/** Written backwards, so that it stands in no script and no variable. */
const REVEAL = `value="$(printf '%s' '${[...SECRET].reverse().join('')}' | rev)"`

let directory: string
let server: TestServer
let world: ProcessWorld

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-learned-'))
  server = await startTestServer()
  world = await ProcessWorld.on(server.api, {})
}, 60_000)
afterAll(async () => {
  await server?.remove()
  await rm(directory, { recursive: true, force: true })
})

const go = (name: string) => writeFile(join(directory, name), '')
const waitFor = (name: string) => `while [ ! -e '${join(directory, name)}' ]; do sleep 0.05; done`

test.each([
  { how: 'a mask message', say: `printf "##octopus[mask value='%s']\\n" "$(printf '%s' "$value" | base64 -w0)"` },
  { how: 'a sensitive output', say: 'set_octopusvariable Secret "$value" -sensitive' },
])(
  'M6: what a parent learns by $how is hidden in a child that began before, and in what both have stored',
  async ({ how, say }) => {
    const [tell, goOn] = [`tell by ${how}`, `go on by ${how}`]
    const child = await world.project([
      step([
        script(
          'work',
          `${REVEAL}\necho "early: $value"\n${waitFor(goOn)}\necho "late: $value"\necho "$value" >notes.txt`,
        ),
      ]),
    ])
    const parent = await world.project([
      step([deployRelease('Child', child.projectId)]),
      step([script('announce', `${REVEAL}\necho "early: $value"\n${waitFor(tell)}\n${say}\necho "late: $value"`)], {
        withPrevious: true,
      }),
    ])
    const task = await world.deploy(parent.releaseId)
    const childTask = await eventually(
      'the child to begin',
      async () => (await new ReleaseWorld(world).children(task))[0]?.TaskId as string | undefined,
    )
    const logs = async () => Promise.all([task, childTask].map((id) => world.raw(id)))
    await eventually('both to print it', async () => (await logs()).every((log) => log.includes(`early: ${SECRET}`)))
    await go(tell)
    await eventually('both to hide it', async () => (await logs()).every((log) => log.includes('early: ********')))
    await go(goOn)
    expect((await taskEnded(server.api, task)).State).toBe('Success')
    for (const log of await logs()) {
      expect(log).toContain('late: ********')
      expect(log).not.toContain(SECRET)
    }
  },
  60_000,
)

test('M7: a secret that is too short to be hidden is told when it is saved, and in the log of each task that may use it', async () => {
  const { projectId } = await world.project([
    step([script('put out', 'set_octopusvariable Short "7" -sensitive\necho "##octopus[mask value=\'Nzg=\']"')]),
  ])
  const path = `/api/Spaces-1/projects/${projectId}/variables`
  const secret = (Name: string, Value: string, Scope = {}) => ({ Name, Value, Type: 'Sensitive', Scope })
  const save = async (...Variables: object[]) => {
    const { Version } = (await server.api('GET', path)).body
    const { status, body } = await server.api('PUT', path, { Version, Variables })
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }
  const saved = await save(secret('Pin', '123'), secret('Long', '1234'), secret('Blank', ''))
  const warning = 'Variables[Pin].Value: has fewer than 4 characters, so it cannot be hidden in logs.'
  expect(saved.Warnings).toEqual([warning])
  // Sent back as it is it keeps its secret, of which nothing is told any more.
  expect((await server.api('PUT', path, saved)).body).not.toHaveProperty('Warnings')
  const release = await server.api('POST', '/api/Spaces-1/releases', { ProjectId: projectId, Version: '2.0' })
  const task = await world.deploy(release.body.Id)
  await taskEnded(server.api, task)
  const warned = (await world.raw(task)).match(/[A-Z][\w ]+ has fewer than 4/g)
  expect([...new Set(warned)].sort()).toEqual(
    ['sensitive output Short', 'sensitive variable Pin', 'text to be masked'].map(
      (what) => `The ${what} has fewer than 4`,
    ),
  )
}, 60_000)
