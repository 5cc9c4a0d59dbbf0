import type { User } from '@flotilla/api'
import { PasswordInput, TextInput } from '@mantine/core'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { SECRET_STAYS } from '../../ui/stored-secret.tsx'
import { useForm } from '../../ui/use-form.ts'

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
  const isNew = !('Id' in user)
  const saving = useChange(async (client, given: UserDraft) => {
    if ('Id' in user) return client.put<User>(`/api/users/${user.Id}`, given)
    const made = await client.post<User>('/api/users', given)
    return go(to('settings', 'users', made.Id))
  })
  const form = useForm<UserDraft>({ Username, DisplayName, EmailAddress, IsService, IsActive }, saving)
  return (
    <FormDialog
      title={isNew ? (IsService ? 'A new service account' : 'A new person') : DisplayName}
      verb={isNew ? 'Add' : 'Save'}
      size="md"
      form={form}
      onClose={onClose}
    >
      <TextInput
        label="User name"
        description={IsService ? undefined : 'To sign in with'}
        required
        autoComplete="off"
        {...form.text('Username')}
        data-autofocus
      />
      <TextInput
        label="Name"
        description="What others read; empty: the user name"
        autoComplete="off"
        {...form.text('DisplayName')}
      />
      {!IsService && (
        <>
          <TextInput label="E-mail" autoComplete="off" {...form.text('EmailAddress')} />
          <PasswordInput
            label="Password"
            description={isNew ? undefined : `${SECRET_STAYS}. A new one ends the sessions.`}
            required={isNew}
            autoComplete="new-password"
            {...form.text('Password')}
            onChange={({ currentTarget }) => form.change({ Password: currentTarget.value || undefined })}
          />
        </>
      )}
    </FormDialog>
  )
}
