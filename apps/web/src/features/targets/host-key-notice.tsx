import { changeMachine, type Machine } from '@flotilla/api'
import { Button, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { Notice } from '../../ui/notice.tsx'
import { Problem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { Time } from '../../ui/time.tsx'
import { HostKey } from './host-key.tsx'
import { reachOf, useLook } from './look-at-host.ts'

/** The key that was confirmed; empty when none was. */
const fingerprintOf = ({ Endpoint }: Machine): string => String(Endpoint.Fingerprint || '')

/** Says that a host over SSH is refused because of its key, and lets somebody confirm the one that it shows. */
export function HostKeyNotice({ machine }: { readonly machine: Machine }) {
  const confirmed = fingerprintOf(machine)
  const [isOpen, setOpen] = useState(false)
  const refusal = machine.HostKeyRefusal
  return (
    <>
      {(confirmed === '' || refusal) && (
        <Notice title={confirmed === '' ? 'No host key is confirmed' : 'The host shows another key'}>
          <Stack gap="xs">
            {refusal ? (
              <span>
                It is refused since <Time at={refusal.RefusedAt} />: it shows the host key {refusal.Shown}, and not{' '}
                {refusal.Confirmed}, which was confirmed for it.
              </span>
            ) : (
              <span>Nothing runs there until somebody confirms the key of the host.</span>
            )}
            <Button size="compact-sm" variant="default" mr="auto" onClick={() => setOpen(true)}>
              Look at the host
            </Button>
          </Stack>
        </Notice>
      )}
      {isOpen && <Confirmation machine={machine} onClose={() => setOpen(false)} />}
    </>
  )
}

/** What the host shows now, beside what was confirmed for it. */
function Confirmation({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) {
  // As it was when the dialog was opened: what others change meanwhile is told when the key is confirmed.
  const [from] = useState(machine)
  const confirmed = fingerprintOf(from)
  const looking = useLook()
  const [shown, setShown] = useState<string>()
  const confirming = useChange((client, Fingerprint: string) =>
    changeMachine(client, from, { Endpoint: { ...from.Endpoint, CommunicationStyle: 'Ssh', Fingerprint } }),
  )
  const look = async () => {
    setShown(String((await looking.mutateAsync(reachOf(from))).Fingerprint))
  }
  const confirm = async () => {
    await confirming.mutateAsync(shown!)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={`The host key of ${from.Name}`} size="lg" closeOnClickOutside={false}>
      <Stack>
        {looking.error && <Problem error={looking.error} />}
        {shown === undefined ? (
          <>
            <p className="faint" style={{ margin: 0 }}>
              This server connects to the host and looks at the key that it shows. Nobody signs in.
            </p>
            <Button mr="auto" loading={looking.isPending} onClick={() => void look().catch(() => {})} data-autofocus>
              Connect
            </Button>
          </>
        ) : shown === confirmed ? (
          <State
            tone="good"
            word="It shows the key that was confirmed for it. With its next health check this is over."
          />
        ) : (
          <HostKey
            fingerprint={shown}
            before={confirmed}
            verb="Confirm the new key"
            confirming={confirming}
            onConfirm={() => void confirm().catch(() => {})}
          />
        )}
      </Stack>
    </Modal>
  )
}
