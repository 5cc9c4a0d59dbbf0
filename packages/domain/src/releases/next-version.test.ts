import { expect, test } from 'vitest'
import { nextVersionVariables } from './index.ts'

const history = {
  versions: ['not a version', '1.2.3.4-beta.9', '9.9.9'],
  channels: [
    { name: 'Default', versions: ['2.0.1'] },
    { name: 'Hotfix', versions: ['1.2.3.4-beta.9'] },
    { name: 'Empty', versions: [] },
  ],
  channelName: 'default',
}

test.each([
  ['Octopus.Release.Channel.Name', 'default'],
  ['Octopus.Version.LastMajor', '1'],
  ['Octopus.Version.LastMinor', '2'],
  ['Octopus.Version.LastPatch', '3'],
  ['Octopus.Version.LastBuild', '3'],
  ['Octopus.Version.LastRevision', '4'],
  ['Octopus.Version.LastSuffix', 'beta.9'],
  ['Octopus.Version.NextMajor', '2'],
  ['Octopus.Version.NextMinor', '3'],
  ['Octopus.Version.NextPatch', '4'],
  ['Octopus.Version.NextBuild', '4'],
  ['Octopus.Version.NextRevision', '5'],
  ['Octopus.Version.NextSuffix', 'beta.10'],
  ['Octopus.Version.Channel.LastMajor', '2'],
  ['Octopus.Version.Channel.NextPatch', '2'],
  ['Octopus.Version.Channel.LastSuffix', ''],
  ['Octopus.Version.Channel.NextSuffix', ''],
  ['Octopus.Version.Channel[Hotfix].NextRevision', '5'],
  ['Octopus.Version.Channel[Default].LastMajor', '2'],
  ['Octopus.Version.Channel[Empty].LastMajor', '0'],
  ['Octopus.Version.Channel[Empty].NextPatch', '1'],
])('%s is "%s"', (name, value) => {
  expect(nextVersionVariables(history).get(name)).toBe(value)
})

test('there is a value for every documented name', () => {
  const names = [
    ...nextVersionVariables({ versions: [], channels: [{ name: 'A', versions: [] }], channelName: 'A' }).keys(),
  ]
  const documented = /^Octopus\.Version(\.Channel(\[A\])?)?\.(Last|Next)(Major|Minor|Patch|Build|Revision|Suffix)$/
  expect(names.filter((name) => documented.test(name)).length).toBe(3 * 2 * 6)
})

test.each([
  ['1.0-beta', 'beta.1'],
  ['1.0-beta9', 'beta10'],
  ['1.0-rc.1.99', 'rc.1.100'],
  ['1.0', ''],
])('the suffix after %s is "%s"', (version, suffix) => {
  const variables = nextVersionVariables({ versions: [version], channels: [], channelName: 'Default' })
  expect(variables.get('Octopus.Version.NextSuffix')).toBe(suffix)
})
