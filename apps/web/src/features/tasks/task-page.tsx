import { Group } from '@mantine/core'
import { Navigate, useParams } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { CancelButton, TaskProgress } from './task-progress.tsx'
import { TaskState } from './task-state.tsx'
import { useTask } from './use-task.ts'

/** A task that is no deployment; that of a deployment is shown on the deployment's page. */
export function TaskPage() {
  const { id = '' } = useParams()
  const to = useTo()
  const live = useTask(id)
  const deploymentId = live.task?.Arguments.DeploymentId
  if (typeof deploymentId === 'string') return <Navigate to={to('deployments', deploymentId)} replace />
  return (
    <Page
      title={live.task?.Description ?? id}
      crumbs={[{ name: 'Tasks', to: to('tasks') }]}
      about={
        live.task && (
          <Group gap="0 1rem">
            <TaskState of={live.task} />
            <Time at={live.task.QueueTime} />
          </Group>
        )
      }
      actions={live.task && <CancelButton task={live.task} />}
    >
      <TaskProgress live={live} />
    </Page>
  )
}
