import type { Schema } from '@flotilla/api'
import { Checkbox, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'

type Pool = Schema<'WorkerPool'>
export type PoolDraft = Pick<Pool, 'Name' | 'Description' | 'IsDefault'>

export const NEW_POOL: PoolDraft = { Name: '', Description: '', IsDefault: false }

/** A pool to be added, or one that is stored. */
export function PoolForm({ pool, onClose }: { readonly pool: PoolDraft | Pool; readonly onClose: () => void }) {
  const saving = useChange((client, given: PoolDraft) =>
    'Id' in pool
      ? client.put<Pool>(`~/workerpools/${pool.Id}`, { ...pool, ...given })
      : client.post<Pool>('~/workerpools', given),
  )
  const form = useForm<PoolDraft>(pool, saving)
  return (
    <FormDialog
      title={'Id' in pool ? pool.Name : 'A new pool of workers'}
      verb={'Id' in pool ? 'Save' : 'Add'}
      size="md"
      form={form}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <TextInput label="Description" {...form.text('Description')} />
      <Checkbox
        label="Steps that name no pool run here"
        description={'Id' in pool && pool.IsDefault ? 'Make another pool the default to change this.' : undefined}
        {...form.check('IsDefault')}
        disabled={'Id' in pool && pool.IsDefault}
      />
    </FormDialog>
  )
}
