import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WorkerId } from '../ids.ts'
import { HEALTH_STATUSES, type HealthStatus } from '../targets/index.ts'
import { chooseWorkers, explainNoWorker, WHY_NO_WORKER, type Worker, workerInTurn } from './choose-workers.ts'

const worker = (number: number, health: HealthStatus = 'Healthy', isDisabled = false): Worker => ({
  id: `Workers-${number}` as WorkerId,
  health,
  isDisabled,
  canBeReached: true,
})
const idsOf = (...numbers: readonly number[]) => ({
  kind: 'workers',
  ids: numbers.map((number) => `Workers-${number}`),
})

describe('chooseWorkers', () => {
  test.each<{ name: string; isDefault?: boolean; workers: readonly Worker[]; turn?: number; gives: object }>([
    { name: 'an empty default pool: the server itself', isDefault: true, workers: [], gives: { kind: 'built-in' } },
    { name: 'another pool that is empty', workers: [], gives: { kind: 'none', why: 'pool-is-empty' } },
    {
      name: 'a default pool with an unhealthy worker is not empty',
      isDefault: true,
      workers: [worker(1, 'Unhealthy')],
      gives: { kind: 'none', why: 'none-healthy' },
    },
    {
      name: 'nor one whose worker is disabled',
      isDefault: true,
      workers: [worker(1, 'Healthy', true)],
      gives: { kind: 'none', why: 'all-disabled' },
    },
    { name: 'healthy ones only', workers: [worker(1), worker(2, 'Unavailable'), worker(3)], gives: idsOf(1, 3) },
    {
      name: 'one of a style that the server cannot reach',
      workers: [{ ...worker(1, 'Unknown'), canBeReached: false }],
      gives: { kind: 'none', why: 'none-healthy' },
    },
    { name: 'warnings do no harm', workers: [worker(1, 'HasWarnings'), worker(2, 'Unknown')], gives: idsOf(1) },
    { name: 'a new one that nobody has checked yet', workers: [worker(1, 'Unknown')], gives: idsOf(1) },
    { name: 'the next deployment begins elsewhere', workers: [worker(1), worker(2)], turn: 7, gives: idsOf(2, 1) },
  ])('$name', ({ isDefault = false, workers, turn = 0, gives }) => {
    expect(chooseWorkers({ isDefault }, workers, turn)).toEqual(gives)
  })

  const arbWorkers = fc
    .array(fc.record({ health: fc.constantFrom(...HEALTH_STATUSES), isDisabled: fc.boolean() }), { maxLength: 8 })
    .map((made) => made.map(({ health, isDisabled }, index) => worker(index, health, isDisabled)))

  test('nobody who is disabled, unhealthy or out of reach works, and each once', async () => {
    await fc.assert(
      fc.property(fc.boolean(), arbWorkers, fc.nat(), (isDefault, workers, turn) => {
        const choice = chooseWorkers({ isDefault }, workers, turn)
        if (choice.kind === 'built-in') expect(workers).toEqual([])
        if (choice.kind !== 'workers') return
        expect(new Set(choice.ids).size).toBe(choice.ids.length)
        for (const id of choice.ids) {
          const { health, isDisabled } = workers.find((each) => each.id === id)!
          expect(isDisabled).toBe(false)
          expect(['Unhealthy', 'Unavailable']).not.toContain(health)
        }
      }),
    )
  })

  test('over as many deployments as workers each one is first once', async () => {
    await fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(1_000), (count, start) => {
        const workers = Array.from({ length: count }, (_, index) => worker(index))
        const firsts = workers.map((_, index) => {
          const choice = chooseWorkers({ isDefault: false }, workers, start + index)
          return choice.kind === 'workers' ? choice.ids[0] : undefined
        })
        expect(new Set(firsts).size).toBe(count)
      }),
    )
  })
})

test('actions take turns', () => {
  expect([0, 1, 2, 3].map((index) => workerInTurn(['a', 'b', 'c'], index))).toEqual(['a', 'b', 'c', 'a'])
})

test.each(WHY_NO_WORKER)('%s is said with the pool', (why) => {
  expect(explainNoWorker(why, 'Builders')).toContain('Builders')
})
