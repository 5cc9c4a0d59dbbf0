import { listItems } from '@flotilla/api'
import { Select } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import type { MachinePolicy } from './policy-words.ts'

/** The policy that a machine is checked, reached and cleaned up by. */
export function PolicyField({
  value,
  onChange,
  error,
}: {
  readonly value: string
  readonly onChange: (id: string) => void
  readonly error: string | undefined
}) {
  const policies = useRead(['machine-policies'], (client) => listItems<MachinePolicy>(client, '~/machinepolicies'))
  return (
    <Select
      label="Machine policy"
      description="How it is checked, reached and cleaned up"
      data={(policies.data ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))}
      value={value}
      allowDeselect={false}
      onChange={(id) => onChange(id ?? value)}
      error={error}
    />
  )
}
