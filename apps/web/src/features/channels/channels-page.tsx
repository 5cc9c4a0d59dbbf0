import type { Channel, Project } from '@flotilla/api'
import { Badge, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useDeletion, useDocuments, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'
import { type ChannelDraft, ChannelForm, NEW_CHANNEL } from './channel-form.tsx'
import { describeRule } from './version-rules.tsx'

/** The channels of a project: which lifecycle their releases follow, and which versions they take. */
export function ChannelsPage() {
  return <ProjectFrame part="channels">{(project) => <Channels project={project} />}</ProjectFrame>
}

function Channels({ project }: { readonly project: Project }) {
  const channels = useRead(['channels', project.Id], (client) =>
    client.all<Channel>(`~/projects/${project.Id}/channels`),
  )
  const lifecycles = useDocuments('lifecycles')
  const nameOf = (id: string) => nameIn(lifecycles.data, id)
  const [edited, setEdited] = useState<ChannelDraft | Channel>()
  return (
    <Stack>
      <AddButton variant="default" mr="auto" onClick={() => setEdited(NEW_CHANNEL)}>
        Add a channel
      </AddButton>
      <Loaded of={channels}>
        {(all) => (
          <Table
            label="Channels"
            columns={['Channel', 'Lifecycle', 'Versions it takes', 'About']}
            doing="Change or delete"
          >
            {all.map((channel) => (
              <tr key={channel.Id}>
                <td>
                  <Group gap="xs">
                    {channel.Name}
                    {channel.IsDefault && (
                      <Badge variant="default" tt="none" fw={500}>
                        default
                      </Badge>
                    )}
                  </Group>
                </td>
                <td>
                  {nameOf(channel.LifecycleId ?? project.LifecycleId)}
                  {channel.LifecycleId === null && <span className="faint"> (the project's)</span>}
                </td>
                <td>
                  {channel.Rules.length === 0 && <span className="faint">any</span>}
                  {channel.Rules.map((rule) => (
                    <div key={rule.Id}>{describeRule(rule)}</div>
                  ))}
                </td>
                <td className="faint">
                  <Prose text={channel.Description} />
                </td>
                <Doing>
                  <Actions channel={channel} onChange={() => setEdited(channel)} />
                </Doing>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
      {edited && <ChannelForm project={project} channel={edited} onClose={() => setEdited(undefined)} />}
    </Stack>
  )
}

function Actions({ channel, onChange }: { readonly channel: Channel; readonly onChange: () => void }) {
  const deleting = useDeletion(`~/channels/${channel.Id}`)
  return (
    <>
      <ChangeButton what={channel.Name} onClick={onChange} />
      <DeleteButton size="compact-sm" what={`the channel ${channel.Name}`} deleting={deleting} />
    </>
  )
}
