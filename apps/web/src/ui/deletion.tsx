import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from './problem.tsx'

/** Asks once more before something is gone for good, and says what goes with it. */
export function Deletion({
  title,
  deleting,
  word = 'Delete',
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string
  readonly deleting: { readonly error: Error | null; readonly isPending: boolean }
  readonly word?: string
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        <div>{children}</div>
        {deleting.error && <Problem error={deleting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red.9" loading={deleting.isPending} onClick={() => void onConfirm().catch(() => {})}>
            {word}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
