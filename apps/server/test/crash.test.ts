import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  approve,
  CHILD_TARGETS,
  CrashWorld,
  checkAll,
  childHasBegun,
  createScriptProject,
  eventually,
  holdScripts,
  newTasks,
  numberedScript,
  type PromotionSuite,
  scriptsOf,
  scriptsThatRan,
  setUpPromotionSuite,
  startTestServer,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CrashPoint } from '../src/crash-point.ts'
import { script, step } from './process-world.ts'
import { createRunbook, publish } from './runbook-world.ts'

vi.setConfig({ testTimeout: 180_000 })

/** Set up once; every test has a copy. */
let template: string
let suite: PromotionSuite
/** Hands over a file of three parts, and puts out a variable. */
let report: { readonly releaseId: string }
/** Runs two numbered scripts on a machine. */
let runbook: { readonly Id: string }
/** Fails after fifty lines. */
let broken: { readonly releaseId: string }

const REPORT_LINES = 400_000
const REPORT_SCRIPT = `seq 1 ${REPORT_LINES} >report.txt\nset_octopusvariable Lines ${REPORT_LINES}\nnew_octopusartifact report.txt`
const BROKEN_SCRIPT = 'for n in $(seq 1 50); do echo "line $n"; sleep 0.02; done; exit 3'

beforeAll(async () => {
  template = join(await mkdtemp(join(tmpdir(), 'flotilla-crash-')), 'data')
  const server = await startTestServer({ dataDir: template })
  try {
    suite = await setUpPromotionSuite(server.api)
    report = await createScriptProject(server.api, {
      name: 'Report',
      script: REPORT_SCRIPT,
      environmentId: suite.sourceId,
    })
    const numbered = ['Count', 'Again'].map((name) =>
      step([script(name, numberedScript(25, 0.01))], { on: 'database' }),
    )
    runbook = (await createRunbook(server.api, { steps: numbered })).runbook
    await publish(server.api, runbook)
    broken = await createScriptProject(server.api, {
      name: 'Broken',
      script: BROKEN_SCRIPT,
      environmentId: suite.sourceId,
    })
  } finally {
    await server.stop()
  }
})
afterAll(() => rm(join(template, '..'), { recursive: true, force: true }))

const inWorld = (story: (world: CrashWorld) => Promise<void>) => CrashWorld.inCopyOf(template, story)

/** Passed by a promotion; a number behind a point is its later passage, in a child or further on. */
const POINTS = [
  'start.before',
  'start.before:2',
  'lock.after',
  'lock.after:3',
  'plan.after',
  'ticket.after:3',
  'send.after:2',
  'running.unseen',
  'log.read:9',
  'log.after:12',
  'exit.seen:3',
  'outcome.after',
  'step.between:2',
  'child.created',
  'child.done',
  'final.before',
  'final.before:3',
  'final.after',
  'final.after:3',
] as const satisfies readonly (CrashPoint | `${CrashPoint}:${number}`)[]

