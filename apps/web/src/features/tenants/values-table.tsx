import type { Schema } from '@flotilla/api'
import { Input, Title } from '@mantine/core'
import { fieldProblem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { ValueField } from '../variables/value-field.tsx'

type Template = Schema<'VariableTemplate'>
/** A text, or a secret: what is stored is told, never shown. */
type Value = Schema<'TenantVariables'>['LibraryVariables'][string]['Variables'][string]
type ByTemplate = Readonly<Record<string, Value>>

/** What the server calls the values for a template; one that is gone by then it knows by its id only. */
export const valueNames = ({ Id, Name }: Template): readonly string[] => [`Variables[${Name}]`, `Variables[${Id}]`]

/** What a project or a variable set asks for: a row for each value, a column for each place. */
export function ValuesTable({
  title,
  templates,
  places,
  values,
  lacks,
  error,
  onChange,
}: {
  readonly title: string
  readonly templates: readonly Template[]
  readonly places: readonly { readonly id: string; readonly name: string }[]
  readonly values: Readonly<Record<string, ByTemplate>>
  readonly lacks: (placeId: string, templateId: string) => boolean
  readonly error: unknown
  readonly onChange: (values: Readonly<Record<string, ByTemplate>>) => void
}) {
  if (templates.length === 0) return null
  const set = (placeId: string, templateId: string, value: Value | undefined) => {
    const { [templateId]: _, ...others } = values[placeId] ?? {}
    onChange({ ...values, [placeId]: value === undefined ? others : { ...others, [templateId]: value } })
  }
  return (
    <section aria-label={`Values for ${title}`}>
      <Title order={3} mb="xs">
        {title}
      </Title>
      <Table label={`Values for ${title}`} columns={['Name', ...places.map(({ name }) => name)]}>
        {templates.map((template) => (
          <tr key={template.Id}>
            <th scope="row">
              {template.Label || template.Name}
              <div className="faint small">{template.HelpText}</div>
              {valueNames(template).map((name) => {
                const problem = fieldProblem(error, name)
                return problem && <Input.Error key={name}>{problem}</Input.Error>
              })}
            </th>
            {places.map(({ id, name }) => (
              <td key={id}>
                <Cell
                  label={`${template.Label || template.Name}, ${title}, ${name}`}
                  template={template}
                  value={values[id]?.[template.Id]}
                  isMissing={lacks(id, template.Id)}
                  onChange={(value) => set(id, template.Id, value)}
                />
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  )
}

function Cell({
  label,
  template,
  value,
  isMissing,
  onChange,
}: {
  readonly label: string
  readonly template: Template
  readonly value: Value | undefined
  readonly isMissing: boolean
  readonly onChange: (value: Value | undefined) => void
}) {
  const isSecret = template.DisplaySettings['Octopus.ControlType'] === 'Sensitive'
  const usual = template.DefaultValue
  const secret = typeof value === 'object' ? (value as { readonly HasValue?: boolean; readonly NewValue?: string }) : {}
  const text = isSecret ? (secret.NewValue ?? '') : typeof value === 'string' ? value : ''
  const change = (typed: string) => {
    if (isSecret) onChange(typed === '' ? stored(secret) : { HasValue: true, NewValue: typed })
    else onChange(typed === '' ? undefined : typed)
  }
  return (
    <>
      <ValueField
        aria-label={label}
        display={template.DisplaySettings}
        isSecret={isSecret}
        placeholder={secret.HasValue ? 'stored, hidden' : typeof usual === 'string' && usual !== '' ? usual : undefined}
        value={text}
        onChange={change}
      />
      {isMissing && text === '' && <State tone="warn" word="Missing" size={15} />}
    </>
  )
}

/** Of a secret whose new text was deleted again: the one that is stored. */
const stored = ({ HasValue }: { readonly HasValue?: boolean }): Value | undefined =>
  HasValue ? { HasValue: true } : undefined
