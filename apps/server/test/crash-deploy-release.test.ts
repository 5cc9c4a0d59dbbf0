import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, eventually, startTestServer, taskEnded } from '@flotilla/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deployRelease, ReleaseWorld } from './deploy-release-world.ts'
import { manual, ProcessWorld, script, step } from './process-world.ts'

/** Where the server keeps its data, and where scripts leave notes. */
let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-release-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const notes = async () => (await readFile(join(directory, 'notes'), 'utf8').catch(() => '')).split('\n').slice(0, -1)
const note = (text: string) => `echo ${text} >> ${join(directory, 'notes')}`

/** A parent whose child notes that it runs, waits, and puts something out that the parent notes. */
async function setUp(api: Api) {
  const world = await ProcessWorld.on(api, {})
  const child = await world.project([
    step([script('work', `${note('begin')}; sleep 4; ${note('end')}; set_octopusvariable Result done`)]),
  ])
  const output = '#{Octopus.Action[Child].Output.Deployment[work].Result}'
  const parent = await world.project([
    step([deployRelease('Child', child.projectId)]),
    step([script('after', note(output))]),
  ])
  return { environmentId: world.environmentId, parent }
}

test.each([undefined, 'child.created', 'child.done'])(
  'F1 S3 S4: a parent goes on with the child that it had begun after a kill (at %s), and that ran once',
  async (crashAt) => {
    const dataDir = join(directory, 'data')
    const first = await startTestServer({ dataDir, ...(crashAt ? { crashAt } : {}) })
    const { environmentId, parent } = await setUp(first.api)
    const task = await new ProcessWorld(first.api, environmentId).deploy(parent.releaseId)
    if (!crashAt) {
      await eventually('the child to run', async () => (await notes()).includes('begin'))
      await first.stop('SIGKILL')
    }
    await first.exited
    const second = await startTestServer({ dataDir })
    try {
      const ended = await taskEnded(second.api, task)
      expect(ended).toMatchObject({ State: 'Success' })
      const projects = new ReleaseWorld(new ProcessWorld(second.api, environmentId))
      expect(await projects.children(task)).toHaveLength(1)
      expect(await notes()).toEqual(['begin', 'end', 'done'])
    } finally {
      await second.remove()
    }
  },
  90_000,
)

test('F1 P1: a question that is shown on the parent is there once after a kill, and answers the child', async () => {
  const dataDir = join(directory, 'data')
  const first = await startTestServer({ dataDir })
  const world = await ProcessWorld.on(first.api, {})
  const child = await world.project([step([manual('look')])])
  const parent = await new ReleaseWorld(world).parent(child)
  const task = await world.deploy(parent.releaseId)
  await world.asked(task)
  await first.stop('SIGKILL')
  const second = await startTestServer({ dataDir })
  try {
    const again = new ProcessWorld(second.api, world.environmentId)
    const [linked] = await again.asked(task)
    await again.answer(linked, 'Proceed')
    expect(await taskEnded(second.api, task)).toMatchObject({ State: 'Success' })
    expect((await second.api('GET', `/api/Spaces-1/interruptions?regarding=${task}`)).body.TotalResults).toBe(1)
  } finally {
    await second.remove()
  }
}, 90_000)
