import { expect, test } from 'vitest'
import { placedName, syntaxOfFile, usePackage } from './index.ts'

const reference = { name: 'tools', packageId: 'Tools', feedId: 'Feeds-1', acquisitionLocation: 'Server', extract: '' }

test.each([
  [{}, true, 'extracted'],
  [{}, false, 'file'],
  [{ name: '' }, false, 'extracted'],
  [{ acquisitionLocation: 'ExecutionTarget' }, false, 'file'],
  [{ acquisitionLocation: 'NotAcquired' }, true, 'none'],
  [{ acquisitionLocation: 'notacquired', name: '' }, true, 'none'],
] as const)('what an action wants of a package: %j, extract %s: %s', (more, isExtracted, use) => {
  expect(usePackage({ ...reference, ...more }, isExtracted)).toBe(use)
})

test.each([
  ['tools', 'extracted', '.zip', 'tools'],
  ['my tools', 'file', '.tar.gz', 'my tools.tar.gz'],
  ['acme/web', 'file', '.zip', 'acme_web.zip'],
  ['../../x', 'extracted', '.zip', '.._.._x'],
  ['..', 'extracted', '.zip', '__'],
  ['', 'extracted', '.zip', ''],
] as const)('a package of the name %j as %s (%s) lies at %j', (name, use, extension, placed) => {
  expect(placedName({ name }, use, extension)).toBe(placed)
})

test.each([
  ['a/deploy.SH', 'Bash'],
  ['deploy.ps1', 'PowerShell'],
  ['deploy.py', 'Python'],
  ['deploy.js', 'JavaScript'],
  ['deploy', undefined],
  ['deploy.rb', undefined],
])('the language of %s is %s', (path, syntax) => {
  expect(syntaxOfFile(path)).toBe(syntax)
})
