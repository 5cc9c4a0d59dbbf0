import { listProjectDrift, type SuiteDrift as PlaceDrift, type Project } from '@flotilla/api'
import { Title } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { ConvergeButton } from './converge-button.tsx'

/** Per environment, the targets that lack something of a suite; converging brings it in the order of the steps. */
export function SuiteDrift({ project }: { readonly project: Project }) {
  const drift = useRead(['drift', 'of', project.Id], (client) => listProjectDrift(client, project.Id, {}))
  return (
    <section aria-labelledby="suite-drift">
      <Title order={2} mb="xs" id="suite-drift">
        Targets that differ
      </Title>
      <Loaded of={drift} rows={2}>
        {(places) => {
          const drifting = places.filter(({ Components }) => Components.some(({ Drifting }) => Drifting > 0))
          if (drifting.length > 0) return <Places places={drifting} />
          return places.length === 0 ? (
            <p className="faint">The suite was not deployed yet, so nothing can be missing.</p>
          ) : (
            <State tone="good" word="Every target has what its environment runs" />
          )
        }}
      </Loaded>
    </section>
  )
}

function Places({ places }: { readonly places: readonly PlaceDrift[] }) {
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Environment</th>
            <th scope="col">Target</th>
            <th scope="col">What differs</th>
            <th scope="col">
              <span className="visually-hidden">Converge</span>
            </th>
          </tr>
        </thead>
        {places.map((place) => (
          <PlaceRows key={`${place.EnvironmentId} ${place.TenantId}`} place={place} />
        ))}
      </table>
    </div>
  )
}

function PlaceRows({ place }: { readonly place: PlaceDrift }) {
  const to = useTo()
  const machines = byMachine(place)
  return (
    <tbody>
      {machines.map(({ id, name, reasons }, index) => (
        <tr key={id}>
          {index === 0 && (
            <td rowSpan={machines.length}>
              {place.EnvironmentName}
              {place.TenantName && <div className="faint small">for {place.TenantName}</div>}
            </td>
          )}
          <td className="nowrap">
            <Link to={to('targets', id)}>{name}</Link>
          </td>
          <td>
            {reasons.map((reason) => (
              <div key={reason}>{reason}</div>
            ))}
          </td>
          {index === 0 && (
            <td rowSpan={machines.length} className="acts">
              <ConvergeButton place={place} />
            </td>
          )}
        </tr>
      ))}
    </tbody>
  )
}

function byMachine({ Components }: PlaceDrift) {
  const machines = new Map<string, { readonly id: string; readonly name: string; readonly reasons: string[] }>()
  for (const { Machines } of Components) {
    for (const { MachineId, MachineName, Reason } of Machines) {
      const machine = machines.get(MachineId) ?? { id: MachineId, name: MachineName, reasons: [] }
      machine.reasons.push(Reason)
      machines.set(MachineId, machine)
    }
  }
  return [...machines.values()]
}
