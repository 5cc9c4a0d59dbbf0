import { Group, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'

const UNITS = [
  { value: '1440', label: 'days' },
  { value: '60', label: 'hours' },
  { value: '1', label: 'minutes' },
]

/** A length of time, in the largest unit that it is a whole number of. */
export function SpanField({
  label,
  minutes,
  onChange,
  error,
}: {
  readonly label: string
  readonly minutes: number
  readonly onChange: (minutes: number) => void
  readonly error?: string | undefined
}) {
  const [unit, setUnit] = useState(() =>
    minutes === 0 ? 60 : minutes % 1_440 === 0 ? 1_440 : minutes % 60 === 0 ? 60 : 1,
  )
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <NumberInput
        label={label}
        min={0}
        flex={1}
        value={minutes / unit}
        onChange={(value) => onChange((Number(value) || 0) * unit)}
        error={error}
      />
      <Select
        aria-label={`${label}: unit`}
        data={UNITS}
        value={String(unit)}
        allowDeselect={false}
        w={130}
        onChange={(value) => {
          const next = Number(value)
          setUnit(next)
          onChange((minutes / unit) * next)
        }}
      />
    </Group>
  )
}
