import type { Schema } from '@flotilla/api'
import { Group, Paper, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { useNavigate, useParams } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseMany } from '../../ui/choose.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { useUsers } from '../users/users-page.tsx'
import { TeamRoles } from './team-roles.tsx'

type Team = Schema<'Team'>

/** One team: its people, and what they may do where. */
export function TeamPage() {
  const { id = '' } = useParams()
  const to = useTo()
  const go = useNavigate()
  const team = useRead(['teams', 'one', id], (client) => client.get<Team>(`/api/teams/${encodeURIComponent(id)}`))
  const deleting = useChange((client, _: undefined) => client.delete(`/api/teams/${encodeURIComponent(id)}`))
  const list = to('settings', 'teams')
  return (
    <Loaded of={team}>
      {(found) => (
        <Page
          title={found.Name}
          crumbs={[
            { name: 'Settings', to: to('settings') },
            { name: 'Teams', to: list },
          ]}
          actions={
            found.CanBeDeleted && (
              <DeleteButton what={`the team ${found.Name}`} deleting={deleting} onDone={() => void go(list)}>
                Its members lose the roles that they have by this team.
              </DeleteButton>
            )
          }
        >
          <Members stored={found} readAgain={team.refetch} />
          <TeamRoles team={found} />
        </Page>
      )}
    </Loaded>
  )
}

function Members({ stored, readAgain }: { readonly stored: Team; readonly readAgain: () => Promise<unknown> }) {
  const users = useUsers()
  const draft = useDraft(stored, readAgain)
  const saving = useChange((client, given: Team) => client.put<Team>(`/api/teams/${stored.Id}`, given))
  const { value } = draft
  const change = (part: Partial<Team>) => draft.change({ ...value, ...part })
  const save = async () => {
    await saving.mutateAsync(value)
    await draft.end()
  }
  const discard = async () => {
    saving.reset()
    await draft.end()
  }
  return (
    <Paper withBorder p="lg" component="section" aria-label="Members">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>Members</Title>
          <DraftButtons isChanged={draft.isChanged} isSaving={saving.isPending} onSave={save} onDiscard={discard} />
        </Group>
        {saving.error && <Problem error={saving.error} />}
        {stored.CanChangeMembers ? (
          <ChooseMany
            label="Users"
            whenNone="nobody yet"
            from={users.data?.map(({ Id, DisplayName }) => ({ Id, Name: DisplayName }))}
            value={value.MemberUserIds}
            error={fieldProblem(saving.error, 'MemberUserIds')}
            onChange={(MemberUserIds) => change({ MemberUserIds })}
          />
        ) : (
          <p className="faint">Everybody who can sign in.</p>
        )}
        <TextInput
          label="Name"
          required
          disabled={!stored.CanBeRenamed}
          value={value.Name}
          error={fieldProblem(saving.error, 'Name')}
          onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        />
        <Textarea
          label="About"
          autosize
          value={value.Description}
          onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
        />
      </Stack>
    </Paper>
  )
}
