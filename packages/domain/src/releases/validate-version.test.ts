import { expect, test } from 'vitest'
import { validateReleaseVersion } from './index.ts'

test.each([
  { text: ' 1.0 ', gives: '1.0' },
  { text: '2021.1.0.15-beta+7', gives: '2021.1.0.15-beta+7' },
  { text: 'DeleteMe5.0', gives: 'DeleteMe5.0' },
  { text: ` ${'9'.repeat(349)} `, gives: '9'.repeat(349) },
])('accepts "$text"', ({ text, gives }) => {
  expect(validateReleaseVersion(text)).toEqual({ ok: true, value: gives })
})

test.each([
  { text: '', error: { kind: 'version-required' } },
  { text: ' \t\n', error: { kind: 'version-required' } },
  { text: '9'.repeat(350), error: { kind: 'version-too-long', length: 350, limit: 349 } },
  { text: '1.0\n2.0', error: { kind: 'version-not-one-line' } },
  { text: '1.0\u0000', error: { kind: 'version-not-one-line' } },
])('refuses "$text"', ({ text, error }) => {
  expect(validateReleaseVersion(text)).toEqual({ ok: false, error })
})
