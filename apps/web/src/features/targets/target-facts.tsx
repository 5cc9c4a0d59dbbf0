import { listItems, type Machine, type Schema } from '@flotilla/api'
import { Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Tags } from '../../ui/tags.tsx'
import { Time } from '../../ui/time.tsx'
import type { MachinePolicy } from '../machine-policies/policy-words.ts'
import { Health } from './health.tsx'
import { STYLES } from './styles.ts'

/** What a target is, where it stands and how it is reached. */
export function TargetFacts({ machine }: { readonly machine: Machine }) {
  const to = useTo()
  const environments = useDocuments('environments')
  const tenants = useDocuments('tenants', {
    isSkipped: machine.TenantIds.length === 0,
  })
  const policies = useRead(['machine-policies'], (client) => listItems<MachinePolicy>(client, '~/machinepolicies'))
  const connection = useRead(['machines', machine.Id, 'connection'], (client) =>
    client.get<Schema<'MachineConnection'>>(`~/machines/${machine.Id}/connection`),
  )
  const jumpId = machine.Endpoint.JumpHostMachineId as string | null | undefined
  const jumpHost = useRead(['machines', 'one', jumpId], (client) => client.get<Machine>(`~/machines/${jumpId}`), {
    isSkipped: !jumpId,
  })
  const proxyId = machine.Endpoint.ProxyId as string | null | undefined
  const proxy = useRead(['proxies', proxyId], (client) => client.get<Schema<'Proxy'>>(`~/proxies/${proxyId}`), {
    isSkipped: !proxyId,
  })
  const names = (ids: readonly string[], all: readonly { readonly Id: string; readonly Name: string }[] = []) =>
    ids.map((id) => nameIn(all, id)).join(', ')
  const served = [names(machine.TenantIds, tenants.data), ...machine.TenantTags].filter(Boolean).join(', ')
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Health', <Health key="health" of={machine} />],
    ['Last checked', <Time key="checked" at={connection.data?.LastChecked} />],
    ['Environments', names(machine.EnvironmentIds, environments.data)],
    ['Roles', <Tags key="roles" of={machine.Roles} />],
    ...(served ? ([['Tenants', served]] as const) : []),
    ['Reached by', STYLES[machine.Endpoint.CommunicationStyle] ?? machine.Endpoint.CommunicationStyle],
    ...addressOf(
      machine,
      jumpId && <Link to={to('targets', jumpId)}>{jumpHost.data?.Name ?? jumpId}</Link>,
      proxyId && <Link to={to('proxies')}>{proxy.data?.Name ?? proxyId}</Link>,
    ),
    [
      'Machine policy',
      <Link key="policy" to={to('machine-policies')}>
        {names([machine.MachinePolicyId], policies.data)}
      </Link>,
    ],
    ['Operating system', machine.OperatingSystem],
    ['Architecture', machine.Architecture || 'Unknown'],
  ]
  return (
    <Paper withBorder p="md">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="faint">{name}</dt>
            <dd>{value || '–'}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  )
}

/** Where a host over SSH is, and the key that was confirmed for it. */
function addressOf(
  { Endpoint: endpoint }: Machine,
  jumpHost: ReactNode,
  proxy: ReactNode,
): readonly (readonly [string, ReactNode])[] {
  if (endpoint.CommunicationStyle !== 'Ssh') return []
  return [
    ['Host', `${endpoint.Host}:${endpoint.Port}`],
    ...(jumpHost ? ([['By way of', jumpHost]] as const) : []),
    ...(proxy ? ([['Through', proxy]] as const) : []),
    [
      'Fingerprint of its key',
      <span key="key" className="mono fingerprint">
        {String(endpoint.Fingerprint || 'none: nothing runs there')}
      </span>,
    ],
  ]
}
