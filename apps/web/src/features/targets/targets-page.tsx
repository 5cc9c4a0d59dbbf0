import type { Machine } from '@flotilla/api'
import { Button } from '@mantine/core'
import { IconPlus, IconServer2 } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDocuments, usePage } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Empty } from '../../ui/empty.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Paged } from '../../ui/paged.tsx'
import { Table } from '../../ui/table.tsx'
import { Tags } from '../../ui/tags.tsx'
import { useListAddress } from '../../ui/use-list-address.ts'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { Health } from './health.tsx'
import { STYLES } from './styles.ts'
import { FILTERS, TargetFilters } from './target-filters.tsx'

const PAGE = 50

/** The machines that releases go to. */
export function TargetsPage() {
  const to = useTo()
  const list = useListAddress()
  const environmentId = list.chosen('environment') ?? undefined
  const role = list.chosen('role') ?? undefined
  const health = list.chosen('health')
  const filter = {
    partialName: list.chosen('name') ?? undefined,
    environmentIds: environmentId,
    roles: role && [role],
    ...(health === 'Disabled' ? { isDisabled: true } : health ? { healthStatuses: health, isDisabled: false } : {}),
  }
  const machines = usePage<Machine>('~/machines', filter, { page: list.page, size: PAGE })
  return (
    <InfrastructureFrame part="targets" about="The machines that releases are deployed to." actions={<AddTarget />}>
      <Paged
        of={machines}
        list={list}
        size={PAGE}
        filters={<TargetFilters list={list} />}
        isNarrowed={FILTERS.some((name) => list.chosen(name))}
        none="No target is like that."
        empty={
          <Empty icon={IconServer2} title="No targets yet" action={<AddTarget />}>
            A target is a machine that releases are deployed to. It joins with the agent's one command, or is reached
            over SSH.
          </Empty>
        }
      >
        {(all) => <TargetTable machines={all} address={(id) => to('targets', id)} />}
      </Paged>
    </InfrastructureFrame>
  )
}

function AddTarget() {
  const to = useTo()
  return (
    <Button component={Link} to={to('targets', 'new')} leftSection={<IconPlus size={17} aria-hidden />}>
      Add a target
    </Button>
  )
}

function TargetTable({
  machines,
  address,
}: {
  readonly machines: readonly Machine[]
  readonly address: (id: string) => string
}) {
  const environments = useDocuments('environments')
  const nameOf = (id: string) => nameIn(environments.data, id)
  return (
    <Table label="Targets" columns={['Name', 'Health', 'Environments', 'Roles', 'Reached by']}>
      {machines.map((machine) => (
        <tr key={machine.Id}>
          <td>
            <Link to={address(machine.Id)}>{machine.Name}</Link>
          </td>
          <td>
            <Health of={machine} />
          </td>
          <td>{machine.EnvironmentIds.map(nameOf).join(', ')}</td>
          <td>
            <Tags of={machine.Roles} />
          </td>
          <td>{STYLES[machine.Endpoint.CommunicationStyle] ?? machine.Endpoint.CommunicationStyle}</td>
        </tr>
      ))}
    </Table>
  )
}
