import { ApiError, UnreachableError } from '@flotilla/api'
import { expect, test } from 'vitest'
import { parseDuration } from './durations.ts'
import { exitCodeOf, explainError, UsageError, WaitEnded } from './failures.ts'

const refusal = (status: number, errors: readonly string[] = []) =>
  new ApiError('GET /api/x', status, 'There was a problem.', errors)

test.each([
  { name: 'bad usage', error: new UsageError('no'), code: 2 },
  { name: 'bad input', error: refusal(400), code: 2 },
  { name: 'unknown', error: refusal(404), code: 2 },
  { name: 'taken', error: refusal(409), code: 2 },
  { name: 'not signed in', error: refusal(401), code: 4 },
  { name: 'no right', error: refusal(403), code: 4 },
  { name: 'too many requests', error: refusal(429), code: 3 },
  { name: 'server failed', error: refusal(500), code: 3 },
  { name: 'server starting', error: refusal(503), code: 3 },
  { name: 'no answer', error: new UnreachableError('http://x', new Error('refused')), code: 3 },
  { name: 'time is up', error: new WaitEnded('time', ['ServerTasks-1']), code: 5 },
  { name: 'Ctrl-C', error: new WaitEnded('interrupt', ['ServerTasks-1']), code: 130 },
  { name: 'a fault of ours', error: new TypeError('x is undefined'), code: 70 },
])('$name ends with $code', ({ error, code }) => {
  expect(exitCodeOf(error)).toBe(code)
})

test.each([
  { name: 'sentences replace the general one', error: refusal(400, ['Name: is taken.']), says: 'Name: is taken.' },
  { name: 'prompted values', error: refusal(400, ['FormValues: Mode is required.']), says: '--variable "Name=Value"' },
  { name: 'not signed in', error: refusal(401), says: 'FLOTILLA_API_KEY' },
  { name: 'no right', error: refusal(403), says: 'administrator' },
  { name: 'waiting', error: new WaitEnded('time', ['ServerTasks-1']), says: 'flotilla task wait ServerTasks-1' },
])('what to do next is said: $name', ({ error, says }) => {
  expect(explainError(error)).toContain(says)
})

test.each([
  { text: '90', ms: 90_000 },
  { text: '90s', ms: 90_000 },
  { text: '30m', ms: 1_800_000 },
  { text: '1h 30M', ms: 5_400_000 },
])('$text is a length of time', ({ text, ms }) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', 'soon', '5x', '-1', '1.5h'])("'%s' is not", (text) => {
  expect(() => parseDuration(text)).toThrow(UsageError)
})
