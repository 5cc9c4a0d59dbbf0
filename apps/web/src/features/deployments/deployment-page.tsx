import { type Deployment, loadDeployment, loadDocument, loadRelease, loadTask } from '@flotilla/api'
import { Button, Group } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Time } from '../../ui/time.tsx'
import { CancelButton, TaskProgress } from '../tasks/task-progress.tsx'
import { TaskState } from '../tasks/task-state.tsx'
import { useTask } from '../tasks/use-task.ts'
import { Changes } from './changes.tsx'
import { ChildrenTree } from './children-tree.tsx'
import { useChildren } from './load-children.ts'
import './deploy.css'

/** A deployment: how it goes, what it asks, what it says. */
export function DeploymentPage() {
  const { id = '' } = useParams()
  const deployment = useRead(['deployments', id], (client) => loadDeployment(client, id))
  return <Loaded of={deployment}>{(found) => <Details deployment={found} key={found.Id} />}</Loaded>
}

function Details({ deployment }: { readonly deployment: Deployment }) {
  const to = useTo()
  const project = useRead(['projects', deployment.ProjectId], (client) =>
    loadDocument(client, 'projects', deployment.ProjectId),
  )
  const environment = useRead(['environments', deployment.EnvironmentId], (client) =>
    loadDocument(client, 'environments', deployment.EnvironmentId),
  )
  const release = useRead(['releases', deployment.ReleaseId], (client) => loadRelease(client, deployment.ReleaseId))
  const tenant = useRead(
    ['tenants', deployment.TenantId],
    (client) => loadDocument(client, 'tenants', deployment.TenantId!),
    { isSkipped: deployment.TenantId === null },
  )
  const trigger = useRead(
    ['projecttriggers', deployment.TriggerId],
    (client) => client.get<{ Name: string }>(`~/projecttriggers/${deployment.TriggerId}`),
    { isSkipped: deployment.TriggerId === null },
  )
  const live = useTask(deployment.TaskId)
  const children = useChildren(live.task)
  const projects = useDocuments('projects')
  const projectAddress = to('projects', project.data?.Slug ?? deployment.ProjectId)
  const again = new URLSearchParams({
    environment: deployment.EnvironmentId,
    ...(deployment.TenantId ? { tenant: deployment.TenantId } : {}),
  })
  return (
    <Page
      title={`${project.data?.Name ?? '…'} ${release.data?.Version ?? ''} to ${environment.data?.Name ?? '…'}${tenant.data ? ` for ${tenant.data.Name}` : ''}`}
      crumbs={[
        { name: 'Projects', to: to('projects') },
        { name: project.data?.Name ?? '…', to: projectAddress },
        ...(release.data
          ? [
              {
                name: release.data.Version,
                to: `${projectAddress}/releases/${encodeURIComponent(release.data.Version)}`,
              },
            ]
          : []),
      ]}
      about={
        <Group gap="0 1rem">
          {live.task && <TaskState of={live.task} />}
          <span>
            {deployment.TriggerId ? (
              <>
                by the trigger <Link to={`${projectAddress}/triggers`}>{trigger.data?.Name ?? '…'}</Link>
              </>
            ) : (
              `by ${deployment.DeployedBy}`
            )}
            , <Time at={deployment.Created} />
          </span>
          {deployment.ParentTaskId && <PartOf taskId={deployment.ParentTaskId} />}
        </Group>
      }
      actions={
        <>
          {release.data && (
            <Button
              component={Link}
              to={`${projectAddress}/releases/${encodeURIComponent(release.data.Version)}/deploy?${again}`}
              variant="default"
              leftSection={<IconRefresh size={17} aria-hidden />}
            >
              Deploy again …
            </Button>
          )}
          {live.task && <CancelButton task={live.task} />}
        </>
      }
    >
      {children.error && <Problem error={children.error} retry={() => void children.refetch()} />}
      {children.data && children.data.length > 0 && <ChildrenTree all={children.data} />}
      <TaskProgress
        live={live}
        more={[
          {
            id: 'changes',
            name: 'What changed',
            content: (
              <Changes
                deployment={deployment}
                projectName={project.data?.Name ?? '…'}
                childDeployments={(children.data ?? []).map(({ deployment: { Id, ProjectId } }) => ({
                  id: Id,
                  name: projects.data?.find((each) => each.Id === ProjectId)?.Name ?? ProjectId,
                }))}
              />
            ),
          },
        ]}
      />
    </Page>
  )
}

/** The deployment that has made this one. */
function PartOf({ taskId }: { readonly taskId: string }) {
  const to = useTo()
  const parent = useRead(['tasks', 'one', taskId], (client) => loadTask(client, taskId))
  return (
    <span>
      part of <Link to={to('tasks', taskId)}>{parent.data?.Description ?? 'a larger deployment'}</Link>
    </span>
  )
}
