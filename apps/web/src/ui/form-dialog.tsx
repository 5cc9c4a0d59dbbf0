import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Problem } from './problem.tsx'
import type { Form } from './use-form.ts'

/**
 * A form in a dialog. It stays open with all that was typed until the change was accepted: a click beside it closes nothing, and Escape
 * only what nothing was typed into.
 * `verb` is what its button says; what the server has against fields in `shownAt`, beside those of the form itself, is said there.
 */
export function FormDialog<T extends object>({
  title,
  verb,
  form,
  shownAt = [],
  size,
  onClose,
  children,
}: {
  readonly title: string
  readonly verb: string
  readonly form: Pick<Form<T>, 'draft' | 'isTouched' | 'saving' | 'shownAt'>
  readonly shownAt?: readonly string[]
  readonly size?: ModalProps['size']
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { draft, isTouched, saving } = form
  const submit = async () => {
    await saving.mutateAsync(draft)
    onClose()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    // What a form inside a page sends is not the page's.
    event.stopPropagation()
    void submit().catch(() => {})
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size ?? 'lg'}
      closeOnClickOutside={false}
      closeOnEscape={!isTouched}
    >
      <Stack component="form" onSubmit={onSubmit}>
        {children}
        {saving.error && <Problem error={saving.error} shownAt={[...form.shownAt, ...shownAt]} />}
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
