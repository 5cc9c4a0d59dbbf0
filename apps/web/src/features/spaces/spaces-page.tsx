import { listSpaces, type Space } from '@flotilla/api'
import { Badge } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useDeletion, useRead } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { State } from '../../ui/state.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { SettingsFrame } from '../settings/settings-frame.tsx'
import { NEW_SPACE, type SpaceDraft, SpaceForm } from './space-form.tsx'

/** The parts of the server that know nothing of each other. */
export function SpacesPage() {
  const spaces = useRead(['spaces', 'all'], (client) => listSpaces(client))
  const [edited, setEdited] = useState<SpaceDraft | Space>()
  return (
    <SettingsFrame part="spaces" actions={<AddButton onClick={() => setEdited(NEW_SPACE)}>Add a space</AddButton>}>
      <Loaded of={spaces}>
        {(all) => (
          <Table label="Spaces" columns={['Space', 'Tasks', 'About']} doing="Change or delete">
            {all.map((space) => (
              <One key={space.Id} space={space} onChange={() => setEdited(space)} />
            ))}
          </Table>
        )}
      </Loaded>
      {edited && <SpaceForm space={edited} onClose={() => setEdited(undefined)} />}
    </SettingsFrame>
  )
}

function One({ space, onChange }: { readonly space: Space; readonly onChange: () => void }) {
  const here = useSpace()
  const deleting = useDeletion(`/api/spaces/${space.Id}`)
  return (
    <tr>
      <td>
        <Link to={`/${space.Id}`}>{space.Name}</Link>{' '}
        {space.IsDefault && (
          <Badge variant="default" tt="none" fw={500}>
            default
          </Badge>
        )}
      </td>
      <td>{space.TaskQueueStopped ? <State tone="stopped" word="Held" /> : <State tone="good" word="Run" />}</td>
      <td className="faint">
        <Prose text={space.Description} />
      </td>
      <Doing>
        <ChangeButton what={space.Name} onClick={onChange} />
        {!space.IsDefault && (
          <DeleteButton
            size="compact-sm"
            what={`the space ${space.Name}`}
            deleting={deleting}
            {...(space.Id === here.Id ? { leadsTo: '/' } : {})}
          >
            Everything in it goes with it: projects, releases, targets, the logs of its tasks. Its tasks must be held
            first. This cannot be undone.
          </DeleteButton>
        )}
      </Doing>
    </tr>
  )
}
