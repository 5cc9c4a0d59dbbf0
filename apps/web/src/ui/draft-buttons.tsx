import { Button, Group } from '@mantine/core'

/** Saves what was changed, or gives it up. */
export function DraftButtons({
  isChanged,
  isSaving,
  onSave,
  onDiscard,
}: {
  readonly isChanged: boolean
  readonly isSaving: boolean
  readonly onSave: () => Promise<unknown>
  readonly onDiscard: () => Promise<unknown>
}) {
  return (
    <Group gap="xs">
      {isChanged && (
        <Button variant="default" onClick={() => void onDiscard()}>
          Discard the changes
        </Button>
      )}
      {/* Why something was not saved is shown by the page. */}
      <Button disabled={!isChanged} loading={isSaving} onClick={() => void onSave().catch(() => {})}>
        Save
      </Button>
    </Group>
  )
}
