import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FormDialog, type Saving } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { FIELD_KINDS, ValueField } from './value-field.tsx'
import type { Template } from './variable-templates.tsx'

export const NEW_TEMPLATE: Template = {
  Id: '',
  Name: '',
  Label: '',
  HelpText: '',
  DefaultValue: '',
  DisplaySettings: { 'Octopus.ControlType': 'SingleLineText' },
}

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
  const [draft, setDraft] = useState(template)
  const change = (part: Partial<Template>) => setDraft({ ...draft, ...part })
  const { DisplaySettings: display } = draft
  const kind = display['Octopus.ControlType'] ?? 'SingleLineText'
  const isSecret = kind === 'Sensitive'
  const secret = draft.DefaultValue as { readonly HasValue?: boolean; readonly NewValue?: string } | null | undefined
  return (
    <FormDialog
      title={template.Name || 'A value that tenants are asked for'}
      verb="Save"
      value={draft}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="Variable"
        description="Steps read it by this name"
        required
        classNames={{ input: 'mono' }}
        value={draft.Name}
        error={fieldProblem(saving.error, `Templates[${place}].Name`)}
        onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        data-autofocus
      />
      <TextInput
        label="Asked as"
        value={draft.Label}
        onChange={({ currentTarget }) => change({ Label: currentTarget.value })}
      />
      <TextInput
        label="Explanation"
        value={draft.HelpText}
        onChange={({ currentTarget }) => change({ HelpText: currentTarget.value })}
      />
      <Select
        label="Field"
        data={[...FIELD_KINDS]}
        value={kind}
        allowDeselect={false}
        onChange={(next) =>
          change({
            DisplaySettings: { ...display, 'Octopus.ControlType': next ?? 'SingleLineText' },
            // A text would become a secret, or a secret a text.
            DefaultValue: (next === 'Sensitive') === isSecret ? draft.DefaultValue : '',
          })
        }
      />
      {kind === 'Select' && (
        <Textarea
          label="Choices"
          description="A line each: value|what people read"
          autosize
          minRows={2}
          value={display['Octopus.SelectOptions'] ?? ''}
          onChange={({ currentTarget }) =>
            change({ DisplaySettings: { ...display, 'Octopus.SelectOptions': currentTarget.value } })
          }
        />
      )}
      <ValueField
        label="Default"
        description={isSecret && secret?.HasValue ? 'Left empty, the stored one stays' : 'For tenants that give none'}
        display={display}
        value={isSecret ? (secret?.NewValue ?? '') : typeof draft.DefaultValue === 'string' ? draft.DefaultValue : ''}
        onChange={(text) => change({ DefaultValue: isSecret ? { HasValue: true, NewValue: text } : text })}
      />
    </FormDialog>
  )
}
