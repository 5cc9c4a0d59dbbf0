import { Button, Checkbox, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { Command } from '../../ui/command.tsx'
import { Problem } from '../../ui/problem.tsx'

/** The fingerprint that a host has shown, to be compared with the host's own before anybody signs in there. */
export function HostKey({
  fingerprint,
  error,
  shownAt,
  isAdding,
  onConfirm,
}: {
  readonly fingerprint: string
  readonly error: unknown
  readonly shownAt: readonly string[]
  readonly isAdding: boolean
  readonly onConfirm: () => void
}) {
  const [isSame, setSame] = useState(false)
  return (
    <Stack>
      <div>
        <div className="faint">Fingerprint of the key that it shows</div>
        <strong className="mono fingerprint">{fingerprint}</strong>
      </div>
      <div>
        <div className="faint">Compare it with what the host itself says, on its console:</div>
        <Command>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</Command>
      </div>
      <Checkbox
        label="The fingerprint is the host's own"
        checked={isSame}
        onChange={({ currentTarget }) => setSame(currentTarget.checked)}
      />
      {error !== null && error !== undefined && <Problem error={error} shownAt={shownAt} />}
      <Group>
        <Button disabled={!isSame} loading={isAdding} onClick={onConfirm}>
          Confirm and add the target
        </Button>
      </Group>
    </Stack>
  )
}
