import { Button, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Deletion } from './deletion.tsx'
import type { Saving } from './use-form.ts'

/**
 * Deletes something after a question. `what` names it within a sentence; the children say what goes with it. `verb` is for
 * what is not quite deleting; `leadsTo` is the page to be shown when the one that it stands on is gone.
 */
export function DeleteButton({
  what,
  deleting,
  leadsTo,
  verb = 'Delete',
  size,
  children,
}: {
  readonly what: string
  readonly deleting: Saving<undefined>
  readonly leadsTo?: string
  readonly verb?: string
  readonly size?: ButtonProps['size']
  readonly children?: ReactNode
}) {
  const [isAsking, { open, close }] = useDisclosure()
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
        <Deletion what={what} deleting={deleting} leadsTo={leadsTo} verb={verb} onClose={close}>
          {children}
        </Deletion>
      )}
    </>
  )
}
