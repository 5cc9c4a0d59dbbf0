import type { Project, Schema } from '@flotilla/api'
import { Button, Select } from '@mantine/core'
import { IconRocket } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Empty } from '../../ui/empty.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { TaskState } from '../tasks/task-state.tsx'
import { ProjectFrame } from './project-frame.tsx'

type Progression = Schema<'Progression'>

/** A project's releases, and how far each has come. */
export function ProjectPage() {
  return <ProjectFrame part="releases">{(project) => <Overview project={project} />}</ProjectFrame>
}

function Overview({ project }: { readonly project: Project }) {
  const progression = useRead(['progression', project.Id], (client) =>
    client.get<Progression>(`~/progression/${project.Id}`),
  )
  return (
    <Loaded of={progression}>
      {(data) =>
        data.Releases.length === 0 ? (
          <Empty icon={IconRocket} title="No release yet">
            A release freezes the project's steps, variables and packages under a version. Create one here, or let your
            build server do it: <code>npx flotilla release create "{project.Name}"</code>
          </Empty>
        ) : (
          <Releases project={project} progression={data} />
        )
      }
    </Loaded>
  )
}

function Releases({ project, progression }: { readonly project: Project; readonly progression: Progression }) {
  const to = useTo()
  const channels = [...new Set(progression.Releases.map(({ Channel }) => Channel.Name as string))]
  const [channel, setChannel] = useState<string | null>(null)
  const releases = progression.Releases.filter(({ Channel }) => channel === null || Channel.Name === channel)
  return (
    <>
      {channels.length > 1 && (
        <Select
          aria-label="Channel"
          placeholder="All channels"
          data={channels}
          value={channel}
          onChange={setChannel}
          clearable
          maw={260}
          mb="md"
        />
      )}
      <Table label="Releases" columns={['Release', ...progression.Environments.map(({ Name }) => Name)]}>
        {releases.map(({ Release, Channel, Deployments, NextDeployments, HasUnresolvedDefect }) => (
          <tr key={Release.Id}>
            <th scope="row">
              <Link to={to('projects', project.Slug, 'releases', Release.Version)} className="mono">
                {Release.Version}
              </Link>
              <div className="faint small">
                {channels.length > 1 && `${Channel.Name} · `}
                <Time at={Release.Assembled} />
              </div>
              {HasUnresolvedDefect && <State tone="warn" word="Blocked" />}
            </th>
            {progression.Environments.map(({ Id }) => (
              <td key={Id}>
                <Latest items={Deployments[Id] ?? []} />
                {NextDeployments.includes(Id) && (
                  <Button
                    component={Link}
                    to={`${to('projects', project.Slug, 'releases', Release.Version, 'deploy')}?environment=${Id}`}
                    size="compact-sm"
                    variant="light"
                  >
                    Deploy …
                  </Button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </>
  )
}

const SHOWN = 3

/** The last deployments of a release to an environment, with their tenants. */
function Latest({ items }: { readonly items: readonly Schema<'DashboardItem'>[] }) {
  const to = useTo()
  const isForTenants = items.some(({ TenantId }) => TenantId !== null)
  const tenants = useDocuments('tenants', { isSkipped: !isForTenants })
  const nameOf = (id: string | null) => (id === null ? 'untenanted' : nameIn(tenants.data, id))
  return (
    <>
      {items.slice(0, SHOWN).map((item) => (
        <div key={item.DeploymentId}>
          <Link to={to('deployments', item.DeploymentId)}>
            <TaskState of={item} />
          </Link>
          <div className="faint small">
            {isForTenants && `${nameOf(item.TenantId)} · `}
            <Time at={item.CompletedTime ?? item.QueueTime} />
          </div>
        </div>
      ))}
      {items.length > SHOWN && <div className="faint small">and {items.length - SHOWN} more</div>}
    </>
  )
}
