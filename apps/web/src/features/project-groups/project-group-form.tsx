import { changeDocument, createDocument, type ProjectGroup } from '@flotilla/api'
import { Textarea, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'

export type GroupDraft = Pick<ProjectGroup, 'Name' | 'Description'>

export const NEW_GROUP: GroupDraft = { Name: '', Description: '' }

/** A group to be made, or one that is stored. */
export function ProjectGroupForm({
  group,
  onClose,
}: {
  readonly group: GroupDraft | ProjectGroup
  readonly onClose: () => void
}) {
  const saving = useChange((client, given: GroupDraft) =>
    'Id' in group
      ? changeDocument(client, 'projectgroups', group, given)
      : createDocument(client, 'projectgroups', given),
  )
  const form = useForm<GroupDraft>({ Name: group.Name, Description: group.Description }, saving)
  return (
    <FormDialog
      title={'Id' in group ? group.Name : 'A new project group'}
      verb={'Id' in group ? 'Save' : 'Add'}
      size="md"
      form={form}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Textarea label="About" description="Markdown" autosize {...form.text('Description')} />
    </FormDialog>
  )
}
