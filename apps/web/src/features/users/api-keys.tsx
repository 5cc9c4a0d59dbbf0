import { type ApiKey, createApiKey, deleteApiKey, listApiKeys, type NewApiKey } from '@flotilla/api'
import { Modal, Select, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { Command } from '../../ui/command.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useForm } from '../../ui/use-form.ts'

/** The keys with which programs act as a user. */
export function ApiKeys({ userId }: { readonly userId: string }) {
  const [isOpen, { open, close }] = useDisclosure()
  const [made, setMade] = useState<NewApiKey>()
  return (
    <Stack>
      <AddButton variant="default" mr="auto" onClick={open}>
        Make a key
      </AddButton>
      <Keys userId={userId} />
      {isOpen && <NewKey userId={userId} onMade={setMade} onClose={close} />}
      {made && <MadeKey made={made} onClose={() => setMade(undefined)} />}
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
/** In so many days. */
const EXPIRES = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: '', label: 'never' },
]
const NEW_KEY = { Purpose: '', Expires: '90' }

function NewKey({
  userId,
  onMade,
  onClose,
}: {
  readonly userId: string
  readonly onMade: (key: NewApiKey) => void
  readonly onClose: () => void
}) {
  const making = useChange(async (client, { Purpose, Expires: days }: typeof NEW_KEY) => {
    const Expires = days === '' ? {} : { Expires: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }
    onMade(await createApiKey(client, userId, { Purpose, ...Expires }))
  })
  const form = useForm(NEW_KEY, making)
  return (
    <FormDialog title="A new API key" verb="Make the key" size="md" form={form} onClose={onClose}>
      <TextInput label="What it is for" required {...form.text('Purpose')} data-autofocus />
      <Select label="Expires" data={EXPIRES} {...form.option('Expires')} />
    </FormDialog>
  )
}

function MadeKey({ made, onClose }: { readonly made: NewApiKey; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`The key ${made.Purpose}`} closeOnClickOutside={false}>
      <Stack>
        <Notice title="Copy it now">It is not shown again.</Notice>
        <Command what="key">{made.ApiKey}</Command>
      </Stack>
    </Modal>
  )
}
