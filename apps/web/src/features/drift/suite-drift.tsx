import type { SuiteDrift as PlaceDrift, Project } from '@flotilla/api'
import { Button, Group, Loader, Stack, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useReadOn } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { ConvergeButton } from './converge-button.tsx'

/** Each place is planned as a deployment would be: so many with one request. */
const AT_ONCE = 2
/** So many are looked at before somebody asks for more. */
const UNASKED = 20

/** Per environment, the targets that lack something of a suite; converging brings it in the order of the steps. */
export function SuiteDrift({ project }: { readonly project: Project }) {
  const drift = useReadOn<PlaceDrift>(['drift', 'of', project.Id], `~/projects/${project.Id}/drift`, AT_ONCE)
  const [wanted, setWanted] = useState(UNASKED)
  const total = drift.data?.pages.at(-1)?.TotalResults ?? 0
  const lookedAt = Math.min(total, (drift.data?.pages.length ?? 0) * AT_ONCE)
  const isGoingOn = drift.hasNextPage && lookedAt < wanted && !drift.error
  const { fetchNextPage } = drift
  useEffect(() => {
    if (isGoingOn && !drift.isFetching) void fetchNextPage()
  }, [isGoingOn, drift.isFetching, fetchNextPage])
  return (
    <section aria-labelledby="suite-drift">
      <Title order={2} mb="xs" id="suite-drift">
        Targets that differ
      </Title>
      <Loaded of={drift} rows={2}>
        {({ pages }) => (
          <Stack gap="sm" align="flex-start">
            <Differing places={pages.flatMap(({ Items }) => Items)} isAll={lookedAt === total} />
            {drift.error && <Problem error={drift.error} retry={() => void fetchNextPage()} />}
            {lookedAt < total && !drift.error && (
              <Group gap="sm" className="faint" role="status" aria-busy={isGoingOn}>
                {isGoingOn && <Loader size={16} aria-hidden />}
                Looked at {lookedAt} of {total} places
                {!isGoingOn && (
                  <Button size="xs" variant="default" onClick={() => setWanted(lookedAt + UNASKED)}>
                    Look at more
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        )}
      </Loaded>
    </section>
  )
}

/** `places` are those that were looked at. */
function Differing({ places, isAll }: { readonly places: readonly PlaceDrift[]; readonly isAll: boolean }) {
  const drifting = places.filter(({ Components }) => Components.some(({ Drifting }) => Drifting > 0))
  if (drifting.length > 0) return <Places places={drifting} />
  if (!isAll) return null
  return places.length === 0 ? (
    <p className="faint">The suite was not deployed yet, so nothing can be missing.</p>
  ) : (
    <State tone="good" word="Every target has what its environment runs" />
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
