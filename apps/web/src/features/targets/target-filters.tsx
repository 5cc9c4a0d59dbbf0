import { listDocuments } from '@flotilla/api'
import { Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import type { useListAddress } from '../../ui/use-list-address.ts'

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

const SETTLED_MS = 250

/** The server finds what fits; however many there are, a page of them is shown. */
export function TargetFilters({ list }: { readonly list: ReturnType<typeof useListAddress> }) {
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const roles = useRead(['machine-roles'], (client) => client.get<readonly string[]>('~/machineroles/all'))
  const [words, setWords] = useState(list.chosen('name') ?? '')
  const settle = useDebouncedCallback((text: string) => list.choose('name', text.trim()), SETTLED_MS)
  return (
    <Group mb="md" gap="xs">
      <TextInput
        aria-label="Filter by name"
        placeholder="Name"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={words}
        onChange={({ currentTarget }) => {
          setWords(currentTarget.value)
          settle(currentTarget.value)
        }}
      />
      <Select
        aria-label="Environment"
        placeholder="All environments"
        data={(environments.data ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))}
        value={list.chosen('environment')}
        onChange={(value) => list.choose('environment', value)}
        searchable
        clearable
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
    </Group>
  )
}
