import {
  approve,
  CHILD_TARGETS,
  CHILDREN,
  type CrashWorld,
  checkAll,
  childHasBegun,
  eventually,
  type History,
  holdScripts,
  newTasks,
  type PromotionSuite,
  readMarks,
  scriptsOf,
  scriptsThatRan,
  setUpPromotionSuite,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CrashPoint } from '../src/crash-point.ts'
import {
  type CrashDatabases,
  NOTHING_LEFT,
  type OpenedWorld,
  startCrashDatabases,
  type WorldDatabase,
} from './crash-database.ts'

// Two nodes, `one` and `other`, share a database. `one` is to die at a named place; `other` lives unless told otherwise.

vi.setConfig({ testTimeout: 180_000 })

let databases: CrashDatabases
let suite: PromotionSuite
beforeAll(async () => {
  databases = await startCrashDatabases(async (api) => {
    suite = await setUpPromotionSuite(api)
  })
})
afterAll(() => databases?.stop())

const inWorld: CrashDatabases['inWorld'] = (story) => databases.inWorld(story)

/** Starts both; requests go to `one` at first. */
async function startBoth(world: CrashWorld, one?: Point, other?: Point): Promise<void> {
  await Promise.all([world.start(one, 'one'), world.start(other, 'other')])
  await world.use('one')
}
type Point = CrashPoint | `${CrashPoint}:${number}`

/** Waits for the end of everything, and for every guarantee to have held. */
async function allHeld(world: CrashWorld, database: WorldDatabase): Promise<History> {
  const history = await world.ended()
  expect(checkAll(history)).toEqual([])
  // A workflow's own end is stored a moment after that of its task.
  await eventually('nothing to be left over', async () => (await leftNames(database)).length === 0, 5_000).catch(
    () => {},
  )
  expect(await database.leftOvers()).toEqual(NOTHING_LEFT)
  return history
}
const leftNames = async (database: WorldDatabase) =>
  Object.entries((await database.leftOvers()) as object).filter(([, count]) => count > 0)

const states = (history: History) => newTasks(history).map(({ state, errorMessage }) => `${state}${errorMessage}`)

/** No script has begun on a machine of the destination. */
const nothingBegan = async (world: CrashWorld): Promise<boolean> =>
  (await readMarks(world.dataDir)).every(({ target }) => !target.endsWith('-in-Production'))

describe('the node that runs a suite dies at a named place and stays dead', () => {
  // The other lives through all of them, as a node does: what one leaves behind, the next would meet.
  let opened: OpenedWorld
  const known = new Set<string>()
  beforeAll(async () => {
    opened = await databases.open()
    await opened.world.start(undefined, 'other')
    for (const { id } of (await opened.world.ended()).tasks) known.add(id)
  })
  afterAll(() => opened?.close())

  test.each([
    'accept.before',
    'accept.after',
    'lock.after',
    'plan.after',
    'ticket.after',
    'running.unseen:2',
    'log.after:5',
    'exit.seen:2',
    'outcome.after',
    'child.created',
    'child.done',
    'final.before:2',
    'final.after',
  ] as const satisfies readonly Point[])(
    'A1 A3 A4 A5 E1 E2 L1 L2 C1 S3 V2: F2 the other goes on after a kill at %s',
    async (point) => {
      const { world, database } = opened
      await world.start(point, 'one')
      const deployment = await world.deploy(suite.releaseId, suite.sourceId)
      // What was not answered is asked again there, with the same key.
      await world.use('other')
      if (deployment)
        expect(await world.server.api('GET', `/api/Spaces-1/deployments/${deployment.Id}`)).toMatchObject({
          status: 200,
        })
      // Wants the lock and the machine of a child that the dying node runs.
      await world.deploy(suite.componentReleaseId, suite.sourceId)
      await world.dies('one')
      await database.forget('one')
      const history = await allHeld(world, database)

      const tasks = history.tasks.filter(({ id }) => !known.has(id))
      for (const { id } of tasks) known.add(id)
      expect(tasks.map(({ state, errorMessage }) => `${state}${errorMessage}`)).toEqual(Array(4).fill('Success'))
      expect(scriptsThatRan(history, tasks)).toEqual(
        [...scriptsOf('Suite', 'Staging'), 'Web UI on Web-UI-in-Staging'].sort(),
      )
    },
  )
})

