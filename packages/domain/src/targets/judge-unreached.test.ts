import { expect, test } from 'vitest'
import { judgeUnreached } from './judge-unreached.ts'

const web = { roles: ['App-WebApi'] }

test.each([
  { name: 'a project that expects all machines', skip: { on: false, roles: [] }, gives: 'fail' },
  { name: 'one that skips any', skip: { on: true, roles: [] }, gives: 'leave-out' },
  { name: 'one that skips those of a role it has', skip: { on: true, roles: ['app-webapi'] }, gives: 'leave-out' },
  { name: 'one that skips those of another role', skip: { on: true, roles: ['App-WebUI'] }, gives: 'fail' },
])('$name: before anything was sent', ({ skip, gives }) => {
  expect(judgeUnreached('before', web, skip).kind).toBe(gives)
})

test('E5: a script that may have begun is never left out', () => {
  expect(judgeUnreached('later', web, { on: true, roles: [] }).kind).toBe('fail')
})
