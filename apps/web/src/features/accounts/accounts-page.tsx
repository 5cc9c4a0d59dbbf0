import { type Account, deleteAccount, listAccounts, listDocuments } from '@flotilla/api'
import { Button, Group } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { Deletion } from '../../ui/deletion.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { AccountForm } from './account-form.tsx'
import { kindOf, nameOfKind } from './account-kinds.ts'
import { PublicKey } from './public-key.tsx'

type Open = { readonly what: 'new' } | { readonly what: 'change' | 'delete' | 'key'; readonly account: Account }

/** Credentials that targets and variables point to; their secrets are never shown. */
export function AccountsPage() {
  const accounts = useRead(['accounts'], (client) => listAccounts(client))
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const add = (
    <Button onClick={() => setOpen({ what: 'new' })} leftSection={<IconPlus size={17} aria-hidden />}>
      Add an account
    </Button>
  )
  return (
    <InfrastructureFrame
      part="accounts"
      about="What signs in on hosts and services. Secrets are stored sealed and never shown again."
      actions={add}
    >
      <Loaded of={accounts}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconKey} title="No accounts yet" action={add}>
              A target over SSH needs one: a key pair, or a user name with a password.
            </Empty>
          ) : (
            <Table accounts={all} onOpen={setOpen} />
          )
        }
      </Loaded>
      {open?.what === 'new' && <AccountForm onClose={close} onDone={close} />}
      {open?.what === 'change' && <AccountForm account={open.account} onClose={close} onDone={close} />}
      {open?.what === 'key' && <PublicKey account={open.account} onClose={close} />}
      {open?.what === 'delete' && <DeleteAccount account={open.account} onClose={close} />}
    </InfrastructureFrame>
  )
}

function Table({ accounts, onOpen }: { readonly accounts: readonly Account[]; readonly onOpen: (open: Open) => void }) {
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const nameOf = (id: string) => environments.data?.find(({ Id }) => Id === id)?.Name ?? id
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col">User</th>
            <th scope="col">Environments</th>
            <th scope="col">
              <span className="visually-hidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.Id}>
              <td>{account.Name}</td>
              <td>{nameOfKind(account.AccountType)}</td>
              <td className="mono">{account.Username || '–'}</td>
              <td>{account.EnvironmentIds.map(nameOf).join(', ') || <span className="faint">all</span>}</td>
              <td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  {account.AccountType === 'SshKeyPair' && (
                    <Small name={account.Name} word="Public key" onClick={() => onOpen({ what: 'key', account })} />
                  )}
                  {kindOf(account.AccountType) && (
                    <Small name={account.Name} word="Change" onClick={() => onOpen({ what: 'change', account })} />
                  )}
                  <Small
                    name={account.Name}
                    word="Delete"
                    color="red"
                    onClick={() => onOpen({ what: 'delete', account })}
                  />
                </Group>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Small({
  name,
  word,
  color = 'sea',
  onClick,
}: {
  readonly name: string
  readonly word: string
  readonly color?: string
  readonly onClick: () => void
}) {
  return (
    <Button size="compact-sm" variant="subtle" color={color} onClick={onClick} aria-label={`${word}: ${name}`}>
      {word}
    </Button>
  )
}

function DeleteAccount({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const deleting = useChange((client, id: string) => deleteAccount(client, id))
  const remove = async () => {
    await deleting.mutateAsync(account.Id)
    onClose()
  }
  return (
    <Deletion title={`Delete ${account.Name}?`} deleting={deleting} onConfirm={remove} onClose={onClose}>
      Its secrets are removed with it. What still uses it must be given another account first.
    </Deletion>
  )
}
