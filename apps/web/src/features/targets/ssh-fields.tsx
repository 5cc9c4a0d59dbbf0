import { listItems, type Machine } from '@flotilla/api'
import { Group, NumberInput, TextInput } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { fieldsOf } from '../../ui/fields.ts'
import { fieldProblem } from '../../ui/problem.tsx'
import { SshAccountField } from '../accounts/ssh-account-field.tsx'
import { useProxies } from '../proxies/proxies-page.tsx'
import type { Reach } from './look-at-host.ts'

/** How a host over SSH is reached, and who signs in there. */
export interface SshPlace extends Reach {
  readonly AccountId: string
}

/** What of a refusal stands at these fields. */
export const SSH_FIELDS = [
  ...['Endpoint.Host', 'Endpoint.Port', 'Endpoint.AccountId', 'Endpoint.JumpHostMachineId', 'Endpoint.ProxyId'],
  ...['host', 'jumpHostMachineId', 'proxyId'],
] as const

/** Problems stand at the field that the server names, whether it has looked at the host or stored it. */
export function SshFields({
  value,
  machineId,
  error,
  onChange,
}: {
  readonly value: SshPlace
  /** Of the host itself, by way of which it cannot be reached. */
  readonly machineId?: string
  readonly error: unknown
  readonly onChange: (part: Partial<SshPlace>) => void
}) {
  const { text, field } = fieldsOf(value, onChange, error, 'Endpoint.')
  const hosts = useRead(['machines', 'over-ssh'], (client) =>
    listItems<Machine>(client, '~/machines', { commStyles: 'Ssh' }),
  )
  const proxies = useProxies()
  const others = (hosts.data ?? []).filter(({ Id }) => Id !== machineId)
  const host = text('Host')
  return (
    <>
      <Group align="flex-start" wrap="nowrap">
        <TextInput
          label="Host"
          placeholder="web-1.example.com"
          required
          flex={1}
          {...host}
          error={host.error ?? fieldProblem(error, 'host')}
        />
        <NumberInput label="Port" w={120} min={1} max={65_535} {...field('Port')} />
      </Group>
      {(others.length > 0 || value.JumpHostMachineId) && (
        <ChooseOne
          label="Jump host"
          description="A target by way of which this server reaches it"
          whenNone="none: it is reached directly"
          from={others}
          {...field('JumpHostMachineId')}
          error={fieldProblem(error, 'jumpHostMachineId') ?? fieldProblem(error, 'Endpoint.JumpHostMachineId')}
          onChange={(id) => onChange({ JumpHostMachineId: id || null })}
        />
      )}
      {((proxies.data ?? []).length > 0 || value.ProxyId) && (
        <ChooseOne
          label="Proxy"
          description="An HTTP proxy that opens the connection"
          whenNone="none"
          from={proxies.data}
          {...field('ProxyId')}
          error={fieldProblem(error, 'proxyId') ?? fieldProblem(error, 'Endpoint.ProxyId')}
          onChange={(id) => onChange({ ProxyId: id || null })}
        />
      )}
      <SshAccountField
        value={value.AccountId || null}
        onChange={(id) => onChange({ AccountId: id ?? '' })}
        error={fieldProblem(error, 'Endpoint.AccountId')}
      />
    </>
  )
}
