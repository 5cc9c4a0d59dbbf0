import type { Machine } from '@flotilla/api'
import { useDeletion } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Deletion } from '../../ui/deletion.tsx'

/** Asks before a target is gone, with what is known of it. */
export function DeleteTarget({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) {
  const to = useTo()
  const deleting = useDeletion(`~/machines/${machine.Id}`)
  return (
    <Deletion what={machine.Name} deleting={deleting} leadsTo={to('targets')} onClose={onClose}>
      Nothing is deployed to it any more, and what is known of what it has is forgotten. What is installed on the
      machine itself stays as it is.
    </Deletion>
  )
}
