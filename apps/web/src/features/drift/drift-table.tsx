import type { ComponentDrift } from '@flotilla/api'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { ConvergeButton } from './converge-button.tsx'
import { DriftStatus } from './drift-status.tsx'

/** The targets of one environment that have not what they should, by component, with the reason. */
export function DriftTable({ components }: { readonly components: readonly ComponentDrift[] }) {
  const to = useTo()
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col">Target</th>
            <th scope="col">State</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        {components.map((component) => (
          <tbody key={`${component.ProjectId} ${component.TenantId}`}>
            {component.Machines.map((machine, index) => (
              <tr key={machine.MachineId}>
                {index === 0 && (
                  <th scope="rowgroup" rowSpan={component.Machines.length} className="drift-component">
                    <Component of={component} />
                  </th>
                )}
                <td className="nowrap">
                  <Link to={to('targets', machine.MachineId)}>{machine.MachineName}</Link>
                </td>
                <td>
                  <DriftStatus of={machine.Status} />
                </td>
                <td className="faint">{machine.Reason}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
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
