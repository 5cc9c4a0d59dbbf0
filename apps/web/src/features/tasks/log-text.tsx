import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'

const LINKS = /(https?:\/\/[^\s"'<>]+|\bDeployments-\d+\b|\bServerTasks-\d+\b)/g

/** A line as text; addresses and what has a page of its own are links (reliability W1). */
export function LogText({ text }: { readonly text: string }): ReactNode {
  const to = useTo()
  return (
    <span className="text">
      {text.split(LINKS).map((part, index) => {
        const key = `${index}`
        if (index % 2 === 0) return part
        if (part.startsWith('Deployments-'))
          return (
            <Link key={key} to={to('deployments', part)}>
              {part}
            </Link>
          )
        if (part.startsWith('ServerTasks-'))
          return (
            <Link key={key} to={to('tasks', part)}>
              {part}
            </Link>
          )
        return (
          <a key={key} href={part} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        )
      })}
    </span>
  )
}
