import type { ReactNode } from 'react'

/** A link that leads out of here, in a page of its own. An address that is none of the web is not followed. */
export function ExternalLink({
  to,
  children,
}: {
  readonly to: string | null | undefined
  readonly children: ReactNode
}) {
  if (!to || !/^https?:\/\//i.test(to)) return children
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
