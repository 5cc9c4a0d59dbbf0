import { changeSpace, createSpace, type Schema, type Space } from '@flotilla/api'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useChange, useRead } from '../../api/queries.ts'
import { ChooseMany } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'
import { UsersField } from '../users/users-field.tsx'

export type SpaceDraft = Pick<
  Space,
  'Name' | 'Description' | 'IsDefault' | 'TaskQueueStopped' | 'SpaceManagersTeams'
> & {
  readonly SpaceManagersTeamMembers: readonly string[]
}

export const NEW_SPACE: SpaceDraft = {
  Name: '',
  Description: '',
  IsDefault: false,
  TaskQueueStopped: false,
  SpaceManagersTeams: [],
  SpaceManagersTeamMembers: [],
}

/** A space to be made, or one that is stored. */
export function SpaceForm({ space, onClose }: { readonly space: SpaceDraft | Space; readonly onClose: () => void }) {
  const stored = 'Id' in space ? space : undefined
  const teams = useRead(['teams', 'everywhere'], (client) => client.all<Schema<'Team'>>('/api/teams'))
  // The team of those who are named one by one goes by itself.
  const own = stored?.SpaceManagersTeamId
  const { Name, Description, IsDefault, TaskQueueStopped, SpaceManagersTeams, SpaceManagersTeamMembers = [] } = space
  const saving = useChange((client, given: SpaceDraft) => {
    const body = { ...given, SpaceManagersTeamMembers: [...given.SpaceManagersTeamMembers] }
    return stored
      ? changeSpace(client, stored, body)
      : createSpace(client, { ...body, SpaceManagersTeams: [...given.SpaceManagersTeams] })
  })
  const form = useForm<SpaceDraft>(
    {
      Name,
      Description,
      IsDefault,
      TaskQueueStopped,
      SpaceManagersTeams: SpaceManagersTeams.filter((id) => id !== own),
      SpaceManagersTeamMembers,
    },
    saving,
  )
  return (
    <FormDialog title={stored?.Name ?? 'A new space'} verb={stored ? 'Save' : 'Add'} form={form} onClose={onClose}>
      <TextInput label="Name" required maxLength={20} {...form.text('Name')} data-autofocus />
      <UsersField
        label="Managers"
        description="They may do everything in this space"
        {...form.field('SpaceManagersTeamMembers')}
      />
      <ChooseMany
        label="Teams that manage it"
        whenNone="none"
        from={teams.data?.filter(({ Id, SpaceId }) => Id !== own && (SpaceId === null || SpaceId === stored?.Id))}
        {...form.field('SpaceManagersTeams')}
      />
      <Textarea label="About" description="Markdown" autosize {...form.text('Description')} />
      <Checkbox
        label="The space that is opened first"
        description={stored?.IsDefault ? 'Make another space the default to change this.' : undefined}
        {...form.check('IsDefault')}
        disabled={stored?.IsDefault ?? false}
      />
      {stored && (
        <Checkbox
          label="Hold its tasks"
          description="Those that run go on; nothing else begins until this is taken back. A space is deleted only while its tasks are held."
          {...form.check('TaskQueueStopped')}
        />
      )}
    </FormDialog>
  )
}
