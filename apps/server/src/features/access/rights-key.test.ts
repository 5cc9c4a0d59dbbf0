import type { Grant } from '@flotilla/domain/access'
import { expect, test } from 'vitest'
import { rightsKey } from './rights-key.ts'

const grant = (changed: object = {}): Grant =>
  ({
    permissions: new Set(['ProjectView', 'ReleaseView']),
    spaceId: null,
    projectIds: [],
    projectGroupIds: [],
    environmentIds: [],
    tenantIds: [],
    ...changed,
  }) as Grant

test('equal rights have equal keys, in whatever order they were given', () => {
  expect(rightsKey([grant()])).toBe(rightsKey([grant({ permissions: new Set(['ReleaseView', 'ProjectView']) })]))
})

test.each([
  { permissions: new Set(['ProjectView']) },
  { spaceId: 'Spaces-2' },
  { projectIds: ['Projects-1'] },
  { projectGroupIds: ['ProjectGroups-1'] },
  { environmentIds: ['Environments-1'] },
  { tenantIds: ['Tenants-1'] },
])('Z3: other rights have another key: %o', (changed) => {
  expect(rightsKey([grant(changed)])).not.toBe(rightsKey([grant()]))
  expect(rightsKey([grant(), grant(changed)])).not.toBe(rightsKey([grant()]))
})
