import { listProjectDrift, type SuiteDrift as PlaceDrift, type Project } from '@flotilla/api'
import { Title } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Doing, Table } from '../../ui/table.tsx'
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
    <Table label="Targets that differ" columns={['Environment', 'Target', 'What differs']} doing="Converge">
      {places.map((place) => (
        <PlaceRows key={`${place.EnvironmentId} ${place.TenantId}`} place={place} />
      ))}
    </Table>
  )
}

function PlaceRows({ place }: { readonly place: PlaceDrift }) {
  const to = useTo()
  const machines = byMachine(place)
  return (
    <>
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
            <Doing rowSpan={machines.length}>
              <ConvergeButton place={place} />
            </Doing>
          )}
        </tr>
      ))}
    </>
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
