import { type ComponentDrift, listDrift } from '@flotilla/api'
import { Group, Stack, Title } from '@mantine/core'
import { IconEqual } from '@tabler/icons-react'
import { useDocuments, useRead } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { useListAddress } from '../../ui/use-list-address.ts'
import { EnvironmentField } from '../environments/environments-field.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { DriftTable } from './drift-table.tsx'
import './drift.css'

/** Targets whose ledger differs from what their environment runs. */
export function DriftPage() {
  const list = useListAddress()
  const environmentId = list.chosen('environment')
  const environments = useDocuments('environments')
  const drift = useRead(
    ['drift', environmentId],
    (client) => listDrift(client, { environments: environmentId ? [environmentId] : undefined }),
    { keepsOld: true },
  )
  return (
    <InfrastructureFrame
      part="drift"
      about="Targets that lack what was last deployed with success to their environment. A suite is brought back as a whole on its own page."
      actions={
        <EnvironmentField
          aria-label="Environment"
          whenNone="All environments"
          value={environmentId}
          onChange={(id) => list.choose('environment', id)}
        />
      }
    >
      <Loaded of={drift} rows={6}>
        {(all) => <ByEnvironment all={all} order={(environments.data ?? []).map(({ Id }) => Id)} />}
      </Loaded>
    </InfrastructureFrame>
  )
}

function ByEnvironment({ all, order }: { readonly all: readonly ComponentDrift[]; readonly order: readonly string[] }) {
  const drifting = all.filter(({ Drifting }) => Drifting > 0)
  if (drifting.length === 0) return <NothingDrifts all={all} />
  const ids = [...new Set(drifting.map(({ EnvironmentId }) => EnvironmentId))].toSorted(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  )
  return (
    <Stack gap="xl">
      {ids.map((id) => {
        const components = drifting.filter(({ EnvironmentId }) => EnvironmentId === id)
        const machines = new Set(components.flatMap(({ Machines }) => Machines.map(({ MachineId }) => MachineId)))
        return (
          <section key={id} aria-labelledby={`drift-${id}`}>
            <Group justify="space-between" mb="xs">
              <Title order={2} id={`drift-${id}`}>
                {components[0]!.EnvironmentName}
              </Title>
              <span className="faint">
                {machines.size === 1 ? '1 target differs' : `${machines.size} targets differ`}
              </span>
            </Group>
            <DriftTable components={components} />
          </section>
        )
      })}
    </Stack>
  )
}

function NothingDrifts({ all }: { readonly all: readonly ComponentDrift[] }) {
  const places = all.filter(({ UpToDate }) => UpToDate > 0).length
  return (
    <Empty icon={IconEqual} title="Nothing drifts">
      {places > 0
        ? 'Every target has what its environment runs. One that joins, fails or is rebuilt appears here until it has caught up.'
        : 'Nothing has been deployed to targets yet. Once something has, those that lack it appear here.'}
    </Empty>
  )
}
