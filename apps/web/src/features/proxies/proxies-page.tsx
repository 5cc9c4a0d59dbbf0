import { listItems, type Schema } from '@flotilla/api'
import { IconArrowsRightLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeletion, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { NEW_PROXY, type ProxyDraft, ProxyForm } from './proxy-form.tsx'

type Proxy = Schema<'Proxy'>

/** All proxies of the space. */
export const useProxies = () => useRead(['proxies'], (client) => listItems<Proxy>(client, '~/proxies'))

/** What stands between this server and hosts that it does not reach by itself. */
export function ProxiesPage() {
  const proxies = useProxies()
  const [edited, setEdited] = useState<ProxyDraft | Proxy>()
  const add = <AddButton onClick={() => setEdited(NEW_PROXY)}>Add a proxy</AddButton>
  return (
    <InfrastructureFrame
      part="proxies"
      about="HTTP proxies through which this server reaches hosts over SSH."
      actions={add}
    >
      <Loaded of={proxies}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconArrowsRightLeft} title="No proxies" action={add}>
              Where a host cannot be reached directly, a proxy opens the connection. A target over SSH names the one
              that it is reached through.
            </Empty>
          ) : (
            <Table label="Proxies" columns={['Name', 'Host', 'User']} doing="Change or delete">
              {all.map((proxy) => (
                <One key={proxy.Id} proxy={proxy} onChange={() => setEdited(proxy)} />
              ))}
            </Table>
          )
        }
      </Loaded>
      {edited && <ProxyForm proxy={edited} onClose={() => setEdited(undefined)} />}
    </InfrastructureFrame>
  )
}

function One({ proxy, onChange }: { readonly proxy: Proxy; readonly onChange: () => void }) {
  const deleting = useDeletion(`~/proxies/${proxy.Id}`)
  return (
    <tr>
      <td>{proxy.Name}</td>
      <td className="mono">
        {proxy.Host}:{proxy.Port}
      </td>
      <td className="mono">{proxy.Username || <span className="faint">–</span>}</td>
      <Doing>
        <ChangeButton what={proxy.Name} onClick={onChange} />
        <DeleteButton size="compact-sm" what={`the proxy ${proxy.Name}`} deleting={deleting}>
          Targets that are reached through it must be given another way first.
        </DeleteButton>
      </Doing>
    </tr>
  )
}
