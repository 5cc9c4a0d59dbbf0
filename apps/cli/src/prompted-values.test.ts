import type { FormElement } from '@flotilla/api'
import { expect, test } from 'vitest'
import { UsageError } from './failures.ts'
import { formValuesOf, parseVariable, redeployValuesOf } from './prompted-values.ts'

const element = (Name: string, name: string, Label = '', options = ''): FormElement => ({
  Name,
  Control: {
    Type: 'VariableValue',
    Name: name,
    Label,
    Description: '',
    Required: true,
    IsSecure: false,
    DisplaySettings: options ? { 'Octopus.SelectOptions': options } : {},
  },
  IsValueRequired: true,
})
const form = (...Elements: FormElement[]) => ({ Elements, Values: {} })

test.each([
  { text: 'Mode=Redeploy', gives: { name: 'Mode', value: 'Redeploy' } },
  { text: ' Mode =a=b', gives: { name: 'Mode', value: 'a=b' } },
  { text: 'Mode=', gives: { name: 'Mode', value: '' } },
])("'$text' is read", ({ text, gives }) => {
  expect(parseVariable(text)).toEqual(gives)
})

test.each(['Mode', '=x', ''])("'%s' is no variable with a value", (text) => {
  expect(() => parseVariable(text)).toThrow(UsageError)
})

test.each([
  { name: 'by name', typed: 'suite.mode=x', gives: { v1: 'x' } },
  { name: 'by label', typed: 'how to deploy=x', gives: { v1: 'x' } },
  { name: 'one name with several entries answers all', typed: 'Machines=x', gives: { v2: 'x', v3: 'x' } },
])('values are matched without case: $name', ({ typed, gives }) => {
  const asked = form(element('v1', 'Suite.Mode', 'How to deploy'), element('v2', 'Machines'), element('v3', 'Machines'))
  expect(formValuesOf(asked, [typed])).toEqual(gives)
})

test('a name that nothing asks for is refused and says what is asked', () => {
  expect(() => formValuesOf(form(element('v1', 'Mode', 'How to deploy')), ['Moed=x'])).toThrow(
    expect.objectContaining({ hint: 'Asked for are: How to deploy' }),
  )
})

test('redeploying answers the questions that offer it, and no others', () => {
  const asked = form(
    element('v1', 'Mode', '', 'Promote|Promote to here\r\nRedeploy|Again'),
    element('v2', 'Other', '', 'Redeployment|x\nNone|Redeploy'),
    element('v3', 'Machines'),
  )
  expect(redeployValuesOf(asked)).toEqual({ v1: 'Redeploy' })
})
