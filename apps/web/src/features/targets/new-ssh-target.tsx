import { type Account, type Machine, type NewMachine, registerMachine } from '@flotilla/api'
import { Button, Group, NumberInput, Paper, Stack, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { SshAccountField } from '../accounts/ssh-account-field.tsx'
import { HostKey } from './host-key.tsx'
import { NO_PLACE, PLACE_FIELDS, PlaceFields } from './place-fields.tsx'

type Discovered = { readonly Endpoint: Machine['Endpoint'] }

/** A host's name, and what it is reached by; its key is looked at and confirmed before it is added. */
export function NewSshTarget() {
  const to = useTo()
  const go = useNavigate()
  const [name, setName] = useState('')
  const [host, setHost] = useState('')
  const [port, setPort] = useState<number | string>(22)
  const [accountId, setAccountId] = useState<Account['Id'] | null>(null)
  const [place, setPlace] = useState(NO_PLACE)
  const [endpoint, setEndpoint] = useState<Machine['Endpoint']>()
  const looking = useChange((client, _: undefined) =>
    client.get<Discovered>('~/machines/discover', { host, port: Number(port) || 22, type: 'Ssh' }),
  )
  const adding = useChange((client, machine: NewMachine) => registerMachine(client, machine))
  const look = async () => setEndpoint((await looking.mutateAsync(undefined)).Endpoint)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void look().catch(() => {})
  }
  const add = async () => {
    const machine = await adding.mutateAsync({
      Name: name.trim() || host,
      EnvironmentIds: place.EnvironmentIds,
      Roles: place.Roles,
      TenantIds: place.TenantIds,
      Endpoint: { ...endpoint, CommunicationStyle: 'Ssh', AccountId: accountId ?? '' },
    })
    await go(to('targets', machine.Id))
  }
  /** Of another host the key is another one. */
  const forget = () => {
    setEndpoint(undefined)
    looking.reset()
  }
  return (
    <Stack maw={720}>
      <Paper withBorder p="lg">
        <Stack component="form" onSubmit={submit}>
          <Group align="flex-start" wrap="nowrap">
            <TextInput
              label="Host"
              placeholder="web-1.example.com"
              required
              flex={1}
              value={host}
              error={fieldProblem(looking.error, 'host') ?? fieldProblem(adding.error, 'Endpoint.Host')}
              onChange={({ currentTarget }) => {
                setHost(currentTarget.value)
                forget()
              }}
            />
            <NumberInput
              label="Port"
              w={120}
              min={1}
              max={65_535}
              value={port}
              error={fieldProblem(adding.error, 'Endpoint.Port')}
              onChange={(value) => {
                setPort(value)
                forget()
              }}
            />
          </Group>
          <TextInput
            label="Name"
            description="As the target is called here"
            placeholder={host}
            value={name}
            error={fieldProblem(adding.error, 'Name')}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <SshAccountField
            value={accountId}
            onChange={setAccountId}
            error={fieldProblem(adding.error, 'Endpoint.AccountId')}
          />
          <PlaceFields value={place} onChange={setPlace} error={adding.error} />
          {looking.error && <Problem error={looking.error} shownAt={['host']} />}
          <Group>
            <Button type="submit" variant={endpoint ? 'default' : 'filled'} loading={looking.isPending}>
              {endpoint ? 'Look at it again' : 'Look at the host'}
            </Button>
          </Group>
        </Stack>
      </Paper>
      {endpoint && (
        <Paper withBorder p="lg" component="section" aria-labelledby="host-key">
          <Title order={2} mb="sm" id="host-key">
            Is this the host?
          </Title>
          <HostKey
            fingerprint={String(endpoint.Fingerprint ?? '')}
            error={adding.error}
            shownAt={[...PLACE_FIELDS, 'Name', 'Endpoint.Host', 'Endpoint.Port', 'Endpoint.AccountId']}
            isAdding={adding.isPending}
            onConfirm={() => void add().catch(() => {})}
          />
        </Paper>
      )}
    </Stack>
  )
}
