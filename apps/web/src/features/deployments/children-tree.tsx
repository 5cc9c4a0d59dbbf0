import { Title } from '@mantine/core'
import { IconCornerDownRight } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDocuments } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Table } from '../../ui/table.tsx'
import { TaskState } from '../tasks/task-state.tsx'
import { TaskTime } from '../tasks/task-time.tsx'
import type { ChildDeployment } from './load-children.ts'

/** The deployments that a deployment has made, each with its own state, release and targets; they change as they go. */
export function ChildrenTree({ all }: { readonly all: readonly ChildDeployment[] }) {
  const to = useTo()
  const projects = useDocuments('projects')
  const environments = useDocuments('environments')
  const tenants = useDocuments('tenants')
  return (
    <section aria-labelledby="children">
      <Title order={2} mb="xs" id="children">
        What it deploys
      </Title>
      <Table
        label="What it deploys"
        columns={['Component', 'State', 'Release', 'Environment', 'Targets reached', 'Took']}
      >
        {all.map(({ task, deployment, release, machines, depth }) => (
          <tr key={deployment.Id}>
            <td style={{ paddingLeft: `${0.9 + depth * 1.5}rem` }}>
              {depth > 0 && <IconCornerDownRight size={15} className="faint" aria-label="within the one above" />}{' '}
              <Link to={to('deployments', deployment.Id)}>{nameIn(projects.data, deployment.ProjectId)}</Link>
            </td>
            <td>
              <TaskState of={task} />
            </td>
            <td className="mono">
              {release ? (
                <Link to={to('projects', deployment.ProjectId, 'releases', release.Version)}>{release.Version}</Link>
              ) : (
                '–'
              )}
            </td>
            <td>
              {nameIn(environments.data, deployment.EnvironmentId)}
              {deployment.TenantId && ` for ${nameIn(tenants.data, deployment.TenantId)}`}
            </td>
            <td>
              <Machines of={machines} count={deployment.DeployedToMachineIds.length} />
            </td>
            <td className="nowrap">
              <TaskTime of={task} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

function Machines({ of: machines, count }: { readonly of: ChildDeployment['machines']; readonly count: number }) {
  const to = useTo()
  if (count === 0) return <span className="faint">none</span>
  const more = count - machines.length
  return (
    <>
      {machines.map(({ Id, Name }, index) => (
        <span key={Id}>
          {index > 0 && ', '}
          <Link to={to('targets', Id)}>{Name}</Link>
        </span>
      ))}
      {more > 0 && (machines.length > 0 ? ` and ${more} more` : `${more} that are gone`)}
    </>
  )
}
