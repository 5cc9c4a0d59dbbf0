import { Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Problem } from './problem.tsx'

export interface Crumb {
  readonly name: string
  readonly to: string
}

/** A page: where it stands, its title, what can be done here, and its content. */
export function Page({
  title,
  crumbs = [],
  about,
  actions,
  children,
}: {
  readonly title: string
  readonly crumbs?: readonly Crumb[]
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  useDocumentTitle(`${[title, ...crumbs.map(({ name }) => name).toReversed()].join(' · ')} · Flotilla`)
  return (
    <Stack gap="lg">
      <header>
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb" className="faint small">
            {crumbs.map(({ name, to }, index) => (
              <span key={to}>
                {index > 0 && <span aria-hidden> / </span>}
                <Link to={to}>{name}</Link>
              </span>
            ))}
          </nav>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <div className="page-head">
            <Title order={1}>{title}</Title>
            {about && (
              <Text component="div" className="faint about">
                {about}
              </Text>
            )}
          </div>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </header>
      {children}
    </Stack>
  )
}

interface Reading<T> {
  readonly data: T | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

/** What was read, once it is there; till then its outline, or why it is not there. */
export function Loaded<T>({
  of: reading,
  rows = 4,
  children,
}: {
  readonly of: Reading<T>
  readonly rows?: number
  readonly children: (data: T) => ReactNode
}) {
  if (reading.data !== undefined) return children(reading.data)
  if (reading.error) return <Problem error={reading.error} retry={() => void reading.refetch()} />
  return (
    <Stack gap="sm" role="status" aria-busy aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outlines have nothing else
        <Skeleton key={index} height={38} radius="md" />
      ))}
    </Stack>
  )
}
