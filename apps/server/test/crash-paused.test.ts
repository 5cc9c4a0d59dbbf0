import {
  approve,
  type CrashWorld,
  checkAll,
  eventually,
  holdScripts,
  type PromotionSuite,
  readMarks,
  scriptsOf,
  scriptsThatRan,
  setUpPromotionSuite,
  type TaskRecord,
} from '@flotilla/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CrashPoint } from '../src/crash-point.ts'
import {
  type CrashDatabases,
  NOTHING_LEFT,
  type OpenedWorld,
  startCrashDatabases,
  type WorldDatabase,
} from './crash-database.ts'

// Node `one` stops in its tracks and is taken for dead; `other` takes its tasks over; then `one` goes on as if nothing had been.

vi.setConfig({ testTimeout: 180_000 })

let databases: CrashDatabases
let suite: PromotionSuite
let opened: OpenedWorld
let world: CrashWorld
let database: WorldDatabase
const known = new Set<string>()
beforeAll(async () => {
  databases = await startCrashDatabases(async (api) => {
    suite = await setUpPromotionSuite(api)
  })
  opened = await databases.open()
  world = opened.world
  database = opened.database
  await world.start(undefined, 'other')
})
afterAll(async () => {
  await opened?.close()
  await databases?.stop()
})
beforeEach(async ({ onTestFailed }) => {
  onTestFailed(() => console.log(world.node('one').output(), world.node('other').output()))
  for (const { id } of (await world.ended()).tasks) known.add(id)
})
afterEach(() => world.kill({ node: 'one' }))

const SUPERSEDED = 'A task was taken up elsewhere'

/** The other has everything that the paused one was at. */
async function takenOver(): Promise<void> {
  await database.forget('one')
  await database.takenOver('one')
  await world.use('other')
}

/** Lets `one` go on, and waits until it has seen that its tasks are no longer its own. */
async function goesOn(): Promise<void> {
  world.pause('one', false)
  await eventually('one to see it', async () => world.node('one').output().includes(SUPERSEDED))
}

/** Waits for the end of everything, and for every guarantee to have held; answers the tasks of this test. */
async function allHeld(): Promise<{ tasks: readonly TaskRecord[]; scripts: readonly string[] }> {
  const history = await world.ended()
  expect(checkAll(history)).toEqual([])
  // A workflow's own end is stored a moment after that of its task.
  await vi.waitFor(async () => expect(await database.leftOvers()).toEqual(NOTHING_LEFT), 5_000)
  const tasks = history.tasks.filter(({ id }) => !known.has(id))
  return { tasks, scripts: scriptsThatRan(history, tasks) }
}
const states = (tasks: readonly TaskRecord[]) => tasks.map(({ state, errorMessage }) => `${state}${errorMessage}`)

describe('a node is paused at a named place', () => {
  test.each([
    'ticket.after:2',
    'log.read:4',
    'exit.seen:2',
    'child.created:1',
    'child.done:1',
    'final.before:2',
  ] as const satisfies readonly `${CrashPoint}:${number}`[])(
    'E1 E2 E3 L1 L2 L3 L4 C1 C2 S3 X3: F5 both go on from %s; one script a ticket, one outcome, no line lost or doubled',
    async (point) => {
      await world.start(`${point}:SIGSTOP`, 'one')
      await world.deploy(suite.releaseId, suite.sourceId)
      await world.stops('one')
      await takenOver()
      await goesOn()
      const { tasks, scripts } = await allHeld()

      expect(states(tasks)).toEqual(Array(3).fill('Success'))
      expect(scripts).toEqual(scriptsOf('Suite', 'Staging'))
    },
  )

  test.each(['log.read:4', 'final.before:3'] as const satisfies readonly `${CrashPoint}:${number}`[])(
    'L2 L4 X3: F5 what it still writes after %s, when all has ended, changes nothing',
    async (point) => {
      await world.start(`${point}:SIGSTOP`, 'one')
      await world.deploy(suite.releaseId, suite.sourceId)
      await world.stops('one')
      await takenOver()
      const before = await allHeld()
      await goesOn()

      expect(await allHeld()).toEqual(before)
      expect(states(before.tasks)).toEqual(Array(3).fill('Success'))
    },
  )
})

describe('a node is paused at some time', () => {
  test('E6 L1 L2 L3: F5 in the middle of scripts; both follow the rest of the output', async () => {
    const targets = ['Database-in-Staging', 'Web-UI-in-Staging']
    const letGo = await Promise.all(targets.map((target) => holdScripts(world.dataDir, target)))
    await world.start(undefined, 'one')
    const begun = (await readMarks(world.dataDir)).length
    await world.deploy(suite.releaseId, suite.sourceId)
    // That of the parent begins and ends; those of its children begin.
    await eventually('the scripts to begin', async () => (await readMarks(world.dataDir)).length === begun + 4)
    world.pause('one', true)
    await takenOver()
    world.pause('one', false)
    for (const go of letGo) await go()
    const { tasks, scripts } = await allHeld()

    expect(world.node('one').output()).toContain(SUPERSEDED)
    expect(states(tasks)).toEqual(Array(3).fill('Success'))
    expect(scripts).toEqual(scriptsOf('Suite', 'Staging'))
  })

  test('P1 P2 P3: F5 while it waits for an approval; the answer takes effect once', async () => {
    await world.start('pause.after:1:SIGSTOP', 'one')
    await world.deploy(suite.approvedReleaseId, suite.destinationId)
    await world.stops('one')
    await takenOver()
    world.pause('one', false)
    await approve(world)
    const { tasks, scripts } = await allHeld()

    await eventually('one to see it', async () => world.node('one').output().includes(SUPERSEDED))
    expect(states(tasks)).toEqual(Array(3).fill('Success'))
    expect(scripts).toEqual(scriptsOf('Approved suite', 'Production'))
  })

  test('X1 X6: F5 before it starts a script, which is cancelled meanwhile and does not begin any more', async () => {
    await world.start('ticket.after:2:SIGSTOP', 'one')
    const deployment = await world.deploy(suite.releaseId, suite.sourceId)
    await world.stops('one')
    // Before the other node takes it over: that one could be done before the cancel came.
    await world.use('other')
    await world.call('cancel', `/api/tasks/${deployment.TaskId}/cancel`)
    await takenOver()
    const before = await allHeld()
    await goesOn()

    expect(before.tasks.map(({ state }) => state)).toContain('Canceled')
    expect(await allHeld()).toEqual(before)
  })
})
