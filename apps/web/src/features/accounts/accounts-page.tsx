import { type Account, listAccounts } from '@flotilla/api'
import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeletion, useDocuments, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { AccountForm } from './account-form.tsx'
import { kindOf, nameOfKind } from './account-kinds.ts'
import { PublicKey } from './public-key.tsx'

type Open = { readonly what: 'new' } | { readonly what: 'change' | 'key'; readonly account: Account }

/** Credentials that targets and variables point to; their secrets are never shown. */
export function AccountsPage() {
  const accounts = useRead(['accounts'], (client) => listAccounts(client))
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const add = <AddButton onClick={() => setOpen({ what: 'new' })}>Add an account</AddButton>
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
            <Table label="Accounts" columns={['Name', 'Kind', 'User', 'Environments']} doing="Change or delete">
              {all.map((account) => (
                <One key={account.Id} account={account} onOpen={(what) => setOpen({ what, account })} />
              ))}
            </Table>
          )
        }
      </Loaded>
      {open?.what === 'new' && <AccountForm onClose={close} />}
      {open?.what === 'change' && <AccountForm account={open.account} onClose={close} />}
      {open?.what === 'key' && <PublicKey account={open.account} onClose={close} />}
    </InfrastructureFrame>
  )
}

function One({ account, onOpen }: { readonly account: Account; readonly onOpen: (what: 'change' | 'key') => void }) {
  const environments = useDocuments('environments')
  const nameOf = (id: string) => nameIn(environments.data, id)
  const deleting = useDeletion(`~/accounts/${account.Id}`)
  return (
    <tr>
      <td>{account.Name}</td>
      <td>{nameOfKind(account.AccountType)}</td>
      <td className="mono">{account.Username || '–'}</td>
      <td>{account.EnvironmentIds.map(nameOf).join(', ') || <span className="faint">all</span>}</td>
      <Doing>
        {account.AccountType === 'SshKeyPair' && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onOpen('key')}
            aria-label={`Public key of ${account.Name}`}
          >
            Public key
          </Button>
        )}
        {kindOf(account.AccountType) && <ChangeButton what={account.Name} onClick={() => onOpen('change')} />}
        <DeleteButton size="compact-sm" what={`the account ${account.Name}`} deleting={deleting}>
          Its secrets are removed with it. What still uses it must be given another account first.
        </DeleteButton>
      </Doing>
    </tr>
  )
}
