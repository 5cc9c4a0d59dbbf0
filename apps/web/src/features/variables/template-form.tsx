import { TextInput } from '@mantine/core'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { SECRET_STAYS } from '../../ui/stored-secret.tsx'
import { type Saving, useForm } from '../../ui/use-form.ts'
import { DisplayFields, kindOf } from './display-fields.tsx'
import { isPointing } from './pointed.tsx'
import { ValueField } from './value-field.tsx'
import type { Template } from './variable-templates.tsx'

export const NEW_TEMPLATE: Template = {
  Id: '',
  Name: '',
  Label: '',
  HelpText: '',
  DefaultValue: '',
  DisplaySettings: { 'Octopus.ControlType': 'SingleLineText' },
}

/** Of the list the server says that a name is there more than once; the others were taken before. */
const LIST = 'Templates'

/** One value that tenants are asked for; `place` is where it stands in its list. */
export function TemplateForm({
  template,
  place,
  saving,
  onClose,
}: {
  readonly template: Template
  readonly place: number
  readonly saving: Saving<Template>
  readonly onClose: () => void
}) {
  const form = useForm(template, saving, `Templates[${place}].`)
  const { draft, change } = form
  const name = form.text('Name')
  const { DisplaySettings: display } = draft
  const isSecret = kindOf(display) === 'Sensitive'
  const secret = draft.DefaultValue as { readonly HasValue?: boolean; readonly NewValue?: string } | null | undefined
  return (
    <FormDialog
      title={template.Name || 'A value that tenants are asked for'}
      verb="Save"
      form={form}
      shownAt={[LIST]}
      onClose={onClose}
    >
      <TextInput
        label="Variable"
        description="Steps read it by this name"
        required
        classNames={{ input: 'mono' }}
        {...name}
        error={name.error ?? fieldProblem(saving.error, LIST)}
        data-autofocus
      />
      <TextInput label="Asked as" {...form.text('Label')} />
      <TextInput label="Explanation" {...form.text('HelpText')} />
      <DisplayFields
        display={display}
        onChange={(DisplaySettings) =>
          change({
            DisplaySettings,
            // What was a text is no secret and no id, nor the other way round.
            DefaultValue: sortOf(DisplaySettings) === sortOf(display) ? draft.DefaultValue : '',
          })
        }
      />
      <ValueField
        label="Default"
        description={isSecret && secret?.HasValue ? SECRET_STAYS : 'For tenants that give none'}
        display={display}
        value={isSecret ? (secret?.NewValue ?? '') : typeof draft.DefaultValue === 'string' ? draft.DefaultValue : ''}
        onChange={(text) => change({ DefaultValue: isSecret ? { HasValue: true, NewValue: text } : text })}
      />
    </FormDialog>
  )
}

/** A text in whichever field, a secret, or the id of something of a kind. */
const sortOf = (display: Template['DisplaySettings']): string =>
  kindOf(display) === 'Sensitive' || isPointing(kindOf(display)) ? kindOf(display) : 'text'
