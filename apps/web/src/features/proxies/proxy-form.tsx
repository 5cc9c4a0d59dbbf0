import type { Schema } from '@flotilla/api'
import { Group, NumberInput, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { StoredSecret } from '../../ui/stored-secret.tsx'
import { useForm } from '../../ui/use-form.ts'

type Proxy = Schema<'Proxy'>
export type ProxyDraft = Pick<Proxy, 'Name' | 'Host' | 'Username'> & {
  readonly Port: number | string
  readonly Password?: Proxy['Password']
}

export const NEW_PROXY: ProxyDraft = { Name: '', Host: '', Port: 80, Username: '' }

/** A proxy to be added, or one that is stored. */
export function ProxyForm({ proxy, onClose }: { readonly proxy: ProxyDraft | Proxy; readonly onClose: () => void }) {
  const saving = useChange((client, { Port, ...given }: ProxyDraft) => {
    const body = { ...given, Port: Number(Port) || 80 }
    return 'Id' in proxy ? client.put(`~/proxies/${proxy.Id}`, body) : client.post('~/proxies', body)
  })
  const form = useForm<ProxyDraft>(proxy, saving)
  return (
    <FormDialog
      title={'Id' in proxy ? proxy.Name : 'A new proxy'}
      verb={'Id' in proxy ? 'Save' : 'Add'}
      size="md"
      form={form}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Group align="flex-start" wrap="nowrap">
        <TextInput
          label="Host"
          placeholder="proxy.example.com"
          withAsterisk
          style={{ flex: 1 }}
          {...form.text('Host')}
        />
        <NumberInput label="Port" w={120} min={1} max={65_535} {...form.field('Port')} />
      </Group>
      <TextInput label="User name" autoComplete="off" {...form.text('Username')} />
      <StoredSecret label="Password" stored={proxy.Password} {...form.field('Password')} />
    </FormDialog>
  )
}
