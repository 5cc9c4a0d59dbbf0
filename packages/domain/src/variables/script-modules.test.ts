import { expect, test } from 'vitest'
import { isScriptModuleVariable, scriptModules } from './script-modules.ts'

test('modules are read with their language, PowerShell where none is said, by name', () => {
  const modules = scriptModules([
    { name: 'Octopus.Script.Module[web tools]', value: 'restart() { :; }' },
    { name: 'octopus.script.module.language[WEB TOOLS]', value: 'Bash' },
    { name: 'Octopus.Script.Module[Db]', value: 'function Migrate {}' },
    { name: 'Octopus.Script.ModuleName', value: 'x' },
  ])
  expect(modules).toEqual([
    { name: 'Db', syntax: 'PowerShell', body: 'function Migrate {}' },
    { name: 'web tools', syntax: 'Bash', body: 'restart() { :; }' },
  ])
  expect(isScriptModuleVariable('Octopus.Script.ModuleName')).toBe(false)
})
