import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { Saving } from './form-dialog.tsx'
import { Problem } from './problem.tsx'

/**
 * Deletes something after a question. `what` names it within a sentence; the children say what goes with it. `verb` is for
 * what is not quite deleting.
 */
export function DeleteButton({
  what,
  deleting,
  onDone,
  verb = 'Delete',
  size,
  children,
}: {
  readonly what: string
  readonly deleting: Saving<undefined>
  readonly onDone?: () => void
  readonly verb?: string
  readonly size?: ButtonProps['size']
  readonly children?: ReactNode
}) {
  const [isAsking, { open, close }] = useDisclosure()
  const act = async () => {
    await deleting.mutateAsync(undefined)
    close()
    onDone?.()
  }
  return (
    <>
      <Button
        size={size ?? 'sm'}
        variant={size ? 'subtle' : 'default'}
        {...(size ? { color: 'red' } : { c: 'var(--bad)' })}
        onClick={open}
        aria-label={`${verb} ${what}`}
      >
        {verb}
      </Button>
      {isAsking && (
        <Modal opened onClose={close} title={`${verb} ${what}?`}>
          <Stack>
            <Text component="div">{children ?? 'This cannot be undone.'}</Text>
            {deleting.error && <Problem error={deleting.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close} data-autofocus>
                Cancel
              </Button>
              <Button color="red" loading={deleting.isPending} onClick={() => void act().catch(() => {})}>
                {verb}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  )
}
