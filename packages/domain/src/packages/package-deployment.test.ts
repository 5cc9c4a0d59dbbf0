import { expect, test } from 'vitest'
import { readPackageDeployment } from './index.ts'

const FEATURES = 'Octopus.Action.EnabledFeatures'
const CUSTOM = 'Octopus.Action.Package.CustomInstallationDirectory'
const PURGE = 'Octopus.Action.Package.CustomInstallationDirectoryShouldBePurgedBeforeDeployment'
const read = (properties: Readonly<Record<string, string>>) =>
  readPackageDeployment({ properties: new Map(Object.entries(properties)) }, (text) => text.replace('#{Root}', '/opt'))

test('nothing is asked for: nothing but a folder of its own', () => {
  expect(read({})).toEqual({
    ok: true,
    value: { customDirectory: null, purgesBefore: false, skipsIfInstalled: false, scripts: new Map() },
  })
  // What belongs to a feature counts only with it.
  const off = read({ [CUSTOM]: '/opt/acme', [PURGE]: 'True', 'Octopus.Action.CustomScripts.Deploy.sh': 'exit 1' })
  expect(off).toEqual(read({}))
})

test('all settings, with their templates filled in', () => {
  const settings = read({
    [FEATURES]: ' Octopus.Features.CustomDirectory, Octopus.Features.CustomScripts ',
    [CUSTOM]: '#{Root}/acme',
    [PURGE]: 'true',
    'Octopus.Action.Package.SkipIfAlreadyInstalled': 'True',
    'Octopus.Action.CustomScripts.PreDeploy.sh': 'ls #{Root}',
    'Octopus.Action.CustomScripts.PostDeploy.sh': ' ',
  })
  expect(settings).toEqual({
    ok: true,
    value: {
      customDirectory: '/opt/acme',
      purgesBefore: true,
      skipsIfInstalled: true,
      scripts: new Map([['PreDeploy', 'ls /opt']]),
    },
  })
})

test.each([
  [{ [FEATURES]: 'Octopus.Features.SubstituteInFiles' }, 'The feature Octopus.Features.SubstituteInFiles'],
  [{ [FEATURES]: 'Octopus.Features.CustomDirectory' }, 'no absolute path'],
  [{ [FEATURES]: 'Octopus.Features.CustomDirectory', [CUSTOM]: 'opt/acme' }, 'no absolute path'],
  [{ [FEATURES]: 'Octopus.Features.CustomDirectory', [CUSTOM]: '/opt/../etc' }, 'no absolute path'],
  [{ [FEATURES]: 'Octopus.Features.CustomDirectory', [CUSTOM]: '//.' }, "one of the system's own"],
  [{ [FEATURES]: 'Octopus.Features.CustomDirectory', [CUSTOM]: '/opt/', [PURGE]: 'True' }, 'is not emptied'],
  [
    { [FEATURES]: 'Octopus.Features.CustomScripts', 'Octopus.Action.CustomScripts.Deploy.ps1': 'x' },
    'scripts of package steps are in Bash',
  ],
])('%j is refused: %s', (properties, why) => {
  expect(read(properties)).toEqual({ ok: false, error: expect.stringContaining(why) })
})

test('a script that is kept as a secret is not left undone silently', () => {
  const properties = new Map<string, string | { readonly sensitive: true }>([
    [FEATURES, 'Octopus.Features.CustomScripts'],
    ['Octopus.Action.CustomScripts.Deploy.sh', { sensitive: true }],
  ])
  const refused = readPackageDeployment({ properties }, (text) => text)
  expect(refused).toEqual({ ok: false, error: expect.stringContaining('is a secret') })
})
