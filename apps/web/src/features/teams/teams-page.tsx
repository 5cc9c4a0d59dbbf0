import type { Schema } from '@flotilla/api'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, useNavigate } from 'react-router'
import { useChange, usePage } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { ListFilter } from '../../ui/list-filter.tsx'
import { Paged } from '../../ui/paged.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Table } from '../../ui/table.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useListAddress } from '../../ui/use-list-address.ts'
import { SettingsFrame } from '../settings/settings-frame.tsx'

type Team = Schema<'Team'>

const PAGE = 50

/** Teams of this space and of the server: people and the roles that they get. */
export function TeamsPage() {
  const to = useTo()
  const space = useSpace()
  const [isOpen, { open, close }] = useDisclosure()
  const list = useListAddress()
  const teams = usePage<Team>(
    '~/teams',
    { includeSystem: true, partialName: list.chosen('name') ?? undefined },
    { page: list.page, size: PAGE },
  )
  return (
    <SettingsFrame part="teams" actions={<AddButton onClick={open}>Add a team</AddButton>}>
      <Paged
        of={teams}
        list={list}
        size={PAGE}
        filters={<ListFilter list={list} label="Filter teams" placeholder="Name" />}
        isNarrowed={list.chosen('name') !== null}
        none="No team is called that."
      >
        {(all) => (
          <Table label="Teams" columns={['Team', 'Of', 'Members', 'About']}>
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
          </Table>
        )}
      </Paged>
      {isOpen && <NewTeam onClose={close} />}
    </SettingsFrame>
  )
}

function NewTeam({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const space = useSpace()
  const first = { Name: '', Description: '', SpaceId: space.Id }
  const saving = useChange(async (client, { SpaceId, ...given }: typeof first) => {
    const made = await client.post<Team>(SpaceId ? '~/teams' : '/api/teams', given)
    void go(to('settings', 'teams', made.Id))
  })
  const form = useForm(first, saving)
  return (
    <FormDialog title="A new team" verb="Add" form={form} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Select
        label="Of"
        description="A team of the server can have roles in every space"
        data={[
          { value: space.Id, label: space.Name },
          { value: '', label: 'the server' },
        ]}
        {...form.option('SpaceId')}
      />
      <Textarea label="About" autosize {...form.text('Description')} />
    </FormDialog>
  )
}
