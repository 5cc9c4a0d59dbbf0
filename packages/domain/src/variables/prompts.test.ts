import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChannelId, EnvironmentId, TenantId, VariableId } from '../ids.ts'
import { applyPromptedValues, explainPromptRefusal, type PromptContext, promptedForm, typedValues } from './prompts.ts'
import { resolveVariables } from './resolve-variables.ts'
import type { Prompt, Variable } from './variable.ts'

const context: PromptContext = {
  environmentId: 'Environments-2' as EnvironmentId,
  channelId: 'Channels-1' as ChannelId,
  tenantId: 'Tenants-1' as TenantId,
  tenantTags: ['Ring/Early'],
}
const prompt: Prompt = { label: 'Mode', description: '', isRequired: true, displaySettings: {} }
const asked = (id: string, extra: Partial<Variable> = {}): Variable => ({
  id: id as VariableId,
  name: 'Project.Deployment.Mode',
  value: 'Promote',
  isSensitive: false,
  type: 'String',
  scope: {},
  prompt,
  source: 'project',
  ...extra,
})
const options = { 'Octopus.SelectOptions': 'Promote|Promote\r\nRedeploy|Again\n' }
const free: Prompt = { ...prompt, displaySettings: options }
const select: Prompt = { ...prompt, displaySettings: { ...options, 'Octopus.ControlType': 'Select' } }
const checkbox: Prompt = { ...prompt, displaySettings: { 'Octopus.ControlType': 'Checkbox' } }
const optional: Prompt = { ...prompt, isRequired: false }
const evaluate = (text: string) => text.replace('#{Env}', 'Staging')
const form = (...variables: Variable[]) => promptedForm(variables, context, evaluate)

describe('promptedForm', () => {
  test('a question is keyed by the id of its entry and carries the evaluated default', () => {
    const description = 'What to do'
    const displaySettings = { 'Octopus.ControlType': 'Select', 'Octopus.SelectOptions': 'Promote|Promote' }
    const { elements, values } = form(
      asked('v1', { value: 'to #{Env}', prompt: { ...prompt, description, displaySettings } }),
      asked('v2', { prompt: null }),
    )
    expect(elements).toEqual([
      {
        name: 'v1',
        variableName: 'Project.Deployment.Mode',
        label: 'Mode',
        description,
        isRequired: true,
        isSecure: false,
        displaySettings,
      },
    ])
    expect([...values]).toEqual([['v1', 'to Staging']])
  })

  test.each<{ name: string; scope: Variable['scope']; isAsked: boolean }>([
    { name: 'its environment', scope: { Environment: ['Environments-2'] }, isAsked: true },
    { name: 'another environment', scope: { Environment: ['Environments-3'] }, isAsked: false },
    { name: 'another channel', scope: { Channel: ['Channels-2'] }, isAsked: false },
    { name: 'another tenant', scope: { Tenant: ['Tenants-2'] }, isAsked: false },
    { name: 'its tag', scope: { TenantTag: ['Ring/Early'] }, isAsked: true },
    { name: 'another tag', scope: { TenantTag: ['Ring/Late'] }, isAsked: false },
    { name: 'a machine and a role, not known yet', scope: { Machine: ['Machines-1'], Role: ['Web'] }, isAsked: true },
    { name: 'an action, not known yet', scope: { Action: ['a'], Environment: ['Environments-2'] }, isAsked: true },
  ])('scoped to $name: $isAsked', ({ scope, isAsked }) => {
    expect(form(asked('v1', { scope })).elements).toHaveLength(isAsked ? 1 : 0)
  })

  test('order is by label, else name; entries of one name each ask', () => {
    const { elements } = form(
      asked('v4', { prompt: { ...prompt, label: 'Zone' } }),
      asked('v3', { name: 'machines', prompt: { ...prompt, label: ' ' } }),
      asked('v2', { prompt: { ...prompt, label: 'area' } }),
      asked('v1', { prompt: { ...prompt, label: 'Zone' } }),
    )
    expect(elements.map(({ name }) => name)).toEqual(['v2', 'v3', 'v1', 'v4'])
  })

  test('a stored secret is never offered', () => {
    const { elements, values } = form(
      asked('v1', { isSensitive: true }),
      asked('v2', { prompt: { ...prompt, displaySettings: { 'Octopus.ControlType': 'Sensitive' } } }),
    )
    expect(elements.map(({ isSecure }) => isSecure)).toEqual([true, true])
    expect([...values.values()]).toEqual(['', ''])
  })
})

