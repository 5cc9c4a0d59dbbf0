import {
  addWatchedMachine,
  type CrashWorld,
  checkAll,
  eventually,
  type History,
  holdScripts,
  newTasks,
  type PromotionSuite,
  readMarks,
  type ScriptMark,
  setUpPromotionSuite,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type CrashDatabases, startCrashDatabases } from './crash-database.ts'

// Machines appear in the source environment of the suite, where a trigger deploys the Web UI to them.

vi.setConfig({ testTimeout: 180_000 })

let databases: CrashDatabases
let suite: PromotionSuite
beforeAll(async () => {
  databases = await startCrashDatabases(async (api) => {
    suite = await setUpPromotionSuite(api)
  })
})
afterAll(() => databases?.stop())

interface Decision {
  readonly MachineName: string
  readonly State: string
  readonly DeploymentId: string | null
}
const decisionsOn = async (world: CrashWorld): Promise<readonly Decision[]> => {
  const { body } = await world.server.api('GET', `/api/Spaces-1/projecttriggers/${suite.triggerId}/decisions?take=1000`)
  return body.Items
}
const deployedTo = async (world: CrashWorld): Promise<string[]> =>
  (await decisionsOn(world))
    .filter(({ State }) => State === 'Deployed')
    .map(({ MachineName }) => MachineName)
    .sort()

/** Waits until each of these machines has been served, and everything has ended. */
async function served(world: CrashWorld, machines: readonly string[]): Promise<History> {
  await eventually('every machine to be served', async () => {
    const decisions = await decisionsOn(world)
    const isServed = (name: string) => decisions.some((each) => each.MachineName === name && each.State === 'Deployed')
    return machines.every(isServed) && decisions.every(({ State }) => State !== 'Waiting')
  })
  return world.ended()
}

/** Where the Web UI was installed since the set-up, a name for each script that began, sorted. */
const begunOn = (history: History): string[] =>
  history.marks
    .filter(({ what, ticket }) => what === 'begin' && newTasks(history).some(({ id }) => ticket.startsWith(`${id}.`)))
    .map(({ target }) => target)
    .sort()

describe.concurrent('a machine appears, and the server dies and starts again', () => {
  test.each(['trigger.before', 'trigger.after'] as const)(
    'T1 T2 T3 T4: F1 at %s, the machine is served once',
    (point) =>
      databases.inWorld(async (world, database) => {
        await world.start(point)
        await addWatchedMachine(world, suite, 'web-ui-8')
        await world.dies()
        // A second one, while the first is on its way.
        await world.start()
        await addWatchedMachine(world, suite, 'web-ui-9')
        const history = await served(world, ['web-ui-8', 'web-ui-9'])

        expect(checkAll(history)).toEqual([])
        expect(newTasks(history).every(({ state }) => state === 'Success')).toBe(true)
        expect(await deployedTo(world)).toEqual(['web-ui-8', 'web-ui-9'])
        expect(begunOn(history)).toEqual(['web-ui-8', 'web-ui-9'])
        expect(await database.leftOvers()).toMatchObject({ locks: 0, targets: 0, attempts: 0 })
      }),
  )
})

test.concurrent.each(['trigger.before', 'trigger.after'] as const)(
  'T1 T2 T3: F2 F7 machines appear, and of two nodes the one that serves them dies at %s',
  (point) =>
    databases.inWorld(async (world, database) => {
      await Promise.all([world.start(point, 'one'), world.start(undefined, 'other')])
      // So that it is the first that serves them.
      world.pause('other', true)
      await world.use('one')
      await addWatchedMachine(world, suite, 'web-ui-7')
      await addWatchedMachine(world, suite, 'web-ui-8')
      await world.dies('one')
      world.pause('other', false)
      await world.use('other')
      await database.forget('one')
      const history = await served(world, ['web-ui-7', 'web-ui-8'])

      expect(checkAll(history)).toEqual([])
      expect(newTasks(history).every(({ state }) => state === 'Success')).toBe(true)
      expect(await deployedTo(world)).toEqual(['web-ui-7', 'web-ui-8'])
      expect(begunOn(history)).toEqual(['web-ui-7', 'web-ui-8'])
      expect(await database.leftOvers()).toMatchObject({ locks: 0, targets: 0, attempts: 0 })
    }),
)

test('T2: F55 a machine appears during a deployment of its project, and the server dies when that ends', () =>
  databases.inWorld(async (world) => {
    await world.start('final.after')
    const letGo = await holdScripts(world.dataDir, 'Web-UI-in-Staging')
    await world.deploy(suite.componentReleaseId, suite.sourceId)
    await eventually('the script to begin', async () => (await readMarks(world.dataDir)).some(isLast))
    await addWatchedMachine(world, suite, 'web-ui-9')
    await eventually('the trigger to wait', async () =>
      (await decisionsOn(world)).some(({ State }) => State === 'Waiting'),
    )
    await letGo()
    await world.dies()
    await world.start()
    const history = await served(world, ['web-ui-9'])

    expect(checkAll(history)).toEqual([])
    expect(await deployedTo(world)).toEqual(['web-ui-9'])
    expect(begunOn(history)).toEqual(['Web-UI-in-Staging', 'web-ui-9'])
  }))

/** A script that began after the set-up, whose two deployments were the first two tasks. */
const isLast = ({ ticket, what }: ScriptMark): boolean => what === 'begin' && !/^ServerTasks-[12]\./.test(ticket)
