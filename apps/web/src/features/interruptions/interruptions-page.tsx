import { type Interruption, loadTasks } from '@flotilla/api'
import { Stack } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { Question } from './questions.tsx'

/** Every question that waits for somebody, with what it belongs to. */
export function InterruptionsPage() {
  const to = useTo()
  const pending = useRead(['interruptions', 'pending'], (client) =>
    client.all<Interruption>('~/interruptions', { pendingOnly: true }),
  )
  const ids = (pending.data ?? []).map(({ TaskId }) => TaskId)
  const tasks = useRead(['tasks', 'by-id', ids.join()], (client) => loadTasks(client, ids), {
    isSkipped: ids.length === 0,
  })
  return (
    <Page title="Approvals" about="What waits for a person before it goes on.">
      <Loaded of={pending}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconHandStop} title="Nothing waits for an answer">
              A manual intervention step, or a failed step with guided failure, asks here.
            </Empty>
          ) : (
            <Stack>
              {all.map((question) => {
                const task = tasks.data?.find(({ Id }) => Id === question.TaskId)
                return (
                  <Question
                    key={question.Id}
                    question={question}
                    about={
                      <>
                        <Link to={to('tasks', question.TaskId)}>{task?.Description ?? question.TaskId}</Link>
                        <span className="faint">
                          {' '}
                          asked <Time at={question.Created} />
                        </span>
                      </>
                    }
                  />
                )
              })}
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}
