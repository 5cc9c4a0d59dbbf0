import { MultiSelect, type MultiSelectProps, Select, type SelectProps } from '@mantine/core'

/** Something with a name that can be chosen. */
export interface Choosable {
  readonly Id: string
  readonly Name: string
}

const optionsOf = (all: readonly Choosable[] | undefined) =>
  (all ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))

/** Some of many, by name; `whenNone` says what choosing nothing stands for. */
export function ChooseMany({
  from,
  value,
  whenNone,
  onChange,
  ...rest
}: {
  readonly from: readonly Choosable[] | undefined
  readonly value: readonly string[]
  readonly whenNone?: string | undefined
  readonly onChange: (ids: string[]) => void
} & Omit<MultiSelectProps, 'data' | 'value' | 'onChange' | 'placeholder'>) {
  return (
    <MultiSelect
      searchable
      clearable
      {...rest}
      data={optionsOf(from)}
      value={[...value]}
      placeholder={value.length === 0 ? whenNone : undefined}
      onChange={onChange}
    />
  )
}

/** One of many, by name; `''` is none of them, and `whenNone` what that stands for. */
export function ChooseOne({
  from,
  value,
  whenNone,
  onChange,
  ...rest
}: {
  readonly from: readonly Choosable[] | undefined
  readonly value: string | null | undefined
  readonly whenNone?: string | undefined
  readonly onChange: (id: string) => void
} & Omit<SelectProps, 'data' | 'value' | 'onChange' | 'placeholder'>) {
  return (
    <Select
      searchable
      clearable={rest.required !== true}
      allowDeselect={rest.required !== true}
      {...rest}
      data={optionsOf(from)}
      value={value || null}
      placeholder={whenNone}
      onChange={(id) => onChange(id ?? '')}
    />
  )
}
