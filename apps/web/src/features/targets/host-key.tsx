import { Button, Checkbox, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { Command } from '../../ui/command.tsx'
import { Problem } from '../../ui/problem.tsx'

/**
 * The fingerprint that a host has shown, to be compared with the host's own before anybody signs in there; `before` is the one that
 * was confirmed earlier.
 */
export function HostKey({
  fingerprint,
  before,
  verb,
  confirming,
  shownAt = [],
  onConfirm,
}: {
  readonly fingerprint: string
  readonly before?: string | undefined
  readonly verb: string
  readonly confirming: { readonly error: Error | null; readonly isPending: boolean }
  readonly shownAt?: readonly string[]
  readonly onConfirm: () => void
}) {
  /** The fingerprint that somebody has compared: another one is compared anew. */
  const [compared, setCompared] = useState<string>()
  const isSame = compared === fingerprint
  return (
    <Stack>
      {before && (
        <div>
          <div className="faint">Fingerprint of the key that was confirmed</div>
          <span className="mono fingerprint">{before}</span>
        </div>
      )}
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
        onChange={({ currentTarget }) => setCompared(currentTarget.checked ? fingerprint : undefined)}
      />
      {confirming.error && <Problem error={confirming.error} shownAt={shownAt} />}
      <Group>
        <Button disabled={!isSame} loading={confirming.isPending} onClick={onConfirm}>
          {verb}
        </Button>
      </Group>
    </Stack>
  )
}
