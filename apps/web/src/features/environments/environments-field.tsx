import { listDocuments } from '@flotilla/api'
import { MultiSelect } from '@mantine/core'
import { useRead } from '../../api/queries.ts'

/** Some of the space's environments. */
export function EnvironmentsField({
  label,
  placeholder,
  value,
  onChange,
  error,
  isRequired = false,
}: {
  readonly label: string
  readonly placeholder?: string
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
  readonly error?: string | undefined
  readonly isRequired?: boolean
}) {
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  return (
    <MultiSelect
      label={label}
      placeholder={value.length === 0 ? placeholder : undefined}
      data={(environments.data ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))}
      value={[...value]}
      onChange={onChange}
      error={error}
      withAsterisk={isRequired}
      searchable
      clearable
    />
  )
}
