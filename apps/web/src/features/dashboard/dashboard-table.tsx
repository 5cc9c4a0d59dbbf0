import type { Schema } from '@flotilla/api'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, memo, useEffect, useMemo, useRef } from 'react'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Table } from '../../ui/table.tsx'
import { DashboardCell } from './dashboard-cell.tsx'
import './dashboard.css'

type Dashboard = Schema<'Dashboard'>
type Project = Dashboard['Projects'][number]
type Item = Schema<'DashboardItem'>

type Row =
  | { readonly kind: 'group'; readonly id: string; readonly name: string }
  | { readonly kind: 'project'; readonly id: string; readonly project: Project }

const GROUP_PX = 41
const PROJECT_PX = 62

/**
 * Projects by group, and what is in each environment. Names and environments stay in sight; rows out of sight are not made.
 * `filter`: a part of the name of a project or a group, in small letters.
 */
export function DashboardTable({ dashboard, filter }: { readonly dashboard: Dashboard; readonly filter: string }) {
  const rows = useMemo(() => rowsOf(dashboard, filter), [dashboard, filter])
  const cells = useMemo(() => cellsOf(dashboard), [dashboard])
  const tenants = useMemo(() => new Map(dashboard.Tenants.map(({ Id, Name }) => [Id, Name])), [dashboard])
  const environments = useMemo(() => environmentsOf(dashboard), [dashboard])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]!.id,
    estimateSize: (index) => (rows[index]!.kind === 'group' ? GROUP_PX : PROJECT_PX),
    overscan: 6,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found is shown from its beginning
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [filter])
  const shown = virtual.getVirtualItems()
  const above = shown[0]?.start ?? 0
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  if (rows.length === 0) return <p className="faint">No project or group is called that.</p>
  return (
    <Table
      label="Projects"
      className="dashboard"
      scroller={{ ref: scroller, className: 'dashboard-scroll' }}
      aria-rowcount={rows.length + 1}
      style={{ '--columns': environments.length } as CSSProperties}
      columns={['Project', ...environments.map(({ Name }) => Name)]}
    >
      <Gap height={above} />
      {shown.map(({ index, key }) => {
        const row = rows[index]!
        return (
          <tr key={key} ref={virtual.measureElement} data-index={index} aria-rowindex={index + 2}>
            {row.kind === 'group' ? (
              <th scope="rowgroup" colSpan={environments.length + 1} className="group">
                <span>{row.name}</span>
              </th>
            ) : (
              <ProjectCells project={row.project} environments={environments} cells={cells} tenants={tenants} />
            )}
          </tr>
        )
      })}
      <Gap height={below} />
    </Table>
  )
}

/** Stands for rows that are not made. */
const Gap = ({ height }: { readonly height: number }) =>
  height > 0 ? (
    <tr aria-hidden className="gap">
      <td style={{ height }} />
    </tr>
  ) : null

const ProjectCells = memo(function ProjectCells({
  project,
  environments,
  cells,
  tenants,
}: {
  readonly project: Project
  readonly environments: Dashboard['Environments']
  readonly cells: ReadonlyMap<string, readonly Item[]>
  readonly tenants: ReadonlyMap<string, string>
}) {
  const to = useTo()
  return (
    <>
      <th scope="row">
        <Link to={to('projects', project.Slug)}>{project.Name}</Link>
        {project.IsDisabled && <span className="faint"> (disabled)</span>}
      </th>
      {environments.map(({ Id }) => (
        <td key={Id}>
          {project.EnvironmentIds.includes(Id) ? (
            <DashboardCell items={cells.get(`${project.Id} ${Id}`) ?? []} tenants={tenants} />
          ) : (
            <span className="faint" title="The project's lifecycle does not go there" aria-hidden>
              ·
            </span>
          )}
        </td>
      ))}
    </>
  )
})

function rowsOf({ ProjectGroups, Projects }: Dashboard, filter: string): readonly Row[] {
  return ProjectGroups.flatMap((group): readonly Row[] => {
    const isWhole = group.Name.toLowerCase().includes(filter)
    const projects = Projects.filter(
      ({ ProjectGroupId, Name }) => ProjectGroupId === group.Id && (isWhole || Name.toLowerCase().includes(filter)),
    )
    if (projects.length === 0) return []
    return [
      { kind: 'group', id: group.Id, name: group.Name },
      ...projects.map((project) => ({ kind: 'project' as const, id: project.Id, project })),
    ]
  })
}

/** Those that some project goes to. */
function environmentsOf({ Environments, ProjectGroups }: Dashboard): Dashboard['Environments'] {
  const used = new Set(ProjectGroups.flatMap(({ EnvironmentIds }) => EnvironmentIds))
  return Environments.filter(({ Id }) => used.has(Id))
}

/** What was deployed last in each place, by project and environment. */
function cellsOf({ Items }: Dashboard): ReadonlyMap<string, readonly Item[]> {
  const cells = new Map<string, Item[]>()
  for (const item of Items) {
    const key = `${item.ProjectId} ${item.EnvironmentId}`
    const cell = cells.get(key)
    if (cell) cell.push(item)
    else cells.set(key, [item])
  }
  return cells
}
