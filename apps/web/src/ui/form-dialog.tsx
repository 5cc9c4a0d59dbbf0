import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Problem } from './problem.tsx'

/** A change that is sent when a form is done. */
export interface Saving<T> {
  readonly error: Error | null
  readonly isPending: boolean
  readonly mutateAsync: (value: T) => Promise<unknown>
}

/**
 * A form in a dialog. It stays open with all that was typed until the change was accepted; a click beside it closes nothing.
 * `verb` is what its button says.
 */
export function FormDialog<T>({
  title,
  verb,
  value,
  saving,
  size,
  onClose,
  children,
}: {
  readonly title: string
  readonly verb: string
  readonly value: T
  readonly saving: Saving<T>
  readonly size?: ModalProps['size']
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const submit = async () => {
    await saving.mutateAsync(value)
    onClose()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    // What a form inside a page sends is not the page's.
    event.stopPropagation()
    void submit().catch(() => {})
  }
  return (
    <Modal opened onClose={onClose} title={title} size={size ?? 'lg'} closeOnClickOutside={false}>
      <Stack component="form" onSubmit={onSubmit}>
        {children}
        {saving.error && <Problem error={saving.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
