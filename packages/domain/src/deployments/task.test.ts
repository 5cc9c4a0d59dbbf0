import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EnvironmentId, ProjectId, RunbookId, TenantId } from '../ids.ts'
import {
  ACTION_OUTCOMES,
  type ActionOutcome,
  canMove,
  concurrencyTag,
  FINAL_TASK_STATES,
  guidedFailureDefault,
  isCompleted,
  outcomeOf,
  TASK_STATES,
} from './index.ts'

test.each([
  { mode: 'On', environment: false, gives: true },
  { mode: 'Off', environment: true, gives: false },
  { mode: 'EnvironmentDefault', environment: true, gives: true },
  { mode: 'EnvironmentDefault', environment: false, gives: false },
] as const)('guided failure: project $mode, environment $environment: $gives', ({ mode, environment, gives }) => {
  expect(guidedFailureDefault(mode, environment)).toBe(gives)
})

test.each([
  { name: 'untenanted', tenantId: null, projectTag: null, gives: 'Projects-1/Environments-2' },
  {
    name: 'tenanted',
    tenantId: 'Tenants-3' as TenantId,
    projectTag: undefined,
    gives: 'Tenants-3/Projects-1/Environments-2',
  },
  {
    name: 'run of a runbook',
    runbookId: 'Runbooks-4' as RunbookId,
    tenantId: 'Tenants-3' as TenantId,
    projectTag: null,
    gives: 'Tenants-3/Runbooks-4/Environments-2',
  },
  { name: 'own', tenantId: 'Tenants-3' as TenantId, projectTag: ' one at a time ', gives: 'one at a time' },
  { name: 'blank is not set', tenantId: null, projectTag: '  ', gives: 'Projects-1/Environments-2' },
])('concurrency tag, $name: $gives', ({ gives, tenantId, projectTag, runbookId = null }) => {
  const place = { projectId: 'Projects-1' as ProjectId, environmentId: 'Environments-2' as EnvironmentId }
  expect(concurrencyTag({ ...place, tenantId, projectTag, runbookId })).toBe(gives)
})

describe('task states', () => {
  test('X3 an ended task never moves, and those are the final states', () => {
    for (const state of TASK_STATES) {
      const isFinal = (FINAL_TASK_STATES as readonly string[]).includes(state)
      expect(isCompleted(state)).toBe(isFinal)
      expect(TASK_STATES.some((to) => canMove(state, to))).toBe(!isFinal)
    }
  })

  test.each([
    ['Queued', 'Executing', true],
    ['Queued', 'Canceled', true],
    ['Queued', 'TimedOut', true],
    ['Queued', 'Success', false],
    ['Executing', 'Queued', true],
    ['Executing', 'Cancelling', true],
    ['Executing', 'Canceled', false],
    ['Executing', 'TimedOut', false],
    ['Cancelling', 'Canceled', true],
    ['Cancelling', 'Success', false],
  ] as const)('%s to %s: %s', (from, to, gives) => {
    expect(canMove(from, to)).toBe(gives)
  })
})

describe('outcomeOf', () => {
  test.each<{
    name: string
    actions: ActionOutcome[]
    isCancelled?: boolean
    state: string
    hasWarningsOrErrors: boolean
  }>([
    { name: 'nothing to do', actions: [], state: 'Success', hasWarningsOrErrors: false },
    { name: 'all skipped', actions: ['skipped'], state: 'Success', hasWarningsOrErrors: false },
    { name: 'all well', actions: ['succeeded', 'skipped'], state: 'Success', hasWarningsOrErrors: false },
    {
      name: 'a warning',
      actions: ['succeeded', 'succeeded-with-warning'],
      state: 'Success',
      hasWarningsOrErrors: true,
    },
    { name: 'a failure that a person ignored', actions: ['ignored'], state: 'Success', hasWarningsOrErrors: true },
    { name: 'a failure', actions: ['failed', 'succeeded'], state: 'Failed', hasWarningsOrErrors: true },
    { name: 'stopped', actions: ['succeeded'], isCancelled: true, state: 'Canceled', hasWarningsOrErrors: false },
    {
      name: 'stopped after a failure',
      actions: ['failed'],
      isCancelled: true,
      state: 'Canceled',
      hasWarningsOrErrors: true,
    },
    { name: 'one action stopped', actions: ['succeeded', 'cancelled'], state: 'Canceled', hasWarningsOrErrors: false },
  ])('$name: $state', ({ actions, isCancelled = false, state, hasWarningsOrErrors }) => {
    expect(outcomeOf(actions, isCancelled)).toEqual({ state, hasWarningsOrErrors })
  })

  test('E5 a failed, unknown or cancelled action never ends as success', async () => {
    const arbActions = fc.array(fc.constantFrom(...ACTION_OUTCOMES))
    const arbBad = fc.constantFrom<ActionOutcome[]>('failed', 'unknown', 'cancelled')
    await fc.assert(
      fc.property(arbActions, arbBad, arbActions, fc.boolean(), (before, bad, after, isCancelled) => {
        expect(outcomeOf([...before, bad, ...after], isCancelled).state).not.toBe('Success')
      }),
    )
  })
})
