import type { DeploymentPreview } from '@flotilla/api'
import { fieldProblem } from '../../ui/problem.tsx'
import { ValueField } from '../variables/value-field.tsx'

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
  return form.Elements.filter(({ Control }) => Control.Type === 'VariableValue').map(
    ({ Name, Control, IsValueRequired }) => (
      <ValueField
        key={Name}
        label={Control.Label || Control.Name}
        description={Control.Description || undefined}
        required={IsValueRequired || Control.Required}
        error={fieldProblem(error, Control.Label) ?? fieldProblem(error, Control.Name)}
        isSecret={Control.IsSecure}
        display={Control.DisplaySettings}
        value={values[Name] ?? ''}
        onChange={(value) => onChange(Name, value)}
      />
    ),
  )
}