describe.concurrent('the node that runs a promotion dies and stays dead', () => {
  test('P2 P3: F2 while it waits for an approval, which the other then takes', () =>
    inWorld(async (world, database) => {
      await startBoth(world, 'pause.after')
      await world.deploy(suite.approvedReleaseId, suite.destinationId)
      await world.dies('one')
      await world.use('other')
      await approve(world)
      expect(await nothingBegan(world)).toBe(true)
      await database.forget('one')
      const history = await allHeld(world, database)

      expect(states(history)).toEqual(Array(3).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(scriptsOf('Approved suite', 'Production'))
    }))

  test('X1 X2 X4 X5 X6 C6: F2 while it cancels; what waits behind runs after that', () =>
    inWorld(async (world, database) => {
      const letGo: (() => Promise<void>)[] = []
      await startBoth(world, 'kill.sent')
      for (const target of CHILD_TARGETS) letGo.push(await holdScripts(world.dataDir, target))
      const deployment = await world.deploy(suite.releaseId, suite.destinationId)
      await childHasBegun(world)
      await world.use('other')
      await world.call('cancel', `/api/tasks/${deployment.TaskId}/cancel`)
      await world.deploy(suite.releaseId, suite.destinationId)
      await world.dies('one')
      for (const go of letGo) await go()
      await database.forget('one')
      const history = await allHeld(world, database)

      expect(newTasks(history).map(({ state }) => state)).toEqual([
        ...Array(3).fill('Success'),
        ...Array(3).fill('Canceled'),
      ])
    }))

  test('S1 A6: F2 after it told the plan; the plan that was told is what runs, whatever was released meanwhile', () =>
    inWorld(async (world, database) => {
      // The second passage is that of a child's plan.
      await startBoth(world, 'plan.after:2')
      await world.deploy(suite.releaseId, suite.destinationId)
      await world.dies('one')
      await world.use('other')
      const { api } = world.server
      const projects: readonly { Id: string; Name: string }[] = (await api('GET', '/api/Spaces-1/projects/all')).body
      for (const { Id } of projects.filter(({ Name }) => CHILDREN.some((name) => name === Name))) {
        const release = (await api('POST', '/api/Spaces-1/releases', { ProjectId: Id, Version: '1.0.1' })).body
        await world.deploy(release.Id, suite.sourceId)
      }
      await database.forget('one')
      const history = await allHeld(world, database)

      const children = newTasks(history).filter(
        ({ parentTaskId, name }) => parentTaskId && name.endsWith('to Production'),
      )
      const parent = history.tasks.find(({ id }) => id === children[0]?.parentTaskId)!
      const told = parent.log.flatMap(({ text }) => /^Deploying release (\S+) to Production/.exec(text)?.[1] ?? [])
      expect(told).toContain('1.0.0')
      expect(children.map(({ name }) => / release (\S+) /.exec(name)?.[1]).sort()).toEqual(told.sort())
    }))
})

describe.concurrent('the node that only took a request dies, and the one that runs the promotion goes on', () => {
  test('X1 X4: F2 after it stored a cancel', () =>
    inWorld(async (world, database) => {
      await startBoth(world, 'cancel.after')
      await world.use('other')
      await Promise.all(CHILD_TARGETS.map((target) => holdScripts(world.dataDir, target)))
      const deployment = await world.deploy(suite.releaseId, suite.destinationId)
      await childHasBegun(world)
      await world.use('one')
      await world.call('cancel', `/api/tasks/${deployment.TaskId}/cancel`)
      await world.dies('one')
      await world.use('other')
      const history = await allHeld(world, database)

      expect(newTasks(history).map(({ state }) => state)).toEqual(Array(3).fill('Canceled'))
    }))

  test('P1 P2 A5: F2 after it stored an approval', () =>
    inWorld(async (world, database) => {
      await startBoth(world, 'answer.after')
      await world.use('other')
      await world.deploy(suite.approvedReleaseId, suite.destinationId)
      await world.use('one')
      await approve(world)
      await world.dies('one')
      await world.use('other')
      const history = await allHeld(world, database)

      expect(states(history)).toEqual(Array(3).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(scriptsOf('Approved suite', 'Production'))
    }))

  test('E1: F6 it has nothing to do with it, and is taken over all the same', () =>
    inWorld(async (world, database) => {
      await startBoth(world)
      await world.use('other')
      await world.deploy(suite.releaseId, suite.destinationId)
      await childHasBegun(world)
      await world.kill({ node: 'one' })
      await database.forget('one')
      const history = await allHeld(world, database)

      expect(states(history)).toEqual(Array(3).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(scriptsOf('Suite', 'Production'))
    }))
})

describe.concurrent('nodes that come back', () => {
  test('E1 L1 C1: F1 one that died is back before it is missed, beside another', () =>
    inWorld(async (world, database) => {
      await startBoth(world, 'running.unseen:2')
      await world.deploy(suite.releaseId, suite.destinationId)
      await world.dies('one')
      await world.start(undefined, 'one')
      const history = await allHeld(world, database)

      expect(states(history)).toEqual(Array(3).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(scriptsOf('Suite', 'Production'))
    }))

  test('E1 L1: F2 F6 one that died is back while the other takes over', () =>
    inWorld(async (world, database) => {
      await startBoth(world, 'running.unseen:2')
      await world.deploy(suite.releaseId, suite.destinationId)
      await world.dies('one')
      await Promise.all([world.start(undefined, 'one'), database.forget('one')])
      const history = await allHeld(world, database)

      expect(states(history)).toEqual(Array(3).fill('Success'))
      expect(scriptsThatRan(history)).toEqual(scriptsOf('Suite', 'Production'))
    }))

  test.each([
    ['one', 'other'],
    ['other', 'one'],
  ] as const)(
    'E1 L1 S3 V1: F3 F6 the second dies while it takes over from the first; %s comes back, then %s',
    (first, second) =>
      inWorld(async (world, database) => {
        await startBoth(world, 'child.created', 'recover.half')
        await world.deploy(suite.releaseId, suite.destinationId)
        await world.dies('one')
        await database.forget('one')
        await world.dies('other')
        await world.start(undefined, first)
        await world.start(undefined, second)
        const history = await allHeld(world, database)

        expect(states(history)).toEqual(Array(3).fill('Success'))
        expect(scriptsThatRan(history)).toEqual(scriptsOf('Suite', 'Production'))
      }),
  )

  test('E1 L1 C1 C2: F2 both die at once with a suite each; one comes back, and the other never', () =>
    inWorld(async (world, database) => {
      await startBoth(world)
      // To the source the suite redeploys; no target, lock or child is common to the two.
      await world.deploy(suite.releaseId, suite.sourceId)
      await world.use('other')
      await world.deploy(suite.releaseId, suite.destinationId)
      await childHasBegun(world)
      await Promise.all([world.kill({ node: 'one' }), world.kill({ node: 'other' })])
      await world.start(undefined, 'one')
      await database.forget('other')
      const history = await allHeld(world, database)

      expect(states(history)).toEqual(Array(6).fill('Success'))
      expect(scriptsThatRan(history)).toHaveLength(6)
    }))
})
