import type { Schema } from '@flotilla/api'
import { MultiSelect, Textarea, TextInput } from '@mantine/core'
import { useChange, useRead } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'

type UserRole = Schema<'UserRole'>
export type RoleDraft = Pick<UserRole, 'Name' | 'Description' | 'GrantedSpacePermissions' | 'GrantedSystemPermissions'>
type Vocabulary = Readonly<Record<string, { readonly Description: string; readonly CanApplyAtSystemLevel: boolean }>>

export const NEW_ROLE: RoleDraft = {
  Name: '',
  Description: '',
  GrantedSpacePermissions: [],
  GrantedSystemPermissions: [],
}

/** A role to be added, or one that is stored. */
export function UserRoleForm({ role, onClose }: { readonly role: RoleDraft | UserRole; readonly onClose: () => void }) {
  const words = useRead(['permissions'], (client) => client.get<Vocabulary>('/api/permissions/all'))
  const saving = useChange((client, given: RoleDraft) =>
    'Id' in role ? client.put(`/api/userroles/${role.Id}`, given) : client.post('/api/userroles', given),
  )
  const { Name, Description, GrantedSpacePermissions, GrantedSystemPermissions } = role
  const form = useForm<RoleDraft>({ Name, Description, GrantedSpacePermissions, GrantedSystemPermissions }, saving)
  const optionsOf = (isSystem: boolean) =>
    Object.entries(words.data ?? {})
      .filter(([, { CanApplyAtSystemLevel }]) => CanApplyAtSystemLevel === isSystem)
      .map(([value, { Description: label }]) => ({ value, label }))
      .toSorted((one, other) => one.label.localeCompare(other.label))
  return (
    <FormDialog title={'Id' in role ? role.Name : 'A new role'} verb="Save" form={form} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Textarea label="About" autosize {...form.text('Description')} />
      <MultiSelect
        label="In a space it allows"
        data={optionsOf(false)}
        {...form.field('GrantedSpacePermissions')}
        value={[...form.draft.GrantedSpacePermissions]}
        searchable
        clearable
      />
      <MultiSelect
        label="Over the server it allows"
        data={optionsOf(true)}
        {...form.field('GrantedSystemPermissions')}
        value={[...form.draft.GrantedSystemPermissions]}
        searchable
        clearable
      />
    </FormDialog>
  )
}
