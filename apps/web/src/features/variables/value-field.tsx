import { Checkbox, PasswordInput, Select, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { isPointing, POINTED_KINDS, PointedField } from './pointed.tsx'

/** How people fill in a value: what it is called, and which kind of field it has. */
export interface ValueFieldProps {
  readonly label?: ReactNode
  readonly 'aria-label'?: string
  readonly description?: string | undefined
  readonly placeholder?: string | undefined
  readonly required?: boolean
  readonly error?: ReactNode
  readonly isSecret?: boolean
  readonly display: Readonly<Record<string, string>>
  readonly value: string
  readonly onChange: (value: string) => void
}

/** One value, in the field that its display settings ask for. */
export function ValueField({ display, isSecret = false, value, onChange, ...common }: ValueFieldProps) {
  const type = display['Octopus.ControlType']
  const onText = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
    onChange(currentTarget.value)
  if (isSecret || type === 'Sensitive')
    return <PasswordInput {...common} autoComplete="new-password" value={value} onChange={onText} />
  if (type === 'Checkbox')
    return (
      <Checkbox
        {...common}
        required={false}
        checked={value.toLowerCase() === 'true'}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'True' : 'False')}
      />
    )
  if (type === 'Select')
    return (
      <Select
        {...common}
        data={optionsOf(display['Octopus.SelectOptions'] ?? '')}
        value={value}
        allowDeselect={!common.required}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    )
  if (type && isPointing(type))
    return <PointedField {...common} kind={type} whenNone={common.placeholder} value={value} onChange={onChange} />
  if (type === 'MultiLineText') return <Textarea {...common} autosize value={value} onChange={onText} />
  return <TextInput {...common} value={value} onChange={onText} />
}

/** A line an option: `value|what people read`. */
const optionsOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [value = '', label = value] = line.split('|')
      return { value, label }
    })

/** The kinds of fields that people can choose. */
export const FIELD_KINDS = [
  { value: 'SingleLineText', label: 'a line of text' },
  { value: 'MultiLineText', label: 'text' },
  { value: 'Checkbox', label: 'a checkbox' },
  { value: 'Select', label: 'a choice' },
  { value: 'Sensitive', label: 'a secret' },
  ...POINTED_KINDS,
] as const
