import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'

/** Takes one of a list out of a form; nothing is gone before the form is saved. */
export function RemoveButton({
  what,
  mt = 4,
  onClick,
}: {
  readonly what: string
  readonly mt?: number
  readonly onClick: () => void
}) {
  return (
    <Tooltip label="Remove">
      <ActionIcon mt={mt} variant="subtle" color="red" aria-label={`Remove ${what}`} onClick={onClick}>
        <IconTrash size={17} />
      </ActionIcon>
    </Tooltip>
  )
}
