import { Stack, Text, Title } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** A place where nothing is yet: what would be here, and the next step. */
export function Empty({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: TablerIcon
  readonly title: string
  readonly children: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <Stack align="center" gap="xs" p="xl" className="card" ta="center">
      <Icon size={40} stroke={1.3} className="faint" aria-hidden />
      <Title order={2}>{title}</Title>
      <Text component="div" maw={560} className="faint">
        {children}
      </Text>
      {action}
    </Stack>
  )
}