describe.concurrent('one node, killed at a named place and started again', () => {
  test.each(POINTS)('A1 A4 E1 E2 E3 L1 L2 L3 L4 L8 S3 S4 C1 C2: F1 a promotion survives a kill at %s', (point) =>
    inWorld(async (world) => {
      await world.start(point)
      await world.deploy(suite.releaseId, suite.destinationId)
      // Queued behind the first; it finds both children in place already.
      await world.deploy(suite.releaseId, suite.destinationId)
      await world.dies()
      await world.start()
      const history = await world.ended()

      expect(checkAll(history)).toEqual([])
      const tasks = newTasks(history)
      expect(tasks.map(({ state, errorMessage }) => `${state}${errorMessage}`)).toEqual(Array(4).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(
        [...scriptsOf('Suite', 'Production'), 'Suite on announcer-in-Production'].sort(),
      )
    }),
  )

  test.each(['pause.after', 'answer.after'] as const)('P2 P3: F1 an intervention survives a kill at %s', (point) =>
    inWorld(async (world) => {
      await world.start(point)
      await world.deploy(suite.approvedReleaseId, suite.destinationId)
      if (point === 'pause.after') {
        await world.dies()
        await world.start()
        await approve(world)
      } else {
        await approve(world)
        await world.dies()
        await world.start()
      }
      const history = await world.ended()

      expect(checkAll(history)).toEqual([])
      expect(newTasks(history).map(({ state }) => state)).toEqual(Array(3).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(scriptsOf('Approved suite', 'Production'))
    }),
  )

  test.each(['cancel.after', 'kill.sent'] as const)(
    'X1 X2 X4 X6: F1 a cancelled promotion stays cancelled after a kill at %s',
    (point) =>
      inWorld(async (world) => {
        await world.start(point)
        await Promise.all(CHILD_TARGETS.map((target) => holdScripts(world.dataDir, target)))
        const deployment = await world.deploy(suite.releaseId, suite.destinationId)
        await childHasBegun(world)
        await world.call('cancel', `/api/tasks/${deployment.TaskId}/cancel`)
        await world.dies()
        await world.start()
        const history = await world.ended()

        expect(checkAll(history)).toEqual([])
        expect(newTasks(history).map(({ state }) => state)).toEqual(Array(3).fill('Canceled'))
      }),
  )
})

test.concurrent.each(['send.after', 'step.between', 'final.before'] as const)(
  'A1 E1 E2 L1 L3 C1: F1 a run of a runbook survives a kill at %s',
  (point) =>
    inWorld(async (world) => {
      await world.start(point)
      const run = { RunbookId: runbook.Id, EnvironmentId: suite.sourceId }
      await world.call('run', '/api/Spaces-1/runbookRuns', run)
      // Queued behind the first.
      await world.call('run', '/api/Spaces-1/runbookRuns', run)
      await world.dies()
      await world.start()
      const history = await world.ended()

      expect(checkAll(history)).toEqual([])
      expect(newTasks(history).map(({ state }) => state)).toEqual(Array(2).fill('Success'))
      expect(scriptsThatRan(history)).toHaveLength(4)
    }),
)

const KILLS = 8
const LATEST_KILL_MS = 2_500

test.concurrent('E1 L1 L2 L3 C1 V1: F3 suites survive kills at random moments, also during recovery', () =>
  inWorld(async (world) => {
    const seed = Number(process.env.FLOTILLA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
    console.log(`FLOTILLA_TEST_SEED=${seed}`)
    const random = randomFrom(seed)
    for (let kill = 0; kill < KILLS; kill += 1) {
      await world.start()
      const wait = new Promise((resolve) => setTimeout(resolve, random() * LATEST_KILL_MS))
      // To the source the suite redeploys, so that every one of these has three scripts to run.
      if (kill % 2 === 0) await world.deploy(suite.releaseId, suite.sourceId)
      await wait
      await world.kill()
    }
    await world.start()
    const history = await world.ended()

    expect(checkAll(history)).toEqual([])
    const tasks = newTasks(history)
    expect(tasks.map(({ state }) => state)).toEqual(Array((3 * KILLS) / 2).fill('Success'))
    expect(scriptsThatRan(history)).toHaveLength((3 * KILLS) / 2)
  }))

/** A small generator (mulberry32): the same seed gives the same kills. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test.concurrent('A1 E1 L1: F10 a promotion survives a kill of the server together with its database', () =>
  inWorld(async (world) => {
    await world.start()
    await world.deploy(suite.releaseId, suite.destinationId)
    await childHasBegun(world)
    await world.kill({ database: true })
    await world.start()
    const history = await world.ended()

    expect(checkAll(history)).toEqual([])
    expect(newTasks(history).map(({ state }) => state)).toEqual(Array(3).fill('Success'))
    expect(scriptsThatRan(history)).toEqual(scriptsOf('Suite', 'Production'))
  }))

test.concurrent.each([
  { point: 'accept.before', stored: 0 },
  { point: 'accept.after', stored: 1 },
] as const)('A1 A2: F1 of a request that was cut off at $point, all is stored or nothing', ({ point, stored }) =>
  inWorld(async (world) => {
    await world.start(point)
    const before = await storedOf(world)
    const body = { ReleaseId: suite.componentReleaseId, EnvironmentId: suite.sourceId }
    await expect(world.server.api('POST', '/api/Spaces-1/deployments', body)).rejects.toThrow()
    await world.dies()
    await world.start()

    const after = await storedOf(world)
    expect(after.map((count, index) => count - before[index]!)).toEqual([stored, stored, stored])
    expect(checkAll(await world.ended())).toEqual([])
  }),
)
/** How many there are of deployments, their tasks, and the events that tell of them. */
const storedOf = (world: CrashWorld): Promise<number[]> =>
  Promise.all(
    ['Spaces-1/deployments', 'tasks?name=Deploy', 'events?eventCategories=DeploymentQueued'].map(
      async (path) => (await world.server.api('GET', `/api/${path}`)).body.TotalResults,
    ),
  )

test.concurrent.each(['artifact.half:2', 'log.read', 'log.after'] as const)(
  'L6 L7: F1 an artifact and an output variable are there once, and whole, after a kill at %s',
  (point) =>
    inWorld(async (world) => {
      await world.start(point)
      await world.deploy(report.releaseId, suite.sourceId)
      await world.dies()
      await world.start()
      const { api } = world.server
      const [seen] = await eventually('the artifact to be listed', async () => {
        const { body } = await api('GET', '/api/Spaces-1/artifacts')
        return body.Items.length > 0 && body.Items
      })
      // Looked at as soon as it can be seen.
      const { body: content } = await api('GET', `/api/Spaces-1/artifacts/${seen.Id}/content`)
      const whole = Array.from({ length: REPORT_LINES }, (_, index) => `${index + 1}\n`).join('')
      expect(content === whole).toBe(true)
      expect(seen).toMatchObject({ SizeBytes: whole.length, Sha256: createHash('sha256').update(whole).digest('hex') })
      const history = await world.ended()

      expect(checkAll(history)).toEqual([])
      expect(history.tasks[0]?.state).toBe('Success')
      expect((await api('GET', '/api/Spaces-1/artifacts')).body.TotalResults).toBe(1)
    }),
)

test.concurrent.each(['running.unseen', 'exit.seen'] as const)(
  'E6 L1 L2 L3: F1 a script that outlives a kill at %s ends with its own exit code and its whole output',
  (point) =>
    inWorld(async (world) => {
      await world.start(point)
      await world.deploy(broken.releaseId, suite.sourceId)
      await world.dies()
      await world.start()
      const { tasks } = await world.ended()

      expect(tasks[0]).toMatchObject({ state: 'Failed', errorMessage: 'The script ended with exit code 3.' })
      const numbers = tasks[0]!.log.flatMap(({ text }) => /^line (\d+)$/.exec(text)?.[1] ?? [])
      expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 1)))
    }),
)

