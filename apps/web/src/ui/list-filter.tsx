import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { useListAddress } from './use-list-address.ts'

const SETTLED_MS = 250

/** Words that narrow a list of the server, kept in the address as `name`. */
export function ListFilter({
  list,
  label,
  placeholder,
}: {
  readonly list: ReturnType<typeof useListAddress>
  readonly label: string
  readonly placeholder: string
}) {
  const [words, setWords] = useState(list.chosen('name') ?? '')
  const settle = useDebouncedCallback((text: string) => list.choose('name', text.trim()), SETTLED_MS)
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={words}
      onChange={({ currentTarget }) => {
        setWords(currentTarget.value)
        settle(currentTarget.value)
      }}
    />
  )
}
