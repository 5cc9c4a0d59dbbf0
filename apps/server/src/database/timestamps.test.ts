import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { parseTimestamp } from './timestamps.ts'

test.each([
  ['2026-03-01 09:30:05+00', '2026-03-01T09:30:05.000Z'],
  ['2026-03-01 09:30:05.1+00', '2026-03-01T09:30:05.100Z'],
  ['2026-03-01 09:30:05.069999+00', '2026-03-01T09:30:05.069Z'],
  ['2026-03-01 09:30:05.12+05:30', '2026-03-01T04:00:05.120Z'],
  ['2026-03-01 09:30:05-03', '2026-03-01T12:30:05.000Z'],
  ['0001-01-01 00:00:00+00', '0001-01-01T00:00:00.000Z'],
  ['0099-12-31 23:59:59.999+00', '0099-12-31T23:59:59.999Z'],
  ['1899-12-31 23:00:00.001+00:19:32', '1899-12-31T22:40:28.001Z'],
  ['9999-12-31 23:59:59.999999+00', '9999-12-31T23:59:59.999Z'],
])('%s is %s', (text, iso) => {
  expect(parseTimestamp(text).toISOString()).toBe(iso)
})

test('a date of four digits comes back as it was', async () => {
  const dates = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  await fc.assert(
    fc.asyncProperty(dates, async (date) => {
      const text = date.toISOString().replace('T', ' ').replace('Z', '+00')
      expect(parseTimestamp(text)).toEqual(date)
    }),
  )
})

test('the other dates of PostgreSQL are read as ever', () => {
  const parseAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
  for (const text of ['0044-03-15 00:00:00+00 BC', 'infinity', '-infinity'])
    expect(parseTimestamp(text)).toEqual(parseAny(text))
})
