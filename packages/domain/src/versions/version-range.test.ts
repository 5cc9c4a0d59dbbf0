import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions, isInRange, parseVersion, parseVersionRange } from './index.ts'

function holds(rangeText: string, versionText: string): boolean {
  const range = parseVersionRange(rangeText)
  const version = parseVersion(versionText)
  if (!range.ok || !version.ok) throw new Error(`unreadable: ${rangeText} or ${versionText}`)
  return isInRange(range.value, version.value)
}

test.each([
  { range: '1.0', inside: ['1.0', '1.0.1', '9'], outside: ['0.9', '1.0-beta'] },
  { range: '[1.0]', inside: ['1', '1.0.0.0', '1.0+build.7'], outside: ['1.0.1', '1.0-a'] },
  { range: '[1.0,2.0)', inside: ['1.0', '1.9.9', '2.0-beta'], outside: ['0.9', '2.0', '1.0-beta'] },
  { range: '(1.0,2.0]', inside: ['1.0.1', '2.0'], outside: ['1.0', '1.0+a', '2.0.1'] },
  { range: '(,1.0]', inside: ['0', '1.0', '1.0+a'], outside: ['1.0.1'] },
  { range: '[1.0,)', inside: ['1.0', '99'], outside: ['0.9'] },
  { range: '(,)', inside: ['0-a', '99'], outside: [] },
  { range: ' [ 1.0 , 2.0 ) ', inside: ['1.5'], outside: ['2.0'] },
  { range: '[2.0.0-alpha.1,2.0.0)', inside: ['2.0.0-alpha.1', '2.0.0-rc'], outside: ['2.0.0-alpha', '2.0.0'] },
  { range: '(,1.0],[1.2,)', inside: ['1.0', '1.2'], outside: ['1.1'] },
  { range: '[1.0], [2.0]', inside: ['1.0', '2.0'], outside: ['1.5'] },
])('$range', ({ range, inside, outside }) => {
  for (const version of inside) expect([version, holds(range, version)]).toEqual([version, true])
  for (const version of outside) expect([version, holds(range, version)]).toEqual([version, false])
})

test.each([
  '',
  ' ',
  '[',
  '[]',
  '()',
  '(1.0)',
  '[1.0)',
  '[1.0,2.0',
  '1.0,2.0',
  '[1,2,3]',
  '[a,b]',
  '[1.0],',
  ',[1.0]',
  '[1.0][2.0]',
  '[1.0]x',
  '[[1.0]]',
  '1.*',
  '[1.*,2)',
])('refuses "%s"', (text) => {
  expect(parseVersionRange(text)).toEqual({ ok: false, error: { kind: 'malformed-range', text } })
})

test.each(['[2.0,1.0]', '(1.0,1.0]', '[1.0,1.0)', '(1.0,1.0)', '[1.0],[3,2]'])(
  'refuses "%s", which holds nothing',
  (text) => {
    expect(parseVersionRange(text)).toEqual({ ok: false, error: { kind: 'empty-range', text } })
  },
)

const arbNumbers = fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'))

test('an interval holds exactly what lies between its ends', async () => {
  await fc.assert(
    fc.property(fc.array(arbNumbers, { minLength: 3, maxLength: 3 }), (texts) => {
      const versions = texts.map((text) => parseVersion(text)).filter((parsed) => parsed.ok)
      const [low, between, high] = versions.map(({ value }) => value).sort(compareVersions)
      const range = `[${low!.text},${high!.text}]`
      expect(holds(range, between!.text)).toBe(true)
      expect(holds(`[${low!.text},${between!.text}]`, high!.text)).toBe(compareVersions(between!, high!) === 0)
      expect(holds(`(,${low!.text}),(${high!.text},)`, between!.text)).toBe(false)
    }),
  )
})

test('reading an arbitrary text never throws', async () => {
  await fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('[', ']', '(', ')', ',', '1', '.', ' ', '-') }), (text) => {
      expect(typeof parseVersionRange(text).ok).toBe('boolean')
    }),
  )
})
