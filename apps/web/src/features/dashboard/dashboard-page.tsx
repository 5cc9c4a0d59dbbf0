import type { Schema } from '@flotilla/api'
import { Code, Group, TextInput, Title } from '@mantine/core'
import { IconSearch, IconStack2 } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { Command } from '../../ui/command.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { DashboardCell } from './dashboard-cell.tsx'
import './dashboard.css'

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
        {(data) => (data.Projects.length === 0 ? <NoProjects /> : <Groups dashboard={data} filter={filter} />)}
      </Loaded>
    </Page>
  )
}

function Groups({ dashboard, filter }: { readonly dashboard: Dashboard; readonly filter: string }) {
  const cells = cellsOf(dashboard)
  const tenants = new Map(dashboard.Tenants.map(({ Id, Name }) => [Id, Name]))
  const groups = dashboard.ProjectGroups.map((group) => ({
    group,
    projects: dashboard.Projects.filter(
      ({ ProjectGroupId, Name }) => ProjectGroupId === group.Id && Name.toLowerCase().includes(filter),
    ),
  })).filter(({ projects }) => projects.length > 0)
  if (groups.length === 0) return <p className="faint">No project is called that.</p>
  return groups.map(({ group, projects }) => {
    const environments = dashboard.Environments.filter(({ Id }) => group.EnvironmentIds.includes(Id))
    return (
      <section key={group.Id} aria-labelledby={group.Id}>
        <Title order={2} id={group.Id} mb="xs">
          {group.Name}
        </Title>
        <div className="scroll-x">
          <table className="table dashboard">
            <thead>
              <tr>
                <th scope="col">Project</th>
                {environments.map(({ Id, Name }) => (
                  <th scope="col" key={Id}>
                    {Name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {projects.map((project) => (
                <tr key={project.Id}>
                  <th scope="row">
                    <ProjectLink id={project.Slug} name={project.Name} isDisabled={project.IsDisabled} />
                  </th>
                  {environments.map(({ Id }) => (
                    <td key={Id}>
                      {project.EnvironmentIds.includes(Id) ? (
                        <DashboardCell items={cells.get(`${project.Id} ${Id}`) ?? []} tenants={tenants} />
                      ) : (
                        <span className="faint" title="The project's lifecycle does not go there">
                          <span aria-hidden>·</span>
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    )
  })
}

function ProjectLink({
  id,
  name,
  isDisabled,
}: {
  readonly id: string
  readonly name: string
  readonly isDisabled: boolean
}) {
  const to = useTo()
  return (
    <>
      <Link to={to('projects', id)}>{name}</Link>
      {isDisabled && <span className="faint"> (disabled)</span>}
    </>
  )
}

/** What was deployed last in each place, by project and environment. */
function cellsOf({ Items }: Dashboard): ReadonlyMap<string, readonly Schema<'DashboardItem'>[]> {
  const cells = new Map<string, Schema<'DashboardItem'>[]>()
  for (const item of Items) {
    const key = `${item.ProjectId} ${item.EnvironmentId}`
    const cell = cells.get(key)
    if (cell) cell.push(item)
    else cells.set(key, [item])
  }
  return cells
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
