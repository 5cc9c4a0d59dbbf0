import type { Schema } from '@flotilla/api'
import { Group, Paper, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { useParams } from 'react-router'
import { useChange, useDeletion, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { UsersField } from '../users/users-field.tsx'
import { TeamRoles } from './team-roles.tsx'

type Team = Schema<'Team'>

/** One team: its people, and what they may do where. */
export function TeamPage() {
  const { id = '' } = useParams()
  const to = useTo()
  const team = useRead(['teams', 'one', id], (client) => client.get<Team>(`/api/teams/${encodeURIComponent(id)}`))
  const deleting = useDeletion(`/api/teams/${encodeURIComponent(id)}`)
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
              <DeleteButton what={`the team ${found.Name}`} deleting={deleting} leadsTo={list}>
                Its members lose the roles that they have by this team.
              </DeleteButton>
            )
          }
        >
          <General stored={found} readAgain={team.refetch} />
          <TeamRoles team={found} />
        </Page>
      )}
    </Loaded>
  )
}

function General({ stored, readAgain }: { readonly stored: Team; readonly readAgain: () => Promise<unknown> }) {
  const saving = useChange((client, given: Team) => client.put<Team>(`/api/teams/${stored.Id}`, given))
  const draft = useDraft(stored, readAgain, saving)
  return (
    <Paper withBorder p="lg" maw={1180} component="section" aria-label="General">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>General</Title>
          <DraftButtons draft={draft} />
        </Group>
        {draft.error && <Problem error={draft.error} shownAt={['Name', 'MemberUserIds']} />}
        <TextInput label="Name" required disabled={!stored.CanBeRenamed} {...draft.text('Name')} />
        <Textarea label="About" autosize {...draft.text('Description')} />
        {stored.CanChangeMembers ? (
          <UsersField label="Members" {...draft.field('MemberUserIds')} />
        ) : (
          <p className="faint">Everybody who can sign in is a member.</p>
        )}
      </Stack>
    </Paper>
  )
}
