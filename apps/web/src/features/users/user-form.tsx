import type { User } from '@flotilla/api'
import { PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

export interface UserDraft extends Pick<User, 'Username' | 'DisplayName' | 'EmailAddress' | 'IsService' | 'IsActive'> {
  /** A new one; the stored one stays when it is left out. */
  readonly Password?: string | undefined
}

export const NEW_PERSON: UserDraft = {
  Username: '',
  DisplayName: '',
  EmailAddress: '',
  IsService: false,
  IsActive: true,
}
export const NEW_SERVICE_ACCOUNT: UserDraft = { ...NEW_PERSON, IsService: true }

/** A user to be added, or one that is stored. */
export function UserForm({ user, onClose }: { readonly user: UserDraft | User; readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const { Username, DisplayName, EmailAddress, IsService, IsActive } = user
  const [draft, setDraft] = useState<UserDraft>({ Username, DisplayName, EmailAddress, IsService, IsActive })
  const isNew = !('Id' in user)
  const saving = useChange(async (client, given: UserDraft) => {
    if ('Id' in user) return client.put<User>(`/api/users/${user.Id}`, given)
    const made = await client.post<User>('/api/users', given)
    return go(to('settings', 'users', made.Id))
  })
  const change = (part: Partial<UserDraft>) => setDraft({ ...draft, ...part })
  return (
    <FormDialog
      title={isNew ? (IsService ? 'A new service account' : 'A new person') : DisplayName}
      verb={isNew ? 'Add' : 'Save'}
      size="md"
      value={draft}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="User name"
        description={IsService ? undefined : 'To sign in with'}
        required
        autoComplete="off"
        value={draft.Username}
        error={fieldProblem(saving.error, 'Username')}
        onChange={({ currentTarget }) => change({ Username: currentTarget.value })}
        data-autofocus
      />
      <TextInput
        label="Name"
        description="What others read; empty: the user name"
        autoComplete="off"
        value={draft.DisplayName}
        error={fieldProblem(saving.error, 'DisplayName')}
        onChange={({ currentTarget }) => change({ DisplayName: currentTarget.value })}
      />
      {!IsService && (
        <>
          <TextInput
            label="E-mail"
            autoComplete="off"
            value={draft.EmailAddress}
            error={fieldProblem(saving.error, 'EmailAddress')}
            onChange={({ currentTarget }) => change({ EmailAddress: currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            description={isNew ? undefined : 'Left empty, the stored one stays; a new one ends the sessions'}
            required={isNew}
            autoComplete="new-password"
            value={draft.Password ?? ''}
            error={fieldProblem(saving.error, 'Password')}
            onChange={({ currentTarget }) => change({ Password: currentTarget.value || undefined })}
          />
        </>
      )}
    </FormDialog>
  )
}
