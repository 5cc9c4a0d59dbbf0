import { loadTask } from '@flotilla/api'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'

const TASKS = /(\bServerTasks-\d+\b)/

/** What is waited for, with the tasks in it by what they do, for those who may see them. */
export function WaitText({
  text,
  isLinked = false,
}: {
  readonly text: string
  readonly isLinked?: boolean
}): ReactNode {
  return text.split(TASKS).map((part, index) => {
    const key = `${index}`
    return index % 2 === 0 ? part : <OtherTask key={key} id={part} isLinked={isLinked} />
  })
}

function OtherTask({ id, isLinked }: { readonly id: string; readonly isLinked: boolean }) {
  const to = useTo()
  const task = useRead(['tasks', 'one', id], (client) => loadTask(client, id))
  const name = task.data?.Description ?? id
  return isLinked ? <Link to={to('tasks', id)}>{name}</Link> : name
}
