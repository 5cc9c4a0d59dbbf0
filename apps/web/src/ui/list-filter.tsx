import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { useListAddress } from './use-list-address.ts'

const SETTLED_MS = 250

/** Words that narrow a list of the server, kept in the address as `name`; an address from elsewhere changes the field. */
export function ListFilter({
  list,
  label,
  placeholder,
}: {
  readonly list: ReturnType<typeof useListAddress>
  readonly label: string
  readonly placeholder: string
}) {
  const chosen = list.chosen('name') ?? ''
  const [words, setWords] = useState(chosen)
  const settled = useRef(chosen)
  const settle = useDebouncedCallback((text: string) => {
    settled.current = text.trim()
    list.choose('name', settled.current)
  }, SETTLED_MS)
  useEffect(() => {
    if (chosen === settled.current) return
    settled.current = chosen
    setWords(chosen)
  }, [chosen])
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
