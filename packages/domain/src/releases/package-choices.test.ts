import { describe, expect, test } from 'vitest'
import { chosenVersion, parsePackageChoice, unusedChoices } from './package-choices.ts'

const web = { stepName: 'Deploy web', actionName: 'Deploy web', packageId: 'Acme.Web', reference: '' }
const tools = { ...web, packageId: 'Acme.Tools', reference: 'tools' }

const read = (...texts: readonly string[]) =>
  texts.map((text) => {
    const choice = parsePackageChoice(text)
    if (!choice.ok) throw new Error(`${text} is not a choice`)
    return choice.value
  })

describe('parsePackageChoice', () => {
  test.each([
    ['Deploy web:1.0', { owner: 'Deploy web', reference: null, version: '1.0' }],
    [' Deploy web : tools : 1.0 ', { owner: 'Deploy web', reference: 'tools', version: '1.0' }],
    ['*:1.0', { owner: null, reference: null, version: '1.0' }],
    [':tools:1.0', { owner: null, reference: 'tools', version: '1.0' }],
    ['*:*:1.0-rc.1+7', { owner: null, reference: null, version: '1.0-rc.1+7' }],
    ['Deploy: web::1.0', { owner: 'Deploy: web', reference: null, version: '1.0' }],
  ])('%s', (text, choice) => {
    expect(parsePackageChoice(text)).toEqual({ ok: true, value: choice })
  })

  test.each(['1.0', '', 'Deploy web:', 'Deploy web:*'])('%j names no version', (text) => {
    expect(parsePackageChoice(text)).toEqual({ ok: false, error: { kind: 'no-version' } })
  })
})

describe('chosenVersion', () => {
  test.each([
    ['by step, without case', ['deploy WEB:1'], web, '1'],
    ['by package id', ['Acme.Web:1'], web, '1'],
    ['by anything', ['*:1'], tools, '1'],
    ['another step', ['Deploy api:1'], web, undefined],
    ['nothing chosen', [], web, undefined],
    ['a step before anything', ['Deploy web:2', '*:1'], web, '2'],
    ['a reference before a step', ['Deploy web:2', '*:tools:3', '*:1'], tools, '3'],
    ['both before either', ['Deploy web:tools:4', 'Deploy web:2', '*:tools:3'], tools, '4'],
    ['a reference is not for the primary package', ['Deploy web:tools:4'], web, undefined],
    ['the last of equals', ['Deploy web:1', 'Acme.Web:2'], web, '2'],
  ])('%s', (_what, choices, wanted, version) => {
    expect(chosenVersion(read(...choices), wanted)).toBe(version)
  })
})

test('a choice that names what no package has is told; one for any package never is', () => {
  const choices = read('Deploy api:1', '*:1', 'Deploy web:tool:1', 'Acme.Web:1')
  expect(unusedChoices(choices, [web, tools]).map(({ owner, reference }) => [owner, reference])).toEqual([
    ['Deploy api', null],
    ['Deploy web', 'tool'],
  ])
  expect(unusedChoices(read('*:1'), [])).toEqual([])
})
