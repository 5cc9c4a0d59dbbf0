import { Select, Textarea } from '@mantine/core'
import { FIELD_KINDS } from './value-field.tsx'

/** The setting that says which kind of field it is. */
export const CONTROL = 'Octopus.ControlType'
const CHOICES = 'Octopus.SelectOptions'

type Display = Readonly<Record<string, string>>

/** The kind of a field, as its display settings have it. */
export const kindOf = (display: Display): string => display[CONTROL] || 'SingleLineText'

/** How people are asked for a value: the kind of the field, and of a choice what can be chosen. */
export function DisplayFields({
  display,
  kinds = FIELD_KINDS,
  onChange,
}: {
  readonly display: Display
  readonly kinds?: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (display: Record<string, string>) => void
}) {
  return (
    <>
      <Select
        label="Field"
        data={[...kinds]}
        value={kindOf(display)}
        allowDeselect={false}
        onChange={(kind) => onChange({ ...display, [CONTROL]: kind ?? 'SingleLineText' })}
      />
      {kindOf(display) === 'Select' && (
        <Textarea
          label="Choices"
          description="A line each: value|what people read"
          autosize
          minRows={2}
          value={display[CHOICES] ?? ''}
          onChange={({ currentTarget }) => onChange({ ...display, [CHOICES]: currentTarget.value })}
        />
      )}
    </>
  )
}
