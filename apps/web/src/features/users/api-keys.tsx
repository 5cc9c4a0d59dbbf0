import { type ApiKey, createApiKey, deleteApiKey, listApiKeys, type NewApiKey } from '@flotilla/api'
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { Command } from '../../ui/command.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

/** The keys with which programs act as a user. */
export function ApiKeys({ userId }: { readonly userId: string }) {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <Stack>
      <AddButton variant="default" mr="auto" onClick={open}>
        Make a key
      </AddButton>
      <Keys userId={userId} />
      {isOpen && <NewKey userId={userId} onClose={close} />}
    </Stack>
  )
}

function Keys({ userId }: { readonly userId: string }) {
  const keys = useRead(['api-keys', userId], (client) => listApiKeys(client, userId))
  return (
    <Loaded of={keys}>
      {(all) =>
        all.length === 0 ? (
          <Empty icon={IconKey} title="No keys">
            A build server or a script signs in with a key.
          </Empty>
        ) : (
          <Table label="API keys" columns={['For', 'Begins with', 'Made', 'Expires', 'Last used']} doing="Revoke">
            {all.map((key) => (
              <One key={key.Id} userId={userId} apiKey={key} />
            ))}
          </Table>
        )
      }
    </Loaded>
  )
}

function One({ userId, apiKey }: { readonly userId: string; readonly apiKey: ApiKey }) {
  const { Id, Purpose, ApiKey: key, Created, Expires, LastUsed } = apiKey
  const revoking = useChange((client, _: undefined) => deleteApiKey(client, userId, Id))
  return (
    <tr>
      <td>{Purpose}</td>
      <td className="mono">{key.Hint}…</td>
      <td>
        <Time at={Created} />
      </td>
      <td>{Expires ? <Time at={Expires} /> : <span className="faint">never</span>}</td>
      <td>{LastUsed ? <Time at={LastUsed} /> : <span className="faint">never</span>}</td>
      <Doing>
        <DeleteButton size="compact-sm" verb="Revoke" what={`the key ${Purpose}`} deleting={revoking}>
          What signs in with it is refused from then on.
        </DeleteButton>
      </Doing>
    </tr>
  )
}

const DAY_MS = 86_400_000

function NewKey({ userId, onClose }: { readonly userId: string; readonly onClose: () => void }) {
  const [purpose, setPurpose] = useState('')
  const [days, setDays] = useState('90')
  const [made, setMade] = useState<NewApiKey>()
  const making = useChange((client, _: undefined) =>
    createApiKey(client, userId, {
      Purpose: purpose,
      ...(days === '' ? {} : { Expires: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
    }),
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMade(await making.mutateAsync(undefined))
  }
  return (
    <Modal opened onClose={onClose} title="A new API key" closeOnClickOutside={!made}>
      {made ? (
        <Stack>
          <Notice title="Copy it now">It is not shown again.</Notice>
          <Command what="key">{made.ApiKey}</Command>
        </Stack>
      ) : (
        <Stack component="form" onSubmit={(event) => void submit(event).catch(() => {})}>
          {making.error && <Problem error={making.error} />}
          <TextInput
            label="What it is for"
            required
            value={purpose}
            onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
            data-autofocus
          />
          <Select
            label="Expires"
            data={[
              { value: '30', label: 'in 30 days' },
              { value: '90', label: 'in 90 days' },
              { value: '365', label: 'in a year' },
              { value: '', label: 'never' },
            ]}
            value={days}
            allowDeselect={false}
            onChange={(value) => setDays(value ?? '90')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={making.isPending}>
              Make the key
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
