import type { LibraryVariableSet } from '@flotilla/api'
import { Textarea, TextInput } from '@mantine/core'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { type Saving, useForm } from '../../ui/use-form.ts'

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
  const form = useForm<Draft>({ Name: set.Name, Description: set.Description }, saving)
  return (
    <FormDialog title={title} verb="Save" form={form} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Textarea label="About" description="Markdown" autosize {...form.text('Description')} />
    </FormDialog>
  )
}
