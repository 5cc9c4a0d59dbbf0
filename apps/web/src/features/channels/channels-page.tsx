import { type Channel, deleteDocument, listDocuments, type Project } from '@flotilla/api'
import { Badge, Button, Group, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'
import { type ChannelDraft, ChannelForm, NEW_CHANNEL } from './channel-form.tsx'

/** The channels of a project: which lifecycle their releases follow, and which versions they take. */
export function ChannelsPage() {
  return <ProjectFrame part="channels">{(project) => <Channels project={project} />}</ProjectFrame>
}

function Channels({ project }: { readonly project: Project }) {
  const channels = useRead(['channels', project.Id], (client) =>
    client.all<Channel>(`~/projects/${project.Id}/channels`),
  )
  const lifecycles = useRead(['lifecycles'], (client) => listDocuments(client, 'lifecycles'))
  const nameOf = (id: string) => lifecycles.data?.find(({ Id }) => Id === id)?.Name ?? id
  const [edited, setEdited] = useState<ChannelDraft | Channel>()
  return (
    <Stack>
      <Button
        variant="default"
        mr="auto"
        leftSection={<IconPlus size={17} aria-hidden />}
        onClick={() => setEdited(NEW_CHANNEL)}
      >
        Add a channel
      </Button>
      <Loaded of={channels}>
        {(all) => (
          <div className="scroll-x">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Channel</th>
                  <th scope="col">Lifecycle</th>
                  <th scope="col">Versions it takes</th>
                  <th scope="col">About</th>
                  <th scope="col">
                    <span className="visually-hidden">Change or delete</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map((channel) => (
                  <tr key={channel.Id}>
                    <td>
                      <Group gap="xs">
                        {channel.Name}
                        {channel.IsDefault && (
                          <Badge variant="light" tt="none">
                            default
                          </Badge>
                        )}
                      </Group>
                    </td>
                    <td>
                      {nameOf(channel.LifecycleId ?? project.LifecycleId)}
                      {channel.LifecycleId === null && <span className="faint"> (the project's)</span>}
                    </td>
                    <td className="mono">
                      {channel.Rules.length === 0 ? (
                        <span className="faint">any</span>
                      ) : (
                        channel.Rules.map(describeRule).join('; ')
                      )}
                    </td>
                    <td className="faint">
                      <Prose text={channel.Description} />
                    </td>
                    <td>
                      <Actions channel={channel} onChange={() => setEdited(channel)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {edited && <ChannelForm project={project} channel={edited} onClose={() => setEdited(undefined)} />}
    </Stack>
  )
}

function Actions({ channel, onChange }: { readonly channel: Channel; readonly onChange: () => void }) {
  const deleting = useChange((client, _: undefined) => deleteDocument(client, 'channels', channel.Id))
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ChangeButton what={channel.Name} onClick={onChange} />
      <DeleteButton size="compact-sm" what={`the channel ${channel.Name}`} deleting={deleting} />
    </Group>
  )
}

const describeRule = ({ VersionRange, Tag }: Channel['Rules'][number]): string =>
  [VersionRange, Tag && `pre-release ${Tag}`].filter(Boolean).join(', ')
