import { expect, test } from 'vitest'
import type { EnvironmentId, TenantId } from '../ids.ts'
import { type TemplateAnswer, templateValues, type VariableTemplate } from './template-values.ts'

const test1 = 'Environments-1' as EnvironmentId
const live = 'Environments-2' as EnvironmentId
const place = { environmentId: live, tenantId: 'Tenants-1' as TenantId }
const template = (extra: Partial<VariableTemplate> = {}): VariableTemplate => ({
  id: 't1',
  name: 'Host',
  label: 'Host name',
  type: 'String',
  isSensitive: false,
  defaultValue: '',
  source: 'project',
  ...extra,
})
const answer = (value: string, ...environmentIds: EnvironmentId[]): TemplateAnswer => ({
  templateId: 't1',
  environmentIds,
  value,
})

test.each<{
  name: string
  answers?: TemplateAnswer[]
  defaultValue?: string
  tenanted?: boolean
  gives: string | null | 'missing'
}>([
  { name: "the tenant's value for the environment", answers: [answer('all'), answer('live', live)], gives: 'live' },
  { name: 'the value for all environments', answers: [answer('test', test1), answer('all')], gives: 'all' },
  { name: 'a value before the default', answers: [answer('own', live)], defaultValue: '#{X}', gives: 'own' },
  { name: 'the default, not evaluated here', answers: [answer('test', test1)], defaultValue: '#{X}', gives: '#{X}' },
  { name: 'a blank value is none', answers: [answer(' ', live)], defaultValue: 'd', gives: 'd' },
  { name: 'neither', answers: [answer('test', test1)], gives: 'missing' },
  { name: 'untenanted: the default', answers: [answer('own', live)], defaultValue: 'd', tenanted: false, gives: 'd' },
  { name: 'untenanted: nothing is missing', tenanted: false, gives: null },
])('$name: $gives', ({ answers = [], defaultValue = '', tenanted = true, gives }) => {
  const asked = { ...place, tenantId: tenanted ? place.tenantId : null }
  const { variables, missing } = templateValues([template({ defaultValue })], answers, asked)
  expect(missing.length > 0 ? 'missing' : (variables[0]?.value ?? null)).toBe(gives)
})

test('values say which tenant they are of, and keep type and source', () => {
  const secret = template({
    isSensitive: true,
    type: 'Sensitive',
    source: { library: 'LibraryVariableSets-1', order: 2 },
  })
  expect(templateValues([secret], [answer('s', live)], place).variables).toMatchObject([
    {
      name: 'Host',
      isSensitive: true,
      type: 'Sensitive',
      source: { library: 'LibraryVariableSets-1', order: 2 },
      scope: { Tenant: ['Tenants-1'], Environment: [live] },
    },
  ])
})
