import type { Account } from '@flotilla/api'
import { Modal, Stack } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { Command } from '../../ui/command.tsx'
import { Loaded } from '../../ui/page.tsx'

/** The public half of an account's key, for the hosts that it signs in on. */
export function PublicKey({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const line = useRead(['accounts', account.Id, 'key'], (client) => client.get<string>(`~/accounts/${account.Id}/pk`))
  return (
    <Modal opened onClose={onClose} title={`The public key of ${account.Name}`} size="xl">
      <Stack>
        <p className="faint" style={{ margin: 0 }}>
          A line of <code>~/.ssh/authorized_keys</code> of the user {account.Username} on each host.
        </p>
        <Loaded of={line} rows={1}>
          {(text) => <Command what="public key">{text.trim()}</Command>}
        </Loaded>
      </Stack>
    </Modal>
  )
}
