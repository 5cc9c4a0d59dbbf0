import type { User } from '@flotilla/api'
import { Group, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SECRET_STAYS } from '../../ui/stored-secret.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { useCaller } from '../sign-in/signed-in.tsx'
import type { UserDraft } from './user-form.tsx'
import { UserRights } from './user-rights.tsx'

/** Whoever has signed in: name, password, teams and rights. */
export function ProfilePage() {
  const caller = useCaller()
  return (
    <Page title="Your profile">
      <Loaded of={caller}>
        {(user) => (
          <>
            <Person user={user} readAgain={caller.refetch} />
            <UserRights userId={user.Id} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Person({ user, readAgain }: { readonly user: User; readonly readAgain: () => Promise<unknown> }) {
  const { Username, DisplayName, EmailAddress, IsService, IsActive } = user
  const stored: UserDraft = { Username, DisplayName, EmailAddress, IsService, IsActive }
  const saving = useChange((client, given: UserDraft) => client.put<User>(`/api/users/${user.Id}`, given))
  const draft = useDraft(stored, readAgain, saving)
  return (
    <Paper withBorder p="lg" maw={860} component="section" aria-label="About you">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>{Username}</Title>
          <DraftButtons draft={draft} />
        </Group>
        {draft.error && <Problem error={draft.error} shownAt={['DisplayName', 'EmailAddress', 'Password']} />}
        <TextInput label="Name" {...draft.text('DisplayName')} />
        <TextInput label="E-mail" {...draft.text('EmailAddress')} />
        {user.CanPasswordBeEdited && (
          <PasswordInput
            label="New password"
            description={`${SECRET_STAYS}. A new one ends your sessions.`}
            autoComplete="new-password"
            {...draft.text('Password')}
            onChange={({ currentTarget }) => draft.change({ Password: currentTarget.value || undefined })}
          />
        )}
      </Stack>
    </Paper>
  )
}
