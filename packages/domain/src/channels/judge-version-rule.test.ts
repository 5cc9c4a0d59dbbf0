import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChannelRule, VersionRule } from './index.ts'
import { judgeVersionRule, judgeVersionRules, rulesForPackage } from './index.ts'

const searches = (pattern: string, text: string) => new RegExp(pattern).test(text)
const kindOf = (rule: VersionRule, version: string) => {
  const verdict = judgeVersionRule(rule, version, searches)
  return verdict.ok ? 'ok' : verdict.error.kind
}

const texts = ['1.0', '1.0+m', '1.0-beta', '1.0-beta.1+m', '1.0-rc-beta', '1.0-alpha']
test.each([
  { tag: '^$', passes: ['1.0'] },
  { tag: '^(|\\+.*)$', passes: ['1.0', '1.0+m'] },
  { tag: '^[^\\+].*', passes: ['1.0-beta', '1.0-beta.1+m', '1.0-rc-beta', '1.0-alpha'] },
  { tag: '^beta', passes: ['1.0-beta', '1.0-beta.1+m'] },
  { tag: 'beta', passes: ['1.0-beta', '1.0-beta.1+m', '1.0-rc-beta'] },
  { tag: '\\+m', passes: ['1.0+m', '1.0-beta.1+m'] },
  { tag: ' ', passes: texts },
  { tag: null, passes: texts },
])('tag $tag passes $passes', ({ tag, passes }) => {
  expect(texts.filter((text) => kindOf({ versionRange: null, tag }, text) === 'ok')).toEqual(passes)
})

test.each([
  { versionRange: '[1.0,2.0)', tag: '^$', version: '1.5', gives: 'ok' },
  { versionRange: '[1.0,2.0)', tag: '^$', version: '2.0', gives: 'outside-range' },
  { versionRange: '[1.0,2.0)', tag: '^$', version: '1.5-beta', gives: 'tag-mismatch' },
  { versionRange: '[1.0,2.0)', tag: '', version: '1.5-beta', gives: 'ok' },
  { versionRange: ' ', tag: '', version: 'DeleteMe5.0', gives: 'ok' },
  { versionRange: '[1.0,2.0)', tag: '', version: 'DeleteMe5.0', gives: 'malformed-version' },
  { versionRange: '', tag: '^$', version: 'DeleteMe5.0', gives: 'malformed-version' },
  { versionRange: '[1.0', tag: '', version: '1.0', gives: 'malformed-range' },
  { versionRange: '[2,1]', tag: '', version: '1.0', gives: 'empty-range' },
])('range $versionRange and tag "$tag" on $version: $gives', ({ versionRange, tag, version, gives }) => {
  expect(kindOf({ versionRange, tag }, version)).toBe(gives)
})

test('a refusal carries what was compared', () => {
  expect(judgeVersionRule({ versionRange: '', tag: '^rc' }, '1.0-beta+7', searches)).toEqual({
    ok: false,
    error: { kind: 'tag-mismatch', version: '1.0-beta+7', tag: '^rc', searchedText: 'beta+7' },
  })
})

test('a blank tag runs no regular expression', () => {
  const fails = () => {
    throw new Error('must not be called')
  }
  expect(judgeVersionRule({ versionRange: '[1.0]', tag: '' }, '1.0', fails).ok).toBe(true)
})

test('several rules pass exactly when each of them does', async () => {
  const arbRule = fc.record({
    versionRange: fc.constantFrom('', '[1.0,2.0)', '(,1.5]', '[9]'),
    tag: fc.constantFrom('', '^$', 'beta'),
  })
  await fc.assert(
    fc.property(fc.array(arbRule), fc.constantFrom(...texts, '1.7', '3.0'), (rules, version) => {
      const all = judgeVersionRules(rules, version, searches).ok
      expect(all).toBe(rules.every((rule) => judgeVersionRule(rule, version, searches).ok))
    }),
  )
})

test('rules are found by action and package reference, without case', () => {
  const rule = (deploymentAction: string, packageReference: string): ChannelRule => ({
    versionRange: '',
    tag: '',
    actionPackages: [
      { deploymentAction: 'Other', packageReference: '' },
      { deploymentAction, packageReference },
    ],
  })
  const rules = [rule('Deploy Web', ''), rule('deploy web', 'Tools'), rule('Deploy Database', '')]
  expect(rulesForPackage(rules, { deploymentAction: 'DEPLOY WEB', packageReference: '' })).toEqual([rules[0]])
  expect(rulesForPackage(rules, { deploymentAction: 'Deploy Web', packageReference: 'tools' })).toEqual([rules[1]])
  expect(rulesForPackage(rules, { deploymentAction: 'Other', packageReference: '' })).toEqual(rules)
  expect(rulesForPackage(rules, { deploymentAction: 'Web', packageReference: '' })).toEqual([])
})
