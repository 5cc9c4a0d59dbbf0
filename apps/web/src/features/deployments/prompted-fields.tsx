import type { DeploymentPreview, FormElement } from '@flotilla/api'
import { Checkbox, PasswordInput, Select, Textarea, TextInput } from '@mantine/core'
import { fieldProblem } from '../../ui/problem.tsx'

type Form = DeploymentPreview['Form']

/** The variables that a deployment asks for. */
export function PromptedFields({
  form,
  values,
  error,
  onChange,
}: {
  readonly form: Form
  readonly values: Readonly<Record<string, string>>
  readonly error: unknown
  readonly onChange: (name: string, value: string) => void
}) {
  return form.Elements.filter(({ Control }) => Control.Type === 'VariableValue').map((element) => (
    <Field
      key={element.Name}
      element={element}
      value={values[element.Name] ?? ''}
      problem={fieldProblem(error, element.Control.Label) ?? fieldProblem(error, element.Control.Name)}
      onChange={(value) => onChange(element.Name, value)}
    />
  ))
}

function Field({
  element: { Control, IsValueRequired },
  value,
  problem,
  onChange,
}: {
  readonly element: FormElement
  readonly value: string
  readonly problem: string | undefined
  readonly onChange: (value: string) => void
}) {
  const common = {
    label: Control.Label || Control.Name,
    description: Control.Description || undefined,
    required: IsValueRequired || Control.Required,
    error: problem,
  }
  const type = Control.DisplaySettings['Octopus.ControlType']
  if (Control.IsSecure || type === 'Sensitive')
    return <PasswordInput {...common} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
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
        data={optionsOf(Control.DisplaySettings['Octopus.SelectOptions'] ?? '')}
        value={value}
        allowDeselect={!common.required}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    )
  if (type === 'MultiLineText')
    return (
      <Textarea {...common} autosize value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
    )
  return <TextInput {...common} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
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
