import { expect, test } from 'vitest'
import type { EnvironmentId } from '../ids.ts'
import { type EnvironmentScope, readRunPolicy, runbookEnvironments } from './index.ts'

const [dev, staging, live] = ['Environments-1', 'Environments-2', 'Environments-3'] as EnvironmentId[]
const all = [dev!, staging!, live!]

test.each<{ scope: EnvironmentScope; specified?: EnvironmentId[]; gives: EnvironmentId[] }>([
  { scope: 'All', specified: [dev!], gives: all },
  { scope: 'Specified', specified: [live!, dev!], gives: [dev!, live!] },
  { scope: 'Specified', specified: [], gives: [] },
  { scope: 'Specified', specified: ['Environments-9' as EnvironmentId], gives: [] },
  { scope: 'FromProjectLifecycles', specified: [dev!], gives: [staging!] },
])('a runbook with the scope $scope of $specified may run in $gives', ({ scope, specified = [], gives }) => {
  expect(runbookEnvironments({ scope, all, specified, ofLifecycles: [staging!] })).toEqual(gives)
})

const written = { quantity: 3, isForever: false, unit: 'Items', strategy: 'Count' } as const
test.each([
  { policy: written, gives: { kind: 'items', count: 3 } },
  { policy: { ...written, unit: 'Days' as const }, gives: { kind: 'days', count: 3 } },
  { policy: { ...written, isForever: true }, gives: { kind: 'forever' } },
  { policy: { ...written, strategy: 'Forever' as const }, gives: { kind: 'forever' } },
  { policy: { ...written, quantity: 0 }, gives: { kind: 'forever' } },
  { policy: { ...written, strategy: 'Default' as const }, gives: { kind: 'items', count: 100 } },
])('the policy $policy is $gives', ({ policy, gives }) => {
  expect(readRunPolicy(policy)).toEqual(gives)
})
