import type { Machine } from '@flotilla/api'
import { useChange } from '../../api/queries.ts'

/** Where a host over SSH is; by way of another target or through a proxy, if it cannot be reached directly. */
export interface Reach {
  readonly Host: string
  readonly Port: number | string
  readonly JumpHostMachineId: string | null
  readonly ProxyId: string | null
}

export const portOf = ({ Port }: Reach): number => Number(Port) || 22

interface Discovered {
  readonly Endpoint: Machine['Endpoint']
}

/** Looks at the key that a host shows now. Nobody signs in there. */
export const useLook = () =>
  useChange(async (client, reach: Reach) => {
    const seen = await client.get<Discovered>('~/machines/discover', {
      type: 'Ssh',
      host: reach.Host,
      port: portOf(reach),
      jumpHostMachineId: reach.JumpHostMachineId ?? undefined,
      proxyId: reach.ProxyId ?? undefined,
    })
    return seen.Endpoint
  })

/** How the host of a stored target is reached. */
export const reachOf = ({ Endpoint: { Host, Port, JumpHostMachineId, ProxyId } }: Machine): Reach => ({
  Host: String(Host ?? ''),
  Port: Number(Port) || 22,
  JumpHostMachineId: (JumpHostMachineId as string | null | undefined) ?? null,
  ProxyId: (ProxyId as string | null | undefined) ?? null,
})
