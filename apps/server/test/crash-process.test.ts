import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CrashWorld,
  checkAll,
  eventually,
  type History,
  numberedScript,
  readMarks,
  startTestServer,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProcessWorld, script, step } from './process-world.ts'

const MACHINES = ['web-1', 'web-2', 'web-3', 'web-4']
const BACKOFF_SECONDS = 4

/** Set up once; every test has a copy. */
let template: string
let environmentId: string
const releases: Record<string, string> = {}

/** Notes its begin and end and prints numbered lines; passes from its n-th run on the machine on, or by `passes`. */
const counted = (from: number) =>
  `${numberedScript(5, 0.02)}
[ "$(grep -c ' begin ' "$effects/$(get_octopusvariable Octopus.Machine.Name)")" -ge ${from} ]`
/** Fails on the machine at once, where the others take their time. */
const failsOn = (machine: string) =>
  `${numberedScript(10, 0.02)}
[ "$(get_octopusvariable Octopus.Machine.Name)" != ${machine} ] || exit 1
sleep 2`

const retries = {
  'Octopus.Action.AutoRetry.MaximumCount': '2',
  'Octopus.Action.AutoRetry.MinimumBackoff': String(BACKOFF_SECONDS),
}
const slow = `${numberedScript(1, 0)}
sleep 300`

beforeAll(async () => {
  template = join(await mkdtemp(join(tmpdir(), 'flotilla-crash-')), 'data')
  const server = await startTestServer({ dataDir: template })
  try {
    const roles = Object.fromEntries(MACHINES.map((name) => [name, 'web']))
    const world = await ProcessWorld.on(server.api, { ...roles, 'one-1': 'one' })
    environmentId = world.environmentId
    const processes = {
      retried: [step([script('flaky', counted(3), { properties: retries })], { on: 'one' })],
      guided: [
        step([script('flaky', counted(2)), script('behind', numberedScript(3, 0))], { on: 'one' }),
        step([script('after', numberedScript(3, 0))], { on: 'one' }),
      ],
      rolled: [
        step([script('roll', numberedScript(10, 0.02)), script('then', numberedScript(3, 0))], {
          on: 'web',
          window: 2,
        }),
      ],
      failing: [step([script('roll', failsOn('web-1'))], { on: 'web', window: 2 })],
      slow: [
        step([script('slow', slow, { properties: { 'Octopus.Action.ExecutionTimeout.Minutes': '0.05' } })], {
          on: 'one',
        }),
      ],
    }
    for (const [name, steps] of Object.entries(processes)) releases[name] = (await world.project(steps)).releaseId
  } finally {
    await server.stop()
  }
})
afterAll(() => rm(join(template, '..'), { recursive: true, force: true }))

const inWorld = (story: (world: CrashWorld) => Promise<void>) => CrashWorld.inCopyOf(template, story)

const deploy = (world: CrashWorld, name: string, more: object = {}) =>
  world.call('deploy', '/api/Spaces-1/deployments', {
    ReleaseId: releases[name],
    EnvironmentId: environmentId,
    ...more,
  })

const begins = ({ marks }: Pick<History, 'marks'>) => marks.filter(({ what }) => what === 'begin')

/** How many machines were at work at once, at most. */
function mostAtOnce({ marks }: History): number {
  const inOrder = [...marks].sort((one, other) => one.atMs - other.atMs)
  let now = 0
  return Math.max(
    ...inOrder.map(({ what }) => {
      now += what === 'begin' ? 1 : -1
      return now
    }),
  )
}

describe.concurrent('retries', () => {
  test.each(['retry.after:2', 'outcome.after:2', 'ticket.after:3'])(
    'E1 E3 E4 L1: F1 attempts and their back-off survive a kill at %s',
    (point) =>
      inWorld(async (world) => {
        await world.start(point)
        await deploy(world, 'retried')
        await world.dies()
        await world.start()
        const history = await world.ended()

        expect(checkAll(history)).toEqual([])
        expect(history.tasks[0]).toMatchObject({ state: 'Success' })
        const ran = history.marks.map(({ what }) => what)
        expect(ran).toEqual(['begin', 'end', 'begin', 'end', 'begin', 'end'])
        expect(new Set(begins(history).map(({ ticket }) => ticket)).size).toBe(3)
        // The first retry comes at once, the second after the whole back-off.
        expect(history.marks[4]!.atMs - history.marks[3]!.atMs).toBeGreaterThanOrEqual(BACKOFF_SECONDS * 1_000 - 50)
      }),
  )
})

