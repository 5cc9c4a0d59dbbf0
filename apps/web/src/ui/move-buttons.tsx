import { Button, Group } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'

/** Moves one of many that have an order, or takes it out. */
export function MoveButtons({
  at,
  count,
  onMove,
  onRemove,
}: {
  readonly at: number
  readonly count: number
  readonly onMove: (to: number) => void
  readonly onRemove: () => void
}) {
  return (
    <Group justify="flex-end" gap="xs" mb="sm">
      <Button
        size="compact-sm"
        variant="subtle"
        disabled={at === 0}
        onClick={() => onMove(at - 1)}
        leftSection={<IconArrowUp size={15} aria-hidden />}
      >
        Earlier
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        disabled={at === count - 1}
        onClick={() => onMove(at + 1)}
        leftSection={<IconArrowDown size={15} aria-hidden />}
      >
        Later
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        onClick={onRemove}
        leftSection={<IconTrash size={15} aria-hidden />}
      >
        Remove
      </Button>
    </Group>
  )
}
