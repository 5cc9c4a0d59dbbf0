import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDateTime } from './date-time.ts'
import { integerDecimal, parseDecimal } from './decimal.ts'
import { formatDate } from './format-date.ts'
import { formatDouble, parseDouble } from './format-double.ts'
import { formatNumber } from './format-number.ts'

// Number and date formats, template reference 15.

test.each([
  [0.0001, '0.0001'],
  [0.00001, '1E-05'],
  [1e14, '100000000000000'],
  [1e15, '1E+15'],
  [1234567890123456, '1234567890123456'],
  [1.5e300, '1.5E+300'],
  [-2.5, '-2.5'],
  [-0, '-0'],
  [Number.NaN, 'NaN'],
  [-Infinity, '-Infinity'],
])('the double %d is written %s', (value, text) => {
  expect(formatDouble(value)).toBe(text)
})

test('any double reads back as itself', async () => {
  await fc.assert(
    fc.property(fc.double(), (value) => {
      expect(parseDouble(formatDouble(value))).toBe(value)
    }),
  )
})

test.each([
  ['1234.5', 'N2', '1,234.50'],
  ['1234.5', 'n0', '1,235'],
  ['-1234.5', 'C', '(¤1,234.50)'],
  ['0.12345', 'P1', '12.3 %'],
  ['-0.5', 'P', '-50.00 %'],
  ['1234', 'E2', '1.23E+003'],
  ['0.00012', 'e1', '1.2e-004'],
  ['2.5', 'F0', '3'],
  ['-2.5', 'F0', '-3'],
  ['-0.001', 'F2', '0.00'],
  ['1.50', 'G', '1.50'],
  ['1234567', 'G3', '1.23E+06'],
  ['123.456', 'G4', '123.5'],
  ['1.5', 'D', null],
  ['1.5', 'X', null],
  ['1.5', 'R', null],
  ['1.5', 'Q', null],
  ['79228162514264337593543950335', 'F0', '79228162514264337593543950335'],
  ['1234.56', '#,0.0', '1,234.6'],
  ['1234567.8', '#,##0', '1,234,568'],
  ['5', '000', '005'],
  ['1234', '0', '1234'],
  ['12', '#.##', '12'],
  ['0', '#', ''],
  ['0.5', '#.##', '.5'],
  ['0.5', '0.00#', '0.50'],
  ['1234567', '0,,.0#', '1.23'],
  ['0.256', '0.0%', '25.6%'],
  ['0.256', '0‰', '256‰'],
  ['-7', '0;(0);none', '(7)'],
  ['0', '0;(0);none', 'none'],
  ['0.2', '0;(0);none', 'none'],
  ['-0.2', '0;(0)', '0'],
  ['-7', '0.0', '-7.0'],
  ['7', '"no. "0\\#', 'no. 7#'],
  ['12345', '0.00E+00', '1.23E+04'],
  ['0.00012', '0.0e0', '1.2e-4'],
  ['5551234', '000-0000', '555-1234'],
  ['7', 'abc', 'abc'],
])('the decimal %s as %s is %s', (value, format, text) => {
  expect(formatNumber(parseDecimal(value)!, format)).toBe(text)
})

test.each([
  [255, 'X', 'FF'],
  [255, 'x4', '00ff'],
  [-1, 'X', 'FFFFFFFF'],
  [-5, 'D3', '-005'],
  [1234, 'N0', '1,234'],
])('the integer %d as %s is %s', (value, format, text) => {
  expect(formatNumber(integerDecimal(value), format)).toBe(text)
})

test.each([
  [0.1, 'R', '0.1'],
  [2.675, 'F2', '2.67'],
  [2.675, '0.00', '2.68'],
  [1e20, 'F0', '100000000000000000000'],
  [0.1, 'F20', '0.10000000000000000555'],
  [Number.NaN, 'N2', 'NaN'],
])('the double %d as %s is %s', (value, format, text) => {
  expect(formatNumber(value, format)).toBe(text)
})

const afternoon = '2031-02-08T15:04:05.0670000'
test.each([
  ['d', '02/08/2031'],
  ['D', 'Saturday, 08 February 2031'],
  ['f', 'Saturday, 08 February 2031 15:04'],
  ['F', 'Saturday, 08 February 2031 15:04:05'],
  ['g', '02/08/2031 15:04'],
  ['G', '02/08/2031 15:04:05'],
  ['m', 'February 08'],
  ['O', '2031-02-08T15:04:05.0670000'],
  ['r', 'Sat, 08 Feb 2031 15:04:05 GMT'],
  ['s', '2031-02-08T15:04:05'],
  ['t', '15:04'],
  ['T', '15:04:05'],
  ['u', '2031-02-08 15:04:05Z'],
  ['U', 'Saturday, 08 February 2031 15:04:05'],
  ['y', '2031 February'],
  ['H', null],
  ['%H', '15'],
  ['h:m:s tt', '3:4:5 PM'],
  ['ddd d MMM yy', 'Sat 8 Feb 31'],
  ['yyyyy y', '02031 31'],
  ['ff FFF', '06 067'],
  ['ss.FF', '05.06'],
  ['ffffffff', null],
  ['\'at\' h\\h "o"', 'at 3h o'],
  ["h'", null],
  ['h\\', null],
  ['K|z', '|+0'],
])('a date as %s is %s', (format, text) => {
  expect(formatDate(parseDateTime(afternoon)!, format, false)).toBe(text)
})

test.each([
  ['2031-02-08T15:04:05Z', 'K z zz zzz', 'Z +0 +00 +00:00'],
  ['2031-02-08T15:04:05-03:30', 'K z zz zzz', '-03:30 -3 -03 -03:30'],
  ['2031-02-08T15:04:05-03:30', 'r', 'Sat, 08 Feb 2031 18:34:05 GMT'],
])('%s with its offset as %s is %s', (date, format, text) => {
  expect(formatDate(parseDateTime(date)!, format, true)).toBe(text)
})

test.each([
  ['2031-02-08', '2031-02-08T00:00:00.0000000'],
  [' 2031-02-08 1:02 ', '2031-02-08T01:02:00.0000000'],
  ['2031/02/08 12:00 AM', '2031-02-08T00:00:00.0000000'],
  ['02/08/2031 12:30:01 pm', '2031-02-08T12:30:01.0000000'],
  ['8 Feb 2031', '2031-02-08T00:00:00.0000000'],
  ['8 february 2031 10:00', '2031-02-08T10:00:00.0000000'],
  ['2031-02-08T10:00:00.1234567+0200', '2031-02-08T10:00:00.1234567+02:00'],
  ['0001-01-01', '0001-01-01T00:00:00.0000000'],
  ['2031-02-29', null],
  ['2031-13-01', null],
  ['2031-02-08T24:00', null],
  ['2031-02-08 13:00 PM', null],
  ['2031-02-08T10:00+15:00', null],
  ['tomorrow', null],
  ['2031-02-08T10:00:00.12345678', null],
])('the date %s reads as %s', (text, expected) => {
  const date = parseDateTime(text)
  expect(date && formatDate(date, 'O', false)).toBe(expected)
})