test.concurrent('E5 S4: F21 F22 scripts that died with their runners while the server was dead are unknown, and no success', () =>
  inWorld(async (world) => {
    await world.start()
    const letGo = await Promise.all(CHILD_TARGETS.map((target) => holdScripts(world.dataDir, target)))
    await world.deploy(suite.releaseId, suite.destinationId)
    await childHasBegun(world)
    await world.kill()
    await world.killScripts()
    for (const go of letGo) await go()
    await world.start()
    const history = await world.ended()

    expect(checkAll(history)).toEqual([])
    const [parent, ...children] = newTasks(history).toSorted(
      (one, other) => Number(one.parentTaskId !== null) - Number(other.parentTaskId !== null),
    )
    expect(parent).toMatchObject({ parentTaskId: null, state: 'Failed' })
    // One of them may not have begun when the server died; it runs, then.
    expect(children.map(({ state }) => state)).toContain('Failed')
    expect(children.find(({ state }) => state === 'Failed')?.errorMessage).toContain(
      'Nobody can tell how the script ended',
    )
  }))

test.concurrent.each(['migrate.half', 'migrate.half:2'])(
  'D1: F1 a server that died at %s of its first start is migrated once by the next',
  async (point) => {
    const folder = await mkdtemp(join(tmpdir(), 'flotilla-crash-'))
    const dataDir = join(folder, 'data')
    await expect(startTestServer({ dataDir, crashAt: point })).rejects.toThrow('The server ended with SIGKILL')
    const server = await startTestServer({ dataDir })
    try {
      expect((await server.api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).status).toBe(201)
    } finally {
      await server.remove()
      await rm(folder, { recursive: true, force: true })
    }
  },
)
