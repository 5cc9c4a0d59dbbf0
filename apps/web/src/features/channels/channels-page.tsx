import { type Channel, listDocuments, type Project } from '@flotilla/api'
import { Badge, Group } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { Loaded } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'

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
  return (
    <Loaded of={channels}>
      {(all) => (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Channel</th>
              <th scope="col">Lifecycle</th>
              <th scope="col">Versions it takes</th>
              <th scope="col">About</th>
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
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Loaded>
  )
}

const describeRule = ({ VersionRange, Tag }: Channel['Rules'][number]): string =>
  [VersionRange, Tag && `pre-release ${Tag}`].filter(Boolean).join(', ')
