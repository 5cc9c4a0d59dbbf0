import type { Lifecycle } from '@flotilla/api'
import { Group, NumberInput, Select } from '@mantine/core'

type Retention = NonNullable<Lifecycle['ReleaseRetentionPolicy']>

/** How long something is kept: for ever, some of it, or what stands above says. */
export function RetentionField({
  label,
  whenNone,
  value,
  onChange,
}: {
  readonly label: string
  readonly whenNone: string
  readonly value: Retention | null | undefined
  readonly onChange: (value: Retention | null) => void
}) {
  const strategy = value?.Strategy ?? 'Default'
  const choose = (chosen: string | null) => {
    if (chosen === 'Count') onChange({ Strategy: 'Count', QuantityToKeep: 30, Unit: 'Days' })
    else if (chosen === 'Forever') onChange({ Strategy: 'Forever', QuantityToKeep: 0, Unit: 'Items' })
    else onChange(null)
  }
  return (
    <Group align="flex-end">
      <Select
        label={label}
        data={[
          { value: 'Default', label: whenNone },
          { value: 'Count', label: 'for a while' },
          { value: 'Forever', label: 'for ever' },
        ]}
        value={strategy}
        allowDeselect={false}
        miw={280}
        onChange={choose}
      />
      {value && strategy === 'Count' && (
        <>
          <NumberInput
            aria-label={`${label}: how many`}
            min={1}
            allowDecimal={false}
            w={100}
            value={value.QuantityToKeep}
            onChange={(count) => onChange({ ...value, QuantityToKeep: Number(count) || 1 })}
          />
          <Select
            aria-label={`${label}: unit`}
            data={[
              { value: 'Days', label: 'days' },
              { value: 'Items', label: 'releases' },
            ]}
            w={130}
            value={value.Unit}
            allowDeselect={false}
            onChange={(unit) => onChange({ ...value, Unit: unit as Retention['Unit'] })}
          />
        </>
      )}
    </Group>
  )
}
