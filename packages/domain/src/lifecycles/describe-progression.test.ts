import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EnvironmentId } from '../ids.ts'
import type { Phase } from './index.ts'
import { deployableEnvironments, describeProgression, phaseEnvironments } from './index.ts'
import {
  allPets,
  arbHistory,
  arbPhases,
  arbTenant,
  connection,
  dev,
  history,
  phase,
  prod,
  staging,
  success,
  test1,
  test2,
} from './worlds.ts'

const path = [
  phase('Development', [dev]),
  phase('Test', [test1, test2]),
  phase('Staging', [staging], { isOptional: true }),
  phase('Production', [prod]),
]
const oneTest = path.map((each): Phase => (each.name === 'Test' ? { ...each, minimumEnvironments: 1 } : each))

interface Case {
  readonly name: string
  readonly phases?: readonly Phase[]
  readonly done: readonly EnvironmentId[]
  readonly isBlocked?: boolean
  /** One letter a phase, small when blocked. */
  readonly gives: string
  readonly next: readonly EnvironmentId[]
  readonly required: number
}

const cases: readonly Case[] = [
  { name: 'a new release', done: [], gives: 'CPPP', next: [dev], required: 1 },
  { name: 'first phase done', done: [dev], gives: 'OCPP', next: [test1, test2], required: 2 },
  { name: 'half a phase', done: [dev, test1], gives: 'OCPP', next: [test2], required: 1 },
  { name: 'one of two needed', phases: oneTest, done: [dev], gives: 'OCPP', next: [test1, test2], required: 1 },
  { name: 'one of two done', phases: oneTest, done: [dev, test2], gives: 'OOCC', next: [staging, prod], required: 1 },
  {
    name: 'an optional phase beside the next',
    done: [dev, test1, test2],
    gives: 'OOCC',
    next: [staging, prod],
    required: 1,
  },
  { name: 'the optional phase skipped', done: [dev, test1, test2, prod], gives: 'OOCO', next: [staging], required: 0 },
  { name: 'everything', done: [dev, test1, test2, staging, prod], gives: 'OOOO', next: [], required: 0 },
  { name: 'a success out of turn opens nothing', done: [prod], gives: 'CPPP', next: [dev], required: 1 },
  { name: 'blocked at once', done: [], isBlocked: true, gives: 'Cppp', next: [dev], required: 1 },
  { name: 'blocked after the first phase', done: [dev], isBlocked: true, gives: 'Ocpp', next: [], required: 0 },
  {
    name: 'blocked in the middle of a phase',
    done: [dev, test1],
    isBlocked: true,
    gives: 'OCpp',
    next: [test2],
    required: 1,
  },
]

const letters = { Pending: 'P', Current: 'C', Complete: 'O' }

test.each(cases)('$name', ({ phases = path, done, isBlocked = false, gives, next, required }) => {
  const successes = done.map((id) => success(id))
  const overview = describeProgression({ phases, history: history(successes, isBlocked), tenant: null })
  const shown = overview.phases.map((each) =>
    each.isBlocked ? letters[each.progress].toLowerCase() : letters[each.progress],
  )
  expect(shown.join('')).toBe(gives)
  expect(overview.nextDeployments).toEqual(next)
  expect(overview.nextDeploymentsMinimumRequired).toBe(required)
  expect(overview.phases.map((each) => each.phase)).toEqual(phases)
})

test('for a tenant, only its own connections come next', () => {
  const ask = { phases: path, history: history([success(dev)]), tenant: connection(allPets, test2, prod) }
  const overview = describeProgression(ask)
  expect(overview.nextDeployments).toEqual([test2])
  expect(overview.nextDeploymentsMinimumRequired).toBe(1)
})

const arbAsk = fc.record({ phases: arbPhases, history: arbHistory, tenant: arbTenant })

test('what comes next may be deployed', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      const deployable = deployableEnvironments(ask)
      for (const id of describeProgression(ask).nextDeployments) expect(deployable).toContain(id)
    }),
    { numRuns: 2000 },
  )
})

test('untenanted, open unblocked phases hold exactly the deployable environments', async () => {
  await fc.assert(
    fc.property(arbAsk, (ask) => {
      const untenanted = { ...ask, tenant: null }
      const open = describeProgression(untenanted).phases.filter(
        (each) => each.progress !== 'Pending' && !each.isBlocked,
      )
      expect(open.flatMap((each) => phaseEnvironments(each.phase))).toEqual(deployableEnvironments(untenanted))
    }),
    { numRuns: 2000 },
  )
})
