import { type ApiKey, createApiKey, deleteApiKey, listApiKeys, type NewApiKey } from '@flotilla/api'
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { Command } from '../../ui/command.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Table } from '../../ui/table.tsx'
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
  const revoking = useChange((client, key: ApiKey) => deleteApiKey(client, userId, key.Id))
  return (
    <Loaded of={keys}>
      {(all) =>
        all.length === 0 ? (
          <Empty icon={IconKey} title="No keys">
            A build server or a script signs in with a key.
          </Empty>
        ) : (
          <>
            {revoking.error && <Problem error={revoking.error} />}
            <Table columns={['For', 'Begins with', 'Made', 'Expires', 'Last used']} doing="Revoke">
              {all.map((key) => (
                <tr key={key.Id}>
                  <td>{key.Purpose}</td>
                  <td className="mono">{key.ApiKey.Hint}…</td>
                  <td>
                    <Time at={key.Created} />
                  </td>
                  <td>{key.Expires ? <Time at={key.Expires} /> : <span className="faint">never</span>}</td>
                  <td>{key.LastUsed ? <Time at={key.LastUsed} /> : <span className="faint">never</span>}</td>
                  <td className="acts">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      loading={revoking.isPending && revoking.variables.Id === key.Id}
                      onClick={() => revoking.mutate(key)}
                      aria-label={`Revoke the key ${key.Purpose}`}
                    >
                      Revoke
                    </Button>
                  </td>
                </tr>
              ))}
            </Table>
          </>
        )
      }
    </Loaded>
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
    <Modal opened onClose={onClose} title="A new API key">
      {made ? (
        <Stack>
          <Notice title="Copy it now">It is not shown again.</Notice>
          <Command>{made.ApiKey}</Command>
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
