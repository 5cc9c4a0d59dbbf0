import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Version } from './index.ts'
import { compareVersions, isPrereleaseOf, parseVersion } from './index.ts'

function parsed(text: string): Version {
  const version = parseVersion(text)
  if (!version.ok) throw new Error(`not a version: ${text}`)
  return version.value
}

test.each([
  { text: '5', numbers: [5, 0, 0, 0], prerelease: [], metadata: '' },
  { text: '1.2', numbers: [1, 2, 0, 0], prerelease: [], metadata: '' },
  { text: ' 2021.1.0.15 ', numbers: [2021, 1, 0, 15], prerelease: [], metadata: '' },
  { text: '1. 2. 3-4', numbers: [1, 2, 3, 0], prerelease: ['4'], metadata: '' },
  { text: '1.0.0-beta.2+build.7', numbers: [1, 0, 0, 0], prerelease: ['beta', '2'], metadata: 'build.7' },
  { text: '1.0-feature-x_1+9f-a', numbers: [1, 0, 0, 0], prerelease: ['feature-x_1'], metadata: '9f-a' },
  { text: '007.08', numbers: [7, 8, 0, 0], prerelease: [], metadata: '' },
])('reads $text', ({ text, numbers, prerelease, metadata }) => {
  expect(parsed(text)).toMatchObject({ numbers: numbers.map(BigInt), prerelease, metadata })
})

test.each([
  '',
  ' ',
  '.',
  '1.',
  '1..2',
  '1.2.3.4.5',
  'DeleteMe5.0',
  'v1.0',
  '1.0-',
  '1.0-a..b',
  '1.0+',
  '1.0+a+b',
  '-1',
  '1.i',
])('refuses "%s"', (text) => {
  expect(parseVersion(text)).toEqual({ ok: false, error: { kind: 'malformed-version', text } })
})

test('refuses a version of more than 349 characters', () => {
  expect(parseVersion(`1.${'0'.repeat(347)}`).ok).toBe(true)
  expect(parseVersion(`1.${'0'.repeat(348)}`).ok).toBe(false)
})

test('orders versions', () => {
  const ascending = [
    '0.9',
    '1.0.0-1',
    '1.0.0-2',
    '1.0.0-10',
    '1.0.0-1a',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-ALPHA.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.0+abc',
    '1.0.0+DEF',
    '1.0.0.1-x',
    '1.0.0.1',
    '1.2',
    '1.10',
    '20210101000000000000000001',
    '20210101000000000000000002',
  ].map(parsed)
  for (const [i, a] of ascending.entries()) {
    for (const [j, b] of ascending.entries()) expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(i - j))
  }
})

test.each([
  ['1', '1.0.0.0'],
  ['1.0-Beta+X', '01.0.0-bETA+x'],
  ['1.0-01', '1.0-1'],
])('%s and %s are equal', (a, b) => {
  expect(compareVersions(parsed(a), parsed(b))).toBe(0)
})

// Few different labels and numbers, so that equal and nearly equal versions come up often.
const arbLabel = fc.constantFrom('0', '1', '01', '2', '10', 'a', 'A', 'b', '1a', 'a-1', '_')
const arbVersion = fc
  .record({
    numbers: fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }),
    labels: fc.array(arbLabel, { maxLength: 3 }),
    metadata: fc.constantFrom('', 'a', 'B', 'b.1'),
  })
  .map(({ numbers, labels, metadata }) => {
    const suffix = labels.length > 0 ? `-${labels.join('.')}` : ''
    return parsed(numbers.join('.') + suffix + (metadata && `+${metadata}`))
  })

test('the order is reflexive, antisymmetric and transitive', async () => {
  await fc.assert(
    fc.property(arbVersion, arbVersion, arbVersion, (a, b, c) => {
      expect(compareVersions(a, a)).toBe(0)
      expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)))
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
      // Equal ones are interchangeable.
      if (compareVersions(a, b) === 0) expect(Math.sign(compareVersions(a, c))).toBe(Math.sign(compareVersions(b, c)))
    }),
    { numRuns: 2000 },
  )
})

test('a version reads the same again from its own text', async () => {
  await fc.assert(
    fc.property(arbVersion, (version) => {
      expect(parsed(version.text)).toEqual(version)
    }),
  )
})

test('a pre-release is below its final version and above the version before', async () => {
  await fc.assert(
    fc.property(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), arbLabel, ([major, minor, patch], label) => {
      const prerelease = parsed(`${major}.${minor}.${patch + 1}-${label}`)
      expect(compareVersions(prerelease, parsed(`${major}.${minor}.${patch + 1}`))).toBeLessThan(0)
      expect(compareVersions(prerelease, parsed(`${major}.${minor}.${patch}`))).toBeGreaterThan(0)
    }),
  )
})

test.each([
  { version: '1.0-beta', labels: 'beta', gives: true },
  { version: '1.0-Beta.3', labels: 'beta', gives: true },
  { version: '1.0-beta.3', labels: 'beta.3', gives: true },
  { version: '1.0-beta2', labels: 'beta', gives: false },
  { version: '1.0-beta', labels: 'beta.3', gives: false },
  { version: '1.0', labels: 'beta', gives: false },
])('$version is a pre-release $labels: $gives', ({ version, labels, gives }) => {
  const parsed = parseVersion(version)
  expect(parsed.ok && isPrereleaseOf(parsed.value, labels)).toBe(gives)
})
