import type { Schema } from '@flotilla/api'
import { MultiSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

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
  const [draft, setDraft] = useState<RoleDraft>({
    Name: role.Name,
    Description: role.Description,
    GrantedSpacePermissions: role.GrantedSpacePermissions,
    GrantedSystemPermissions: role.GrantedSystemPermissions,
  })
  const words = useRead(['permissions'], (client) => client.get<Vocabulary>('/api/permissions/all'))
  const saving = useChange((client, given: RoleDraft) =>
    'Id' in role ? client.put(`/api/userroles/${role.Id}`, given) : client.post('/api/userroles', given),
  )
  const change = (part: Partial<RoleDraft>) => setDraft({ ...draft, ...part })
  const optionsOf = (isSystem: boolean) =>
    Object.entries(words.data ?? {})
      .filter(([, { CanApplyAtSystemLevel }]) => CanApplyAtSystemLevel === isSystem)
      .map(([value, { Description: label }]) => ({ value, label }))
      .toSorted((one, other) => one.label.localeCompare(other.label))
  return (
    <FormDialog
      title={'Id' in role ? role.Name : 'A new role'}
      verb="Save"
      value={draft}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(saving.error, 'Name')}
        onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="About"
        autosize
        value={draft.Description}
        onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
      />
      <MultiSelect
        label="In a space it allows"
        data={optionsOf(false)}
        value={[...draft.GrantedSpacePermissions]}
        error={fieldProblem(saving.error, 'GrantedSpacePermissions')}
        onChange={(GrantedSpacePermissions) => change({ GrantedSpacePermissions })}
        searchable
        clearable
      />
      <MultiSelect
        label="Over the server it allows"
        data={optionsOf(true)}
        value={[...draft.GrantedSystemPermissions]}
        error={fieldProblem(saving.error, 'GrantedSystemPermissions')}
        onChange={(GrantedSystemPermissions) => change({ GrantedSystemPermissions })}
        searchable
        clearable
      />
    </FormDialog>
  )
}
