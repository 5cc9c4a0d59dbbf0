import { listAccounts } from '@flotilla/api'
import { Button, Group, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRead } from '../../api/queries.ts'
import { AccountForm } from './account-form.tsx'
import { nameOfKind, SSH_KINDS } from './account-kinds.ts'

/** The account that signs in on a host; one that is missing is made on the way. */
export function SshAccountField({
  value,
  onChange,
  error,
}: {
  readonly value: string | null
  readonly onChange: (id: string | null) => void
  readonly error: string | undefined
}) {
  const accounts = useRead(['accounts'], (client) => listAccounts(client))
  const [isOpen, { open, close }] = useDisclosure()
  const fitting = (accounts.data ?? []).filter(({ AccountType }) => SSH_KINDS.some((kind) => kind === AccountType))
  return (
    <>
      <Group align="flex-end" wrap="nowrap">
        <Select
          label="Account"
          description="Who signs in there"
          placeholder={accounts.data && fitting.length === 0 ? 'There is none yet: make one' : 'Choose an account'}
          required
          flex={1}
          data={fitting.map(({ Id, Name, Username, AccountType }) => ({
            value: Id,
            label: `${Name} (${Username ?? ''}, ${nameOfKind(AccountType)})`,
          }))}
          value={value}
          onChange={onChange}
          error={error}
          searchable
        />
        <Button variant="default" onClick={open}>
          Make an account
        </Button>
      </Group>
      {isOpen && <AccountForm kinds={SSH_KINDS} onClose={close} onMade={({ Id }) => onChange(Id)} />}
    </>
  )
}
