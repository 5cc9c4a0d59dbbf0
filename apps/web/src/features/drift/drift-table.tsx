import type { ComponentDrift } from '@flotilla/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Table } from '../../ui/table.tsx'
import { ConvergeButton } from './converge-button.tsx'
import { DriftStatus } from './drift-status.tsx'

/** The targets of one environment that have not what they should, by component, with the reason. */
export function DriftTable({ components }: { readonly components: readonly ComponentDrift[] }) {
  return (
    <Table label="Targets that differ" className="drift-table" columns={['Component', 'Target', 'State', 'Why']}>
      {components.map((component) => (
        <ComponentRows key={`${component.ProjectId} ${component.TenantId}`} component={component} />
      ))}
    </Table>
  )
}

/** Of more than so many only the first are shown, until somebody wants to see all. */
const SHOWN = 25

function ComponentRows({ component }: { readonly component: ComponentDrift }) {
  const to = useTo()
  const [showsAll, setShowsAll] = useState(false)
  const all = component.Machines
  const shown = showsAll ? all : all.slice(0, SHOWN)
  const hidden = all.length - shown.length
  return (
    <>
      {shown.map((machine, index) => (
        <tr key={machine.MachineId}>
          {index === 0 && (
            <th scope="row" rowSpan={shown.length + (hidden > 0 ? 1 : 0)} className="drift-component">
              <Component of={component} />
            </th>
          )}
          <td className="drift-target">
            <Link to={to('targets', machine.MachineId)}>{machine.MachineName}</Link>
          </td>
          <td>
            <DriftStatus of={machine.Status} />
          </td>
          <td className="faint">{machine.Reason}</td>
        </tr>
      ))}
      {hidden > 0 && (
        <tr>
          <td colSpan={3}>
            <Button size="compact-sm" variant="subtle" onClick={() => setShowsAll(true)}>
              Show {hidden} more
            </Button>
          </td>
        </tr>
      )}
    </>
  )
}

function Component({ of: component }: { readonly of: ComponentDrift }) {
  const to = useTo()
  const { ProjectId, ProjectName, TenantName, ReleaseVersion, Drifting, UpToDate } = component
  return (
    <>
      <Link to={to('projects', ProjectId)}>{ProjectName}</Link>
      <div className="faint small">
        {TenantName && <div>for {TenantName}</div>}
        {ReleaseVersion && (
          <div>
            should run <span className="mono">{ReleaseVersion}</span>
          </div>
        )}
        <div>
          {Drifting} of {Drifting + UpToDate} targets differ
        </div>
      </div>
      <div className="drift-act">
        <ConvergeButton place={component} />
      </div>
    </>
  )
}
