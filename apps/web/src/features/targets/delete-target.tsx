import type { Machine } from '@flotilla/api'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Deletion } from '../../ui/deletion.tsx'

/** Asks before a target is gone, with what is known of it. */
export function DeleteTarget({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const deleting = useChange((client, id: string) => client.delete(`~/machines/${id}`))
  const remove = async () => {
    await deleting.mutateAsync(machine.Id)
    await go(to('targets'))
  }
  return (
    <Deletion title={`Delete ${machine.Name}?`} deleting={deleting} onConfirm={remove} onClose={onClose}>
      Nothing is deployed to it any more, and what is known of what it has is forgotten. What is installed on the
      machine itself stays as it is.
    </Deletion>
  )
}
