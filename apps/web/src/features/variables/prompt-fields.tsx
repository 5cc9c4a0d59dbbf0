import type { Variable, VariablePrompt } from '@flotilla/api'
import { Checkbox, TextInput } from '@mantine/core'
import { fieldsOf } from '../../ui/fields.ts'
import { CONTROL, DisplayFields } from './display-fields.tsx'
import { isPointing } from './pointed.tsx'
import { FIELD_KINDS } from './value-field.tsx'

const NEW_PROMPT: VariablePrompt = { Label: '', Description: '', Required: false, DisplaySettings: {} }
/** Whether an answer is a secret, or points to something, is a matter of its variable. */
const KINDS = FIELD_KINDS.filter(({ value }) => value !== 'Sensitive' && !isPointing(value))

/** How the value of a variable of some kind is asked for, where the kind leaves no choice; else as before. */
export const displayOf = (kind: string, before: VariablePrompt['DisplaySettings']) =>
  isPointing(kind) ? { [CONTROL]: kind } : isPointing(before[CONTROL]) ? {} : before

/** Whether a variable is asked for at each deployment, and how. */
export function PromptFields({
  kind,
  prompt,
  onChange,
}: {
  readonly kind: Variable['Type']
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
        onChange={({ currentTarget: { checked } }) =>
          onChange(checked ? { ...NEW_PROMPT, DisplaySettings: displayOf(kind, {}) } : null)
        }
      />
      {prompt && (
        <>
          <TextInput label="Label" placeholder="the variable's name" {...text('Label')} />
          <TextInput label="Explanation" {...text('Description')} />
          {!isPointing(kind) && (
            <DisplayFields
              display={prompt.DisplaySettings}
              kinds={KINDS}
              onChange={(DisplaySettings) => onChange({ ...prompt, DisplaySettings })}
            />
          )}
          <Checkbox label="An answer is required" {...check('Required')} />
        </>
      )}
    </>
  )
}
