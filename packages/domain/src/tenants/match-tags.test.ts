import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TenantId } from '../ids.ts'
import { isTenantSelected, matchesTags } from './index.ts'

test.each([
  { filter: [], tags: [], passes: true },
  { filter: [], tags: ['Ring/Beta'], passes: true },
  { filter: ['Ring/Beta'], tags: [], passes: false },
  { filter: ['Ring/Beta'], tags: ['ring/BETA'], passes: true },
  { filter: ['Ring/Beta', 'Ring/Alpha'], tags: ['Ring/Alpha'], passes: true },
  { filter: ['Ring/Beta', 'Region/EU'], tags: ['Ring/Beta'], passes: false },
  { filter: ['Ring/Beta', 'Region/EU'], tags: ['Ring/Beta', 'Region/EU'], passes: true },
  { filter: ['Ring/Beta', 'RING/Alpha', 'Region/EU'], tags: ['Ring/Alpha', 'Region/EU', 'Other/X'], passes: true },
  { filter: ['Ring/Beta', 'Region/EU', 'Region/US'], tags: ['Region/US', 'Region/EU'], passes: false },
  { filter: ['Ring'], tags: ['Ring/Beta'], passes: false },
  { filter: [''], tags: ['Ring/Beta'], passes: false },
])('tags $tags pass $filter: $passes', ({ filter, tags, passes }) => {
  expect(matchesTags(filter, tags)).toBe(passes)
})

const id = 'Tenants-1' as TenantId
const other = 'Tenants-2' as TenantId

test.each([
  { name: 'nothing selects nobody', tenantIds: [], tenantTags: [], selected: false },
  { name: 'by name', tenantIds: [other, id], tenantTags: [], selected: true },
  { name: 'somebody else by name', tenantIds: [other], tenantTags: [], selected: false },
  { name: 'by tag', tenantIds: [], tenantTags: ['Ring/Beta'], selected: true },
  { name: 'by name although the tags do not match', tenantIds: [id], tenantTags: ['Ring/Alpha'], selected: true },
  { name: 'by tag although somebody else is named', tenantIds: [other], tenantTags: ['Ring/Beta'], selected: true },
  { name: 'neither', tenantIds: [other], tenantTags: ['Ring/Alpha'], selected: false },
])('$name: $selected', ({ tenantIds, tenantTags, selected }) => {
  expect(isTenantSelected({ tenantIds, tenantTags }, { id, tags: ['Ring/Beta', 'Region/EU'] })).toBe(selected)
})

const arbTags = fc.uniqueArray(fc.constantFrom('A/1', 'A/2', 'B/1', 'B/2', 'C/1'))

test('naming one more set never lets more through, one more tag of a named set never fewer', async () => {
  await fc.assert(
    fc.property(arbTags, arbTags, (filter, tags) => {
      if (!filter.some((tag) => tag.startsWith('C/')) && matchesTags([...filter, 'C/1'], tags)) {
        expect(matchesTags(filter, tags)).toBe(true)
      }
      const alternative = filter.find((tag) => tag.startsWith('A/')) && 'A/3'
      if (alternative && matchesTags(filter, tags)) expect(matchesTags([...filter, alternative], tags)).toBe(true)
      if (matchesTags(filter, tags)) expect(matchesTags(filter, [...tags, 'D/1'])).toBe(true)
    }),
  )
})

test('a selection is the union of its names and its tags', async () => {
  await fc.assert(
    fc.property(fc.subarray([id, other]), arbTags, arbTags, (tenantIds, tenantTags, tags) => {
      const tenant = { id, tags }
      expect(isTenantSelected({ tenantIds, tenantTags }, tenant)).toBe(
        isTenantSelected({ tenantIds, tenantTags: [] }, tenant) ||
          isTenantSelected({ tenantIds: [], tenantTags }, tenant),
      )
    }),
  )
})
