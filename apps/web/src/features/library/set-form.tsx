import type { LibraryVariableSet } from '@flotilla/api'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FormDialog, type Saving } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

type Draft = Pick<LibraryVariableSet, 'Name' | 'Description'>

export const NEW_SET: Draft = { Name: '', Description: '' }

/** What a set is called. */
export function SetForm({
  title,
  set,
  saving,
  onClose,
}: {
  readonly title: string
  readonly set: Draft
  readonly saving: Saving<Draft>
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState<Draft>({ Name: set.Name, Description: set.Description })
  return (
    <FormDialog title={title} verb="Save" value={draft} saving={saving} onClose={onClose}>
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(saving.error, 'Name')}
        onChange={({ currentTarget }) => setDraft({ ...draft, Name: currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="About"
        description="Markdown"
        autosize
        value={draft.Description}
        onChange={({ currentTarget }) => setDraft({ ...draft, Description: currentTarget.value })}
      />
    </FormDialog>
  )
}