describe.concurrent('guided failure', () => {
  const ask = async (world: CrashWorld) => {
    const [asked] = await eventually('a question', async () => {
      const { body } = await world.server.api('GET', '/api/Spaces-1/interruptions?pendingOnly=true')
      return body.Items.length > 0 ? body.Items : undefined
    })
    return asked
  }
  const answer = async (world: CrashWorld, Guidance: string) => {
    const address = `/api/Spaces-1/interruptions/${(await ask(world)).Id}`
    await world.server.api('PUT', `${address}/responsible`)
    await world.call('answer', `${address}/submit`, { Guidance })
  }
  const outcomes = {
    Retry: { state: 'Success', ran: ['flaky', 'flaky', 'behind', 'after'] },
    Ignore: { state: 'Success', ran: ['flaky', 'behind', 'after'] },
    Exclude: { state: 'Success', ran: ['flaky'] },
    Fail: { state: 'Failed', ran: ['flaky'] },
  }
  const expectEnd = (history: History, { state, ran }: (typeof outcomes)['Retry']) => {
    expect(checkAll(history)).toEqual([])
    expect(history.tasks.map((task) => task.state)).toEqual([state])
    expect(begins(history)).toHaveLength(ran.length)
  }

  test('P1 P3: F1 the question survives a kill, is asked once, and the answer counts', () =>
    inWorld(async (world) => {
      await world.start('pause.after')
      await deploy(world, 'guided', { UseGuidedFailure: true })
      await world.dies()
      await world.start()
      expect(begins({ marks: await readMarks(world.dataDir) })).toHaveLength(1)
      await world.kill()
      await world.start()
      await answer(world, 'Retry')
      const history = await world.ended()
      expectEnd(history, outcomes.Retry)
      expect((await world.server.api('GET', '/api/Spaces-1/interruptions')).body.TotalResults).toBe(1)
    }))

  // The answer Retry is given in the tests below.
  test.each(Object.entries(outcomes).filter(([what]) => what !== 'Retry'))(
    'P2: F1 the answer %s takes effect although the server dies right after',
    (what, end) =>
      inWorld(async (world) => {
        await world.start('answer.after')
        await deploy(world, 'guided', { UseGuidedFailure: true })
        await answer(world, what)
        await world.dies()
        await world.start()
        expectEnd(await world.ended(), end)
      }),
  )

  test.each(['ticket.after:2', 'outcome.after:2'])(
    'E3 P2: F1 what was decided about a failure stands after a kill at %s',
    (point) =>
      inWorld(async (world) => {
        await world.start(point)
        await deploy(world, 'guided', { UseGuidedFailure: true })
        await answer(world, 'Retry')
        await world.dies()
        await world.start()
        expectEnd(await world.ended(), outcomes.Retry)
      }),
  )

  test('E3 P2: F1 an excluded machine stays excluded', () =>
    inWorld(async (world) => {
      await world.start('step.between')
      await deploy(world, 'guided', { UseGuidedFailure: true })
      await answer(world, 'Exclude')
      await world.dies()
      await world.start()
      expectEnd(await world.ended(), outcomes.Exclude)
    }))
})

describe.concurrent('rolling', () => {
  test.each(['ticket.after:3', 'outcome.after:4'])(
    'C3 E1: F1 a rolled step goes on, never wider than its window, after a kill at %s',
    (point) =>
      inWorld(async (world) => {
        await world.start(point)
        await deploy(world, 'rolled')
        await world.dies()
        await world.start()
        const history = await world.ended()

        expect(checkAll(history)).toEqual([])
        expect(history.tasks[0]?.state).toBe('Success')
        expect(begins(history)).toHaveLength(2 * MACHINES.length)
        expect(mostAtOnce(history)).toBeLessThanOrEqual(2)
      }),
  )

  test.each(['outcome.after', 'exit.seen:2'])(
    'C3 E1: F1 behind a machine that failed none is begun, also after a kill at %s',
    (point) =>
      inWorld(async (world) => {
        await world.start(point)
        await deploy(world, 'failing')
        await world.dies()
        await world.start()
        const history = await world.ended()

        expect(checkAll(history)).toEqual([])
        expect(history.tasks[0]?.state).toBe('Failed')
        expect(
          begins(history)
            .map(({ target }) => target)
            .sort(),
        ).toEqual(['web-1', 'web-2'])
      }),
  )
})

describe.concurrent('time limits', () => {
  test('X7: F1 the clock of a script goes on while no server runs', () =>
    inWorld(async (world) => {
      await world.start()
      await deploy(world, 'slow')
      await eventually('the script to run', async () => (await readMarks(world.dataDir)).length === 2)
      await world.kill()
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      await world.start()
      const history = await world.ended()
      expect(checkAll(history)).toEqual([])
      expect(history.tasks[0]).toMatchObject({ state: 'Failed' })
      expect(history.tasks[0]?.errorMessage).toMatch(/time limit of 3 s/)
    }))

  test.each(['kill.sent', 'outcome.after'])('X7: F1 the reason is known after a kill at %s', (point) =>
    inWorld(async (world) => {
      await world.start(point)
      await deploy(world, 'slow')
      await world.dies()
      await world.start()
      const history = await world.ended()
      expect(checkAll(history)).toEqual([])
      expect(history.tasks[0]?.errorMessage).toMatch(/time limit of 3 s/)
    }),
  )
})
