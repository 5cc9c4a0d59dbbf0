import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { Problem } from './problem.tsx'
import type { Saving } from './use-form.ts'

/** The question of a {@link DeleteButton}, for what is deleted from a menu: once more before it is gone for good. */
export function Deletion({
  what,
  deleting,
  leadsTo,
  verb = 'Delete',
  onClose,
  children = 'This cannot be undone.',
}: {
  readonly what: string
  readonly deleting: Saving<undefined>
  readonly leadsTo?: string | undefined
  readonly verb?: string
  readonly onClose: () => void
  readonly children?: ReactNode
}) {
  const go = useNavigate()
  const act = async () => {
    await deleting.mutateAsync(undefined)
    onClose()
    if (leadsTo !== undefined) await go(leadsTo)
  }
  return (
    <Modal opened onClose={onClose} title={`${verb} ${what}?`}>
      <Stack>
        <Text component="div">{children}</Text>
        {deleting.error && <Problem error={deleting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red.9" loading={deleting.isPending} onClick={() => void act().catch(() => {})}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
