import { listItems, loadTasks, type Runbook, type Schema } from '@flotilla/api'
import { Title } from '@mantine/core'
import { Link } from 'react-router'
import { useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { TaskState } from '../tasks/task-state.tsx'

const SHOWN = 20

/** The newest runs of a runbook. */
export function Runs({ runbook }: { readonly runbook: Runbook }) {
  const to = useTo()
  const environments = useDocuments('environments')
  const nameOf = (id: string) => nameIn(environments.data, id)
  const runs = useRead(['runbooks', runbook.Id, 'runs'], async (client) => {
    const found = await listItems<Schema<'RunbookRun'>>(client, `~/runbooks/${runbook.Id}/runbookruns`, {}, SHOWN)
    const tasks = await loadTasks(
      client,
      found.map(({ TaskId }) => TaskId),
    )
    return found.map((run) => ({ run, task: tasks.find(({ Id }) => Id === run.TaskId) }))
  })
  return (
    <section aria-label="Runs">
      <Title order={2} mb="xs">
        Runs
      </Title>
      <Loaded of={runs} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <p className="faint">It has not run yet.</p>
          ) : (
            <Table label="Runs" columns={['Environment', 'State', 'Started by', 'When']}>
              {all.map(({ run, task }) => (
                <tr key={run.Id}>
                  <td>
                    <Link to={to('tasks', run.TaskId)}>{nameOf(run.EnvironmentId)}</Link>
                  </td>
                  <td>{task ? <TaskState of={task} /> : '–'}</td>
                  <td>{run.DeployedBy}</td>
                  <td>
                    <Time at={run.Created} />
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
    </section>
  )
}
