import { expect, test } from 'vitest'
import { canonicalTimeSpan } from './time-span.ts'

test.each([
  { text: '01:00:00', gives: '01:00:00' },
  { text: '1:00:00', gives: '01:00:00' },
  { text: '01.00:00:00', gives: '1.00:00:00' },
  { text: '00.00:01:00', gives: '00:01:00' },
  { text: '00:00:00.5', gives: '00:00:00.5000000' },
  { text: '24:00:00', gives: undefined },
  { text: 'an hour', gives: undefined },
  { text: '', gives: undefined },
])('$text becomes $gives', ({ text, gives }) => {
  expect(canonicalTimeSpan(text)).toBe(gives)
  if (gives) expect(gives.length === 8 || gives.length >= 10).toBe(true)
})