describe('applyPromptedValues', () => {
  test.each<{ name: string; entry?: Partial<Variable>; given?: string; gives: string | null | 'refused' }>([
    { name: 'an answer replaces the value', given: 'Redeploy', gives: 'Redeploy' },
    { name: 'an expression is stored as given', given: '#{X}', gives: '#{X}' },
    { name: 'left out: the default answers a required question', gives: 'Promote' },
    { name: 'left out without default', entry: { value: ' ' }, gives: 'refused' },
    { name: 'left out, never set', entry: { value: null }, gives: 'refused' },
    { name: 'blanks for a required question', given: ' \t', gives: 'refused' },
    { name: 'blanks for another', entry: { prompt: optional }, given: '', gives: '' },
    { name: 'another, left out', entry: { value: null, prompt: optional }, gives: null },
    { name: 'an option of a list', entry: { prompt: select }, given: 'Redeploy', gives: 'Redeploy' },
    { name: 'not among the options', entry: { prompt: select }, given: 'Delete', gives: 'refused' },
    { name: 'the text of an option, not its value', entry: { prompt: select }, given: 'Again', gives: 'refused' },
    { name: 'an expression for a list', entry: { prompt: select }, given: '#{X}', gives: '#{X}' },
    { name: 'options of a text field bind nobody', entry: { prompt: free }, given: 'Delete', gives: 'Delete' },
    { name: 'a tick', entry: { prompt: checkbox }, given: 'true', gives: 'True' },
    { name: 'no tick', entry: { prompt: checkbox }, given: 'False', gives: 'False' },
    { name: 'neither', entry: { prompt: checkbox }, given: 'yes', gives: 'refused' },
    {
      name: 'a secret left blank keeps the stored one',
      entry: { isSensitive: true, value: 's3cret' },
      given: '',
      gives: 's3cret',
    },
    {
      name: 'a required secret that was never set',
      entry: { isSensitive: true, value: null },
      given: '',
      gives: 'refused',
    },
    {
      name: 'a question of another environment',
      entry: { value: null, scope: { Environment: ['Environments-3'] } },
      given: 'x',
      gives: null,
    },
    { name: 'no question at all', entry: { prompt: null }, given: 'x', gives: 'Promote' },
  ])('$name: $gives', ({ entry, given, gives }) => {
    const formValues = new Map(given === undefined ? [] : [['v1', given]])
    const result = applyPromptedValues([asked('v1', entry)], formValues, context)
    expect(result.ok ? result.value[0]?.value : 'refused').toBe(gives)
  })

  test('every missing answer is named, unknown elements are ignored', () => {
    const variables = [
      asked('v1', { value: '' }),
      asked('v2', { name: 'Machines', value: '', prompt: { ...prompt, label: 'On' } }),
    ]
    expect(applyPromptedValues(variables, new Map([['Project.Deployment.Mode', 'Promote']]), context)).toEqual({
      ok: false,
      error: [
        { kind: 'required-value-missing', variableId: 'v1', name: 'Project.Deployment.Mode', label: 'Mode' },
        { kind: 'required-value-missing', variableId: 'v2', name: 'Machines', label: 'On' },
      ],
    })
  })

  test.each([
    { entry: { prompt: select }, given: 'Delete', says: "Mode cannot be 'Delete'. Choose one of: Promote, Redeploy." },
    { entry: { prompt: checkbox }, given: 'maybe', says: "Mode cannot be 'maybe'. Write True or False." },
    {
      entry: { value: '' },
      given: ' ',
      says: 'Mode is required, and no value was given. Give one for the variable Project.Deployment.Mode.',
    },
  ])('a refusal says which question: $says', ({ entry, given, says }) => {
    const result = applyPromptedValues([asked('v1', entry)], new Map([['v1', given]]), context)
    expect(result.ok ? [] : result.error.map(explainPromptRefusal)).toEqual([says])
  })

  test('a question of another process is not asked', () => {
    const ofRunbook = asked('v1', { value: '', scope: { ProcessOwner: ['Runbooks-1'] } })
    expect(form(ofRunbook).elements).toEqual([])
    expect(promptedForm([ofRunbook], { ...context, processOwners: ['Runbooks-1'] }, evaluate).elements).toHaveLength(1)
  })

  test('an answer changes that entry only, so a better scoped one still wins', () => {
    const scoped = asked('v2', { prompt: null, value: 'scoped', scope: { Environment: ['Environments-2'] } })
    const result = applyPromptedValues([asked('v1'), scoped], new Map([['v1', 'typed']]), context)
    if (!result.ok) throw new Error('refused')
    expect(result.value.map(({ value }) => value)).toEqual(['typed', 'scoped'])
    expect(resolveVariables(result.value, context).values.get('project.deployment.mode')?.value).toBe('scoped')
  })

  test('what the form offers is accepted, unless a required question has no default', async () => {
    const arbPrompted = fc
      .uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), value: fc.string() }), { selector: ({ id }) => id })
      .map((entries) => entries.map(({ id, value }) => asked(id, { value })))
    await fc.assert(
      fc.property(arbPrompted, (variables) => {
        const { values } = promptedForm(variables, context, (text) => text)
        const result = applyPromptedValues(variables, new Map(values), context)
        if (result.ok) expect(result.value).toEqual(variables)
        else
          expect(result.error.map(({ variableId }) => values.get(variableId)?.trim())).toEqual(
            result.error.map(() => ''),
          )
        expect(result.ok).toBe(variables.every(({ value }) => value?.trim() !== ''))
      }),
    )
  })
})

test('answers that repeat the offered default were not typed', () => {
  const offered = form(asked('v1', { value: '#{Env}' }), asked('v2'))
  const given = new Map([
    ['v1', 'Staging'],
    ['v2', 'Redeploy'],
    ['unknown', 'x'],
  ])
  expect([...typedValues(offered, given)]).toEqual([['v2', 'Redeploy']])
})
