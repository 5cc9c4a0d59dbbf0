import { expect, test } from 'vitest'
import type { EnvironmentId, TenantId } from '../ids.ts'
import {
  type DynamicPlace,
  explainDynamicTargetRefusal,
  judgeNewTarget,
  judgeTargetRemoval,
  type KnownTarget,
} from './judge-dynamic-target.ts'

const staging = 'Environments-1' as EnvironmentId
const acme = 'Tenants-1' as TenantId
const place: DynamicPlace = { environmentId: staging, tenantId: null, allowsDynamicTargets: true }
const own: KnownTarget = { name: 'web-1', environmentIds: [staging], tenantIds: [], tenantTags: [] }
const shared: KnownTarget = { ...own, environmentIds: [staging, 'Environments-2' as EnvironmentId] }

test.each<[string, Partial<Parameters<typeof judgeNewTarget>[0]>, string]>([
  ['a new name', {}, 'create'],
  ['the environment does not allow it', { place: { ...place, allowsDynamicTargets: false } }, 'Scripts may not make'],
  ['no roles', { roles: [] }, 'it has no role'],
  ['a name that is taken', { existing: own }, 'is there already'],
  ['its own again', { existing: own, updatesExisting: true }, 'update'],
  ['one that is elsewhere too', { existing: shared, updatesExisting: true }, 'does not belong'],
  ["a tenant's", { existing: { ...own, tenantIds: [acme] }, updatesExisting: true }, 'does not belong'],
])('J4 %s', (_, more, gives) => {
  const judged = judgeNewTarget({
    place,
    name: 'web-1',
    roles: ['web'],
    updatesExisting: false,
    existing: null,
    ...more,
  })
  expect(judged.ok ? judged.value : explainDynamicTargetRefusal(judged.error, 'Staging')).toContain(gives)
})

test.each<[string, DynamicPlace, KnownTarget, boolean]>([
  ['its own', place, own, true],
  ['where scripts may not', { ...place, allowsDynamicTargets: false }, own, false],
  ['one that is elsewhere too', place, shared, false],
  ['one of another environment', place, { ...own, environmentIds: ['Environments-2' as EnvironmentId] }, false],
  ["its tenant's", { ...place, tenantId: acme }, { ...own, tenantIds: [acme] }, true],
  ["nobody's, for a tenant", { ...place, tenantId: acme }, own, false],
  ['one of two tenants', { ...place, tenantId: acme }, { ...own, tenantIds: [acme, 'Tenants-2' as TenantId] }, false],
  ['one that serves tenants by tag', { ...place, tenantId: acme }, { ...own, tenantTags: ['Plan/Gold'] }, false],
])('J4 a script removes %s: %#', (_, at, target, may) => {
  expect(judgeTargetRemoval(at, target).ok).toBe(may)
})
