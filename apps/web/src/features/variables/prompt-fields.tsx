import type { VariablePrompt } from '@flotilla/api'
import { Checkbox, TextInput } from '@mantine/core'
import { fieldsOf } from '../../ui/fields.ts'
import { DisplayFields } from './display-fields.tsx'
import { FIELD_KINDS } from './value-field.tsx'

const NEW_PROMPT: VariablePrompt = { Label: '', Description: '', Required: false, DisplaySettings: {} }
/** Whether an answer is a secret is a matter of its variable. */
const KINDS = FIELD_KINDS.filter(({ value }) => value !== 'Sensitive')

/** Whether a variable is asked for at each deployment, and how. */
export function PromptFields({
  prompt,
  onChange,
}: {
  readonly prompt: VariablePrompt | null
  readonly onChange: (prompt: VariablePrompt | null) => void
}) {
  const shown = prompt ?? NEW_PROMPT
  const { text, check } = fieldsOf(shown, (part) => onChange({ ...shown, ...part }), null)
  return (
    <>
      <Checkbox
        label="Ask for it at each deployment; the value is the default"
        checked={prompt !== null}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? NEW_PROMPT : null)}
      />
      {prompt && (
        <>
          <TextInput label="Label" placeholder="the variable's name" {...text('Label')} />
          <TextInput label="Explanation" {...text('Description')} />
          <DisplayFields
            display={prompt.DisplaySettings}
            kinds={KINDS}
            onChange={(DisplaySettings) => onChange({ ...prompt, DisplaySettings })}
          />
          <Checkbox label="An answer is required" {...check('Required')} />
        </>
      )}
    </>
  )
}
