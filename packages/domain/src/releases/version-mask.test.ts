import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions, parseVersion } from '../versions/index.ts'
import { isVersionMask, latestForMask, resolveVersionMask } from './index.ts'

const resolve = (mask: string, versions: readonly string[]) => resolveVersionMask(mask, latestForMask(mask, versions))

test.each([
  '1.i',
  'c.i',
  '1.0.c.i',
  'i.i.i.i',
  '127.c.0.i-localhost',
  '1.0.0-alpha.i',
  '1.0.c-alpha.beta9.i',
  '2.1.i+build',
])('%s is a mask', (text) => {
  expect(isVersionMask(text)).toBe(true)
})

test.each([
  '',
  '1',
  'i',
  '1.0',
  '1.0.0.0-foo',
  '1.1.2-i',
  '1.0-c',
  '1.ii',
  '1.I',
  '1.2.3.4.i',
  '1.2.z',
  '1.0-beta-i',
  '1.-i',
  'c.c.c_i',
])('"%s" is no mask and stays as it is', (text) => {
  expect(isVersionMask(text)).toBe(false)
  expect(latestForMask(text, ['1.0'])).toBeNull()
  const latest = parseVersion('1.2.3')
  expect(resolveVersionMask(text, latest.ok ? latest.value : null)).toBe(text)
})

test.each([
  { mask: '2.1.c.i', versions: [], gives: '2.1.0.0' },
  { mask: 'c.i.1-foo', versions: [], gives: '0.0.1-foo' },
  { mask: '1.i', versions: ['1.0'], gives: '1.1' },
  { mask: '1.1.i', versions: ['1.1.1234'], gives: '1.1.1235' },
  { mask: 'c.c.i', versions: ['1.0.1'], gives: '1.0.2' },
  { mask: '2.1.c.i', versions: ['2.1.4.7'], gives: '2.1.4.8' },
  { mask: '1.i.1', versions: ['1.1.5'], gives: '1.2.1' },
  { mask: '1.i.i', versions: ['1.1.5'], gives: '1.2.0' },
  { mask: '1.i.c', versions: ['1.1.5'], gives: '1.2.0' },
  { mask: 'i.c.c', versions: ['1.2.3'], gives: '2.0.0' },
  { mask: '1.c.i', versions: ['1.1'], gives: '1.1.1' },
  { mask: '2.19.i-channel', versions: ['2.19.30-baz'], gives: '2.19.31-channel' },
  { mask: '2.19.i', versions: ['2.19.30-baz', '2.19.4', '2.20.0', 'DeleteMe'], gives: '2.19.31' },
  { mask: '2.0.i', versions: ['1.0.7'], gives: '2.0.0' },
  { mask: '1.2.c-alpha.i', versions: ['1.2.3-alpha.4'], gives: '1.2.3-alpha.5' },
  { mask: '1.2.0-alpha.c.i.i', versions: ['1.2.0-alpha.2.3.4'], gives: '1.2.0-alpha.2.4.0' },
  { mask: '1.2.0-beta.i', versions: ['1.2.0-beta.4', '1.2.0-rc.9', '1.2.0', '1.2.0.1-beta.8'], gives: '1.2.0-beta.5' },
  { mask: '1.2.0-beta.i', versions: ['1.2.0'], gives: '1.2.0-beta.0' },
  { mask: '1.0.i+build', versions: ['1.0.1'], gives: '1.0.2+build' },
])('$mask after $versions is $gives', ({ mask, versions, gives }) => {
  expect(resolve(mask, versions)).toBe(gives)
})

const arbVersion = fc.array(fc.nat(3), { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.'))
const arbMask = fc
  .array(fc.constantFrom('0', '1', '2', 'c', 'i'), { minLength: 2, maxLength: 4 })
  .map((parts) => parts.join('.'))

test('a resolved mask holds no letters and keeps its digits', async () => {
  await fc.assert(
    fc.property(arbMask, fc.array(arbVersion), (mask, versions) => {
      const resolved = resolve(mask, versions)
      expect(resolved).toMatch(/^\d+(\.\d+)+$/)
      const parts = resolved.split('.')
      for (const [at, part] of mask.split('.').entries()) if (/\d/.test(part)) expect(parts[at]).toBe(part)
    }),
  )
})

test('a mask that ends in its only increment makes a version above all that it counts on from', async () => {
  await fc.assert(
    fc.property(
      fc.constantFrom('i.0', '1.i', '1.2.i', 'c.i', 'c.c.i', '1.c.c.i'),
      fc.array(arbVersion),
      (mask, versions) => {
        const latest = latestForMask(mask, versions)
        const next = parseVersion(resolve(mask, versions))
        if (latest && next.ok) expect(compareVersions(next.value, latest)).toBeGreaterThan(0)
        expect(versions).not.toContain(resolve(mask, versions))
      },
    ),
  )
})
