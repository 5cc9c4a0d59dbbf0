import type { Schema } from '@flotilla/api'
import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Loaded } from '../../ui/page.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { Prose } from '../../ui/prose.tsx'
import { SettingsFrame } from '../settings/settings-frame.tsx'

type Team = Schema<'Team'>

/** Teams of this space and of the server: people and the roles that they get. */
export function TeamsPage() {
  const to = useTo()
  const space = useSpace()
  const [isOpen, { open, close }] = useDisclosure()
  const teams = useRead(['teams', 'here'], (client) => client.all<Team>('~/teams', { includeSystem: true }))
  return (
    <SettingsFrame
      part="teams"
      actions={
        <Button onClick={open} leftSection={<IconPlus size={17} aria-hidden />}>
          Add a team
        </Button>
      }
    >
      <Loaded of={teams}>
        {(all) => (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Team</th>
                <th scope="col">Of</th>
                <th scope="col">Members</th>
                <th scope="col">About</th>
              </tr>
            </thead>
            <tbody>
              {all.map((team) => (
                <tr key={team.Id}>
                  <td>
                    <Link to={to('settings', 'teams', team.Id)}>{team.Name}</Link>
                  </td>
                  <td>{team.SpaceId ? space.Name : 'the server'}</td>
                  <td>{team.CanChangeMembers ? team.MemberUserIds.length : 'everybody'}</td>
                  <td className="faint">
                    <Prose text={team.Description} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      {isOpen && <NewTeam onClose={close} />}
    </SettingsFrame>
  )
}

function NewTeam({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const space = useSpace()
  const [draft, setDraft] = useState({ Name: '', Description: '', SpaceId: space.Id })
  const saving = useChange(async (client, { SpaceId, ...given }: typeof draft) => {
    const made = await client.post<Team>(SpaceId ? '~/teams' : '/api/teams', given)
    void go(to('settings', 'teams', made.Id))
  })
  return (
    <FormDialog title="A new team" verb="Add" value={draft} saving={saving} onClose={onClose}>
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(saving.error, 'Name')}
        onChange={({ currentTarget }) => setDraft({ ...draft, Name: currentTarget.value })}
        data-autofocus
      />
      <Select
        label="Of"
        description="A team of the server can have roles in every space"
        data={[
          { value: space.Id, label: space.Name },
          { value: '', label: 'the server' },
        ]}
        value={draft.SpaceId}
        allowDeselect={false}
        onChange={(SpaceId) => setDraft({ ...draft, SpaceId: SpaceId ?? '' })}
      />
      <Textarea
        label="About"
        autosize
        value={draft.Description}
        onChange={({ currentTarget }) => setDraft({ ...draft, Description: currentTarget.value })}
      />
    </FormDialog>
  )
}
