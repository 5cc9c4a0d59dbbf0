import type { Project, Schema } from '@flotilla/api'
import { Button, Group, Stack } from '@mantine/core'
import { IconArrowRight, IconEqualNot, IconRoute } from '@tabler/icons-react'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { DashboardCell } from '../dashboard/dashboard-cell.tsx'
import { SuiteDrift } from '../drift/suite-drift.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'
import { type SuiteStep, useSuiteSteps } from './suite-steps.ts'
import '../dashboard/dashboard.css'
import './suite.css'

type Dashboard = Schema<'Dashboard'>

/** A suite: its children and environments with the release in each, what differs, and where it may go next. */
export function SuitePage() {
  return <ProjectFrame part="suite">{(project) => <Suite project={project} />}</ProjectFrame>
}

function Suite({ project }: { readonly project: Project }) {
  const to = useTo()
  const steps = useSuiteSteps(project)
  const dashboard = useRead(['dashboard'], (client) => client.get<Dashboard>('~/dashboard'))
  const progression = useRead(['progression', project.Id], (client) =>
    client.get<Schema<'Progression'>>(`~/progression/${project.Id}`),
  )
  const newest = progression.data?.Releases[0]?.Release
  return (
    <Stack>
      <Loaded of={steps}>
        {(children) =>
          children.length === 0 ? (
            <Empty icon={IconRoute} title="This project moves no others">
              A suite's process has a step "Deploy child project" for each component.
            </Empty>
          ) : (
            <Loaded of={dashboard}>
              {(data) => (
                <>
                  <Matrix
                    project={project}
                    steps={children}
                    dashboard={data}
                    action={
                      newest && (
                        <Button
                          component={Link}
                          to={to('projects', project.Slug, 'releases', newest.Version, 'deploy')}
                          rightSection={<IconArrowRight size={17} aria-hidden />}
                        >
                          Plan a promotion or redeployment
                        </Button>
                      )
                    }
                  />
                  <SuiteDrift project={project} />
                </>
              )}
            </Loaded>
          )
        }
      </Loaded>
    </Stack>
  )
}

function Matrix({
  project,
  steps,
  dashboard,
  action,
}: {
  readonly project: Project
  readonly steps: readonly SuiteStep[]
  readonly dashboard: Dashboard
  readonly action: ReactNode
}) {
  const to = useTo()
  const names = [...new Set(steps.map(({ projectName }) => projectName))]
  const rows = names.map((name) => dashboard.Projects.find(({ Name }) => Name.toLowerCase() === name.toLowerCase()))
  const reached = new Set([project.Id, ...rows.flatMap((row) => row?.Id ?? [])])
  const environments = dashboard.Environments.filter(({ Id }) =>
    dashboard.Projects.some(({ Id: id, EnvironmentIds }) => reached.has(id) && EnvironmentIds.includes(Id)),
  )
  const [compared, setCompared] = useState<readonly [string, string]>(['', ''])
  const tenants = new Map(dashboard.Tenants.map(({ Id, Name }) => [Id, Name]))
  const cell = (projectId: string, environmentId: string) =>
    dashboard.Items.filter((item) => item.ProjectId === projectId && item.EnvironmentId === environmentId)
  const differs = (projectId: string): boolean => {
    const [left, right] = compared.map((environmentId) => versionsIn(cell(projectId, environmentId)))
    return compared[0] !== '' && compared[1] !== '' && left !== right
  }
  return (
    <Stack>
      <Group align="flex-end" gap="xs">
        <ChooseOne
          label="Compare"
          whenNone="An environment"
          from={environments}
          value={compared[0]}
          onChange={(id) => setCompared([id, compared[1]])}
        />
        <ChooseOne
          label="With"
          whenNone="Another one"
          from={environments}
          value={compared[1]}
          onChange={(id) => setCompared([compared[0], id])}
        />
        <div className="at-the-end">{action}</div>
      </Group>
      <Table
        label="Components"
        className="dashboard suite"
        style={{ '--columns': environments.length } as CSSProperties}
        columns={[
          'Component',
          ...environments.map(({ Id, Name }) => ({ name: Name, className: compared.includes(Id) ? 'compared' : '' })),
        ]}
        foot={
          <tr>
            <th scope="row">
              {project.Name} <span className="faint">(the suite itself)</span>
            </th>
            {environments.map(({ Id }) => (
              <td key={Id}>
                <DashboardCell items={cell(project.Id, Id)} tenants={tenants} />
              </td>
            ))}
          </tr>
        }
      >
        {names.map((name, index) => {
          const row = rows[index]
          return (
            <tr key={name} className={row && differs(row.Id) ? 'differs' : ''}>
              <th scope="row">
                {row ? <Link to={to('projects', row.Slug)}>{row.Name}</Link> : <span className="faint">{name}</span>}
                {row && differs(row.Id) && (
                  <span className="warn state difference">
                    <IconEqualNot size={15} aria-hidden /> differs
                  </span>
                )}
              </th>
              {environments.map(({ Id }) => (
                <td key={Id} className={compared.includes(Id) ? 'compared' : ''}>
                  {row?.EnvironmentIds.includes(Id) ? (
                    <DashboardCell items={cell(row.Id, Id)} tenants={tenants} />
                  ) : (
                    <span className="faint" aria-hidden>
                      ·
                    </span>
                  )}
                </td>
              ))}
            </tr>
          )
        })}
      </Table>
      <p className="faint legend">
        The components that move together, in the order in which they are deployed; each cell is the last deployment to
        an environment. Promoting takes the latest successful release of each component from one environment to the
        next; redeploying runs again what an environment has. Either way you see the plan before anything happens.
      </p>
    </Stack>
  )
}

/** The versions of a cell, for a comparison. */
const versionsIn = (items: readonly Schema<'DashboardItem'>[]): string =>
  [...new Set(items.map(({ ReleaseVersion }) => ReleaseVersion))].toSorted().join(' ')
