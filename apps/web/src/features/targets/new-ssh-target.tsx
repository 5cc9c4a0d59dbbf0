import { registerMachine } from '@flotilla/api'
import { Button, Group, Paper, Stack, TextInput, Title } from '@mantine/core'
import type { FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useForm } from '../../ui/use-form.ts'
import { HostKey } from './host-key.tsx'
import { useLook } from './look-at-host.ts'
import { NO_PLACE, PLACE_FIELDS, type Place, PlaceFields } from './place-fields.tsx'
import { SSH_FIELDS, SshFields, type SshPlace } from './ssh-fields.tsx'

type Draft = Place & SshPlace & { readonly Name: string }

const FIRST: Draft = {
  ...NO_PLACE,
  Name: '',
  Host: '',
  Port: 22,
  JumpHostMachineId: null,
  ProxyId: null,
  AccountId: '',
}

/** A host's name, and what it is reached by; its key is looked at and confirmed before it is added. */
export function NewSshTarget() {
  const to = useTo()
  const go = useNavigate()
  const looking = useLook()
  /** As the host was when its key was looked at. */
  const endpoint = looking.data
  const adding = useChange((client, { Name, AccountId, Host, EnvironmentIds, Roles, TenantIds }: Draft) =>
    registerMachine(client, {
      Name: Name.trim() || Host,
      EnvironmentIds: [...EnvironmentIds],
      Roles: [...Roles],
      TenantIds: [...TenantIds],
      Endpoint: { ...endpoint, CommunicationStyle: 'Ssh', AccountId },
    }),
  )
  const form = useForm(FIRST, adding)
  const changeSsh = (part: Partial<SshPlace>) => {
    form.change(part)
    if ('AccountId' in part) return
    // Of another host the key is another one, also when the answer comes late.
    looking.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    looking.mutate(form.draft)
  }
  const add = async () => {
    const machine = await adding.mutateAsync(form.draft)
    await go(to('targets', machine.Id))
  }
  return (
    <Stack maw={720}>
      <Paper withBorder p="lg">
        <Stack component="form" onSubmit={submit}>
          <TextInput
            label="Name"
            description="As the target is called here"
            placeholder={form.draft.Host}
            {...form.text('Name')}
          />
          <SshFields value={form.draft} onChange={changeSsh} error={looking.error ?? adding.error} />
          <PlaceFields value={form.draft} onChange={form.change} error={adding.error} />
          {looking.error && <Problem error={looking.error} shownAt={SSH_FIELDS} />}
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
            verb="Confirm and add the target"
            confirming={adding}
            shownAt={['Name', ...PLACE_FIELDS, ...SSH_FIELDS]}
            onConfirm={() => void add().catch(() => {})}
          />
        </Paper>
      )}
    </Stack>
  )
}
