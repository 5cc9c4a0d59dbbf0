import { expect, test } from 'vitest'
import { judgeCheckedMachine } from './judge-checked-machine.ts'

test.each([
  ['passed', 'connected', false, 'stays'],
  ['warned', 'script-passed', false, 'stays-with-warning'],
  ['failed', 'script-failed', false, 'fails'],
  ['failed', 'out-of-reach', false, 'fails'],
  ['failed', 'script-failed', true, 'stays-with-warning'],
  ['failed', 'out-of-reach', true, 'left-out'],
  ['failed', 'not-checked', true, 'left-out'],
  ['skipped', 'out-of-reach', false, 'left-out'],
  [null, 'connected', false, 'left-out'],
] as const)('%s, %s, errors are warnings: %s', (check, kind, errorsAreWarnings, gives) => {
  expect(judgeCheckedMachine(check && { check }, { kind }, { errorsAreWarnings })).toBe(gives)
})
