import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Api,
  CHILDREN,
  CrashWorld,
  checkAll,
  eventually,
  type History,
  type PromotionSuite,
  readMarks,
  setUpPromotionSuite,
  startTestServer,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CrashPoint } from '../src/crash-point.ts'

/** Set up once; every test has a copy. */
let template: string
let suite: PromotionSuite

beforeAll(async () => {
  template = join(await mkdtemp(join(tmpdir(), 'flotilla-crash-')), 'data')
  const server = await startTestServer({ dataDir: template })
  try {
    suite = await setUpPromotionSuite(server.api)
  } finally {
    await server.stop()
  }
})
afterAll(() => rm(join(template, '..'), { recursive: true, force: true }))

/** Runs `story` in a world of its own; keeps the world of a story that fails. */
async function inWorld(story: (world: CrashWorld) => Promise<void>): Promise<void> {
  const world = await CrashWorld.copyOf(template)
  let keep = true
  try {
    await story(world)
    keep = false
  } finally {
    await world.remove({ keep })
    if (keep) console.log(`What is left of the failed run: ${world.dataDir}`)
  }
}

/** The scripts that ran since the set-up, as `project on target`, sorted. */
function scriptsThatRan(history: History, tasks = newTasks(history)): string[] {
  return tasks
    .flatMap(({ id, projectName }) =>
      history.marks
        .filter(({ what, ticket }) => what === 'end' && ticket.startsWith(`${id}.`))
        .map(({ target }) => `${projectName} on ${target}`),
    )
    .sort()
}
const newTasks = ({ tasks }: History) => {
  const setUp = CHILDREN.length
  return tasks.slice(0, tasks.length - setUp)
}
const inProduction = (parent: string): string[] =>
  [
    `${parent} on announcer-in-Production`,
    ...CHILDREN.map((child) => `${child} on ${child.replaceAll(' ', '-')}-in-Production`),
  ].sort()

/** Passed by a promotion; a number behind a point is its later passage, in a child or further on. */
const POINTS = [
  'accept.after',
  'start.before',
  'start.before:2',
  'lock.after',
  'lock.after:3',
  'plan.after',
  'ticket.after',
  'ticket.after:3',
  'send.after:2',
  'running.unseen',
  'log.read',
  'log.read:9',
  'log.after:12',
  'exit.seen:3',
  'outcome.after',
  'step.between',
  'step.between:2',
  'child.created',
  'child.done',
  'final.before',
  'final.before:3',
  'final.after',
  'final.after:3',
] as const satisfies readonly (CrashPoint | `${CrashPoint}:${number}`)[]

describe('F1: one node, killed at a named place and started again', () => {
  test.each(POINTS)('F1 E1 L1 C1: a promotion survives a kill at %s', (point) =>
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
      expect(scriptsThatRan(history)).toEqual([...inProduction('Suite'), 'Suite on announcer-in-Production'].sort())
    }),
  )

  test.each(['pause.after', 'answer.after'] as const)('F1 P2 P3: an intervention survives a kill at %s', (point) =>
    inWorld(async (world) => {
      await world.start(point)
      await world.deploy(suite.approvedReleaseId, suite.destinationId)
      if (point === 'pause.after') {
        await world.dies()
        await world.start()
        await submit(world)
      } else {
        await submit(world)
        await world.dies()
        await world.start()
      }
      const history = await world.ended()

      expect(checkAll(history)).toEqual([])
      expect(newTasks(history).map(({ state }) => state)).toEqual(Array(3).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(inProduction('Approved suite'))
    }),
  )

  test.each(['cancel.after', 'kill.sent'] as const)(
    'F1 X1 X2 X4 X6: a cancelled promotion stays cancelled after a kill at %s',
    (point) =>
      inWorld(async (world) => {
        await world.start(point)
        const deployment = await world.deploy(suite.releaseId, suite.destinationId)
        await eventually('a script of a child to begin', async () =>
          (await readMarks(world.dataDir)).some(({ target }) => /^(Database|Web-UI)-in-Production$/.test(target)),
        )
        await world.call('cancel', `/api/tasks/${deployment.TaskId}/cancel`)
        await world.dies()
        await world.start()
        const history = await world.ended()

        expect(checkAll(history)).toEqual([])
        expect(newTasks(history).map(({ state }) => state)).toEqual(Array(3).fill('Canceled'))
      }),
  )
})

async function submit(world: CrashWorld): Promise<void> {
  const { api } = world.server
  const interruption = await eventually('the intervention', () => pendingInterruption(api))
  await api('PUT', `/api/interruptions/${interruption}/responsible`)
  await world.call('answer', `/api/interruptions/${interruption}/submit`, { Result: 'Proceed', Notes: 'Go.' })
}
async function pendingInterruption(api: Api): Promise<string | undefined> {
  const { body } = await api('GET', '/api/interruptions?pendingOnly=true')
  return body.Items[0]?.Id
}

const KILLS = 8
const LATEST_KILL_MS = 2_500

test('F3 E1 L1 C1 V1: suites survive kills at random moments, also during recovery', () =>
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

test('F10 A1 E1 L1: a promotion survives a kill of the server together with its database', () =>
  inWorld(async (world) => {
    await world.start()
    await world.deploy(suite.releaseId, suite.destinationId)
    await eventually('a script to begin', async () =>
      (await readMarks(world.dataDir)).some(({ target }) => target.endsWith('-in-Production')),
    )
    await world.kill({ database: true })
    await world.start()
    const history = await world.ended()

    expect(checkAll(history)).toEqual([])
    expect(newTasks(history).map(({ state }) => state)).toEqual(Array(3).fill('Success'))
    expect(scriptsThatRan(history)).toEqual(inProduction('Suite'))
  }))
