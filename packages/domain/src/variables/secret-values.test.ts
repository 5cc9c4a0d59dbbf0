import { expect, test } from 'vitest'
import { isTooShortToMask, unmaskableNames } from './secret-values.ts'
import type { Variable, VariableContext } from './variable.ts'

test.each([
  { secret: 'abc', isTooShort: true },
  { secret: '  ab\n', isTooShort: true },
  { secret: 'abcd', isTooShort: false },
  { secret: '', isTooShort: false },
  { secret: '  ', isTooShort: false },
])('M7: "$secret"', ({ secret, isTooShort }) => expect(isTooShortToMask(secret)).toBe(isTooShort))

const context: VariableContext = {
  environmentId: 'Environments-1' as never,
  channelId: null,
  tenantId: null,
  tenantTags: [],
}
const variable = (name: string, value: string, more: Partial<Variable> = {}): Variable => ({
  id: name as never,
  name,
  value,
  isSensitive: true,
  type: 'Sensitive',
  scope: {},
  prompt: null,
  source: 'project',
  ...more,
})
const prompt = {
  label: '',
  description: '',
  isRequired: false,
  displaySettings: { 'Octopus.ControlType': 'Sensitive' },
}

test('M7: secrets that may be used here and cannot be hidden, each name once', () => {
  const variables = [
    variable('Pin', '123'),
    variable('PIN', '456', { scope: { Role: ['web'] } }),
    variable('Elsewhere', '123', { scope: { Environment: ['Environments-2'] } }),
    variable('Long', '1234'),
    variable('Open', '123', { isSensitive: false }),
    variable('Asked', '123', { isSensitive: false, prompt }),
  ]
  expect(unmaskableNames(variables, context).map((name) => name.toLowerCase())).toEqual(['pin', 'asked'])
})
