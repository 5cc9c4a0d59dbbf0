import { expect, test } from 'vitest'
import type { ChannelId, EnvironmentId, TaskId, VariableId } from '../ids.ts'
import { parentVariables } from './parent-variables.ts'
import { resolveVariables } from './resolve-variables.ts'
import type { Variable, VariableContext } from './variable.ts'

const context: VariableContext = {
  environmentId: 'Environments-1' as EnvironmentId,
  channelId: 'Channels-1' as ChannelId,
  tenantId: null,
  tenantTags: [],
  actionId: 'action' as never,
}
const own = (scope: Variable['scope'], name = 'Colour'): Variable => ({
  id: `own:${JSON.stringify(scope)}` as VariableId,
  name,
  value: 'own',
  isSensitive: false,
  type: 'String',
  scope,
  prompt: null,
  source: 'project',
})
const passed = parentVariables(
  [
    { name: 'COLOUR', value: '#{x}', isSensitive: true },
    { name: 'Size', value: '3', isSensitive: false },
  ],
  'ServerTasks-1' as TaskId,
  ['Colour'],
)

test.each([{}, { Environment: ['Environments-1'] }, { Action: ['action'], Environment: ['Environments-1'] }])(
  "a parent's value beats one with the scope %j, and is what the parent wrote",
  (scope) => {
    const { values, warnings } = resolveVariables([...passed, own(scope)], context)
    expect(values.get('colour')).toMatchObject({ value: '#{x}', variable: { isLiteral: true, isSensitive: true } })
    expect(warnings).toEqual([])
  },
)

test("the child's spelling stays", () => {
  expect(passed.map(({ name }) => name)).toEqual(['Colour', 'Size'])
})

test('people cannot give themselves that strength', () => {
  const forged = own({ ParentDeployment: ['ServerTasks-1'] })
  expect(resolveVariables([forged, own({})], context).values.get('colour')?.variable.scope).toEqual({})
})
