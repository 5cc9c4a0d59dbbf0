import { expect, test } from 'vitest'
import type { EnvironmentId, TenantId } from '../ids.ts'
import type { TenancyAsk } from './index.ts'
import { explainTenancyRefusal, judgeTenancy } from './index.ts'

const environmentId = 'Environments-1' as EnvironmentId
const tenantId = 'Tenants-1' as TenantId
const tenant = { id: tenantId, name: 'All Pets', isDisabled: false, tags: ['Ring/Beta'] }
const fine: TenancyAsk = {
  mode: 'TenantedOrUntenanted',
  tenant,
  connection: { tenantId, environmentIds: [environmentId] },
  environmentId,
  channelTenantTags: [],
}

const cases: readonly { name: string; ask: Partial<TenancyAsk>; gives: string }[] = [
  { name: 'a connected tenant', ask: {}, gives: 'ok' },
  { name: 'a connected tenant of a tenanted project', ask: { mode: 'Tenanted' }, gives: 'ok' },
  { name: 'a tenant of an untenanted project', ask: { mode: 'Untenanted' }, gives: 'project-untenanted' },
  { name: 'no tenant, untenanted', ask: { mode: 'Untenanted', tenant: null, connection: null }, gives: 'ok' },
  { name: 'no tenant, both allowed', ask: { tenant: null, connection: null }, gives: 'ok' },
  { name: 'no tenant, tenanted', ask: { mode: 'Tenanted', tenant: null, connection: null }, gives: 'tenant-required' },
  { name: 'a disabled tenant', ask: { tenant: { ...tenant, isDisabled: true } }, gives: 'tenant-disabled' },
  { name: 'no connection', ask: { connection: null }, gives: 'tenant-not-connected' },
  {
    name: "another tenant's connection",
    ask: { connection: { tenantId: 'Tenants-2' as TenantId, environmentIds: [environmentId] } },
    gives: 'tenant-not-connected',
  },
  {
    name: 'connected, but not here',
    ask: { connection: { tenantId, environmentIds: ['Environments-2' as EnvironmentId] } },
    gives: 'tenant-not-connected-for-environment',
  },
  {
    name: 'connected nowhere',
    ask: { connection: { tenantId, environmentIds: [] } },
    gives: 'tenant-not-connected-for-environment',
  },
  { name: 'matching channel tags', ask: { channelTenantTags: ['ring/beta', 'Ring/Alpha'] }, gives: 'ok' },
  { name: 'other channel tags', ask: { channelTenantTags: ['Ring/Alpha'] }, gives: 'channel-tags-mismatch' },
  {
    name: 'channel tags choose among tenants, not against untenanted deployments',
    ask: { tenant: null, connection: null, channelTenantTags: ['Ring/Alpha'] },
    gives: 'ok',
  },
]

test.each(cases)('$name: $gives', ({ ask, gives }) => {
  const verdict = judgeTenancy({ ...fine, ...ask })
  expect(verdict.ok ? 'ok' : verdict.error.kind).toBe(gives)
})

test('each refusal reads as a sentence that names the tenant and the place', () => {
  const sentences = cases.flatMap(({ ask }) => {
    const verdict = judgeTenancy({ ...fine, ...ask })
    return verdict.ok ? [] : [explainTenancyRefusal(verdict.error, () => 'Production')]
  })
  expect([...new Set(sentences)]).toEqual([
    'This project does not allow tenanted deployments, so it cannot be deployed for All Pets.',
    'This project can only be deployed for a tenant, and none was given.',
    'Tenant All Pets is disabled.',
    'Tenant All Pets is not connected to this project.',
    'Tenant All Pets is not connected to this project for Production.',
    "The release's channel is limited to tenants with the tags Ring/Alpha, which tenant All Pets does not match.",
  ])
})
