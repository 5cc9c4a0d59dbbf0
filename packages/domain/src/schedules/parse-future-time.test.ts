import { err, ok } from '@flotilla/kit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFutureTime } from './parse-future-time.ts'

const HOUR_MS = 3_600_000
const at = (iso: string): number => Date.parse(iso)
/** A Monday, two weeks before the clocks of Berlin go forward. */
const berlin = { now: at('2027-03-15T11:00:00.400Z'), timeZone: 'Europe/Berlin' }

test.each([
  { text: '7:00 PM', gives: '2027-03-15T18:00:00Z' },
  { text: '21:00', gives: '2027-03-15T20:00:00Z' },
  { text: '  21:00  ', gives: '2027-03-15T20:00:00Z' },
  { text: '2028-01-14 21:00:00', gives: '2028-01-14T20:00:00Z' },
  { text: '2028/03/20 22:00:00', gives: '2028-03-20T21:00:00Z' },
  { text: '06/25/2027 19:00:00', gives: '2027-06-25T17:00:00Z' },
  { text: '25/06/2027 19:00', gives: '2027-06-25T17:00:00Z' },
  { text: '01 Jan 2028 18:00:00', gives: '2028-01-01T17:00:00Z' },
  { text: '2027-03-20', gives: '2027-03-19T23:00:00Z' },
  { text: '2027-03-20T22:00:00Z', gives: '2027-03-20T22:00:00Z' },
  { text: '2027-03-20 22:00 +05:30', gives: '2027-03-20T16:30:00Z' },
  { text: 'in 10 minutes', gives: '2027-03-15T11:10:00Z' },
  { text: 'Sunday 19:00', gives: '2027-03-21T18:00:00Z' },
  { text: 'now', gives: '2027-03-15T11:00:00Z' },
  // 02:30 does not exist on this night; 02:30 in autumn happens twice and means the first.
  { text: '2027-03-28 02:30', gives: '2027-03-28T01:30:00Z' },
  { text: '2027-10-31 02:30', gives: '2027-10-31T00:30:00Z' },
])('"$text" in Berlin is $gives, for one hour', ({ text, gives }) => {
  expect(parseFutureTime(text, berlin)).toEqual(ok({ queueTime: at(gives), queueTimeExpiry: at(gives) + HOUR_MS }))
})

test.each(['', '   ', 'N/A', 'n/a', ' N/A '])('"%s" means now', (text) => {
  expect(parseFutureTime(text, berlin)).toEqual(ok(null))
})

test.each(['soon-ish', 'run at 21:00 please', '21:00 today or 22:00', 'Sep 12-13', '2027-02-30 10:00', '25:00'])(
  '"%s" is refused as unreadable',
  (text) => {
    expect(parseFutureTime(text, berlin)).toEqual(err({ code: 'time-unreadable', text }))
  },
)

test.each([
  { text: '09:00', at: '2027-03-15T08:00:00Z' },
  { text: '2021-01-14 21:00:00', at: '2021-01-14T20:00:00Z' },
  { text: '2 hours ago', at: '2027-03-15T09:00:00Z' },
])('"$text" is refused as past', (row) => {
  const refusal = { code: 'time-in-past', text: row.text, at: at(row.at), now: berlin.now } as const
  expect(parseFutureTime(row.text, berlin)).toEqual(err(refusal))
})

test('a zone that does not exist is an error that names it', () => {
  const answer = parseFutureTime('21:00', { ...berlin, timeZone: 'Mars/Olympus' })
  expect(answer).toEqual(err({ code: 'time-zone-unknown', timeZone: 'Mars/Olympus' }))
})

const arbZone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe')

test('an instant written in a zone is read back as that instant, in every zone', async () => {
  const arbSecond = fc.integer({ min: at('2027-01-01T00:00:00Z') / 1000, max: at('2035-01-01T00:00:00Z') / 1000 })
  await fc.assert(
    fc.property(arbSecond, arbZone, (second, timeZone) => {
      const instant = second * 1000
      const written = new Date(instant).toLocaleString('sv-SE', { timeZone })
      const answer = parseFutureTime(written, { now: at('2026-12-01T00:00:00Z'), timeZone })
      const read = answer.ok && answer.value ? answer.value.queueTime : Number.NaN
      // In the hour that happens twice the first one is meant.
      expect(new Date(read).toLocaleString('sv-SE', { timeZone })).toBe(written)
      expect([0, 30 * 60_000, HOUR_MS]).toContain(instant - read)
    }),
  )
})

test('any text gives now, a later time or a refusal', async () => {
  await fc.assert(
    fc.property(fc.string(), arbZone, (text, timeZone) => {
      const answer = parseFutureTime(text, { ...berlin, timeZone })
      if (answer.ok && answer.value) expect(answer.value.queueTime).toBeGreaterThanOrEqual(berlin.now - 1000)
    }),
  )
})
