import { Select } from '@mantine/core'
import { ListFilter } from '../../ui/list-filter.tsx'
import type { useListAddress } from '../../ui/use-list-address.ts'
import { EnvironmentField } from '../environments/environments-field.tsx'
import { useMachineRoles } from './machine-roles.ts'

/** What narrows the list of targets, as the address names it. */
export const FILTERS = ['name', 'environment', 'role', 'health'] as const

const HEALTH = [
  { value: 'Healthy', label: 'Healthy' },
  { value: 'HasWarnings', label: 'With warnings' },
  { value: 'Unhealthy', label: 'Unhealthy' },
  { value: 'Unavailable', label: 'Unavailable' },
  { value: 'Unknown', label: 'Not checked yet' },
  { value: 'Disabled', label: 'Disabled' },
]

/** The server finds what fits; however many there are, a page of them is shown. */
export function TargetFilters({ list }: { readonly list: ReturnType<typeof useListAddress> }) {
  const roles = useMachineRoles()
  return (
    <>
      <ListFilter list={list} label="Filter by name" placeholder="Name" />
      <EnvironmentField
        aria-label="Environment"
        whenNone="All environments"
        value={list.chosen('environment')}
        onChange={(id) => list.choose('environment', id)}
      />
      <Select
        aria-label="Role"
        placeholder="Any role"
        data={[...(roles.data ?? [])]}
        value={list.chosen('role')}
        onChange={(value) => list.choose('role', value)}
        searchable
        clearable
      />
      <Select
        aria-label="Health"
        placeholder="In any health"
        data={HEALTH}
        value={list.chosen('health')}
        onChange={(value) => list.choose('health', value)}
        clearable
      />
    </>
  )
}
