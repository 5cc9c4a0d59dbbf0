import { Button, Group } from '@mantine/core'
import type { Draft } from './use-draft.ts'

/** Saves what was changed, does it again on what somebody else has saved meanwhile, or gives it up. Why something was not saved is shown by the page. */
export function DraftButtons({
  draft,
}: {
  readonly draft: Pick<Draft<object>, 'isChanged' | 'isSaving' | 'isOvertaken' | 'save' | 'catchUp' | 'discard'>
}) {
  return (
    <Group gap="xs">
      {draft.isOvertaken && (
        <Button variant="default" onClick={() => void draft.catchUp()}>
          Repeat my changes on what is saved now
        </Button>
      )}
      {draft.isChanged && (
        <Button variant="default" onClick={() => void draft.discard()}>
          Discard the changes
        </Button>
      )}
      <Button disabled={!draft.isChanged} loading={draft.isSaving} onClick={() => void draft.save().catch(() => {})}>
        Save
      </Button>
    </Group>
  )
}
