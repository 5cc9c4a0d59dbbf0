import type { Schema } from '@flotilla/api'
import { Code, Group, TextInput } from '@mantine/core'
import { IconSearch, IconStack2 } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'
import { Command } from '../../ui/command.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { DashboardTable } from './dashboard-table.tsx'

type Dashboard = Schema<'Dashboard'>

/** Components and environments: which release is where, and how it got there. */
export function DashboardPage() {
  const dashboard = useRead(['dashboard'], (client) => client.get<Dashboard>('~/dashboard'))
  const [words, setWords] = useState('')
  const filter = useDeferredValue(words.trim().toLowerCase())
  return (
    <Page
      title="Dashboard"
      actions={
        <TextInput
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
          placeholder="Filter projects"
          aria-label="Filter projects"
          leftSection={<IconSearch size={16} aria-hidden />}
        />
      }
    >
      <Loaded of={dashboard} rows={8}>
        {(data) => (data.Projects.length === 0 ? <NoProjects /> : <DashboardTable dashboard={data} filter={filter} />)}
      </Loaded>
    </Page>
  )
}

function NoProjects() {
  const space = useSpace()
  return (
    <Empty
      icon={IconStack2}
      title="No projects yet"
      action={<Command>{`npx flotilla apply --space ${space.Slug} -f examples/acme-shop/manifest.yaml`}</Command>}
    >
      A component of your suite is a project: a database, an API, a web site. Describe them in a manifest and apply it;
      the example is a suite of four. <Group component="span">Applying twice changes nothing, and</Group>{' '}
      <Code>--dry-run</Code> shows what would change.
    </Empty>
  )
}
