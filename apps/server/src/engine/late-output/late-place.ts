import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Reach } from '../../execution/index.ts'

/** A machine or worker as it is now; one without an agent has no thumbprint. */
export interface HostNow {
  readonly id: string
  readonly is_disabled: boolean
  readonly thumbprint: string | null
}

/** What became of the place of a script since it was planned: what is disabled is not asked, and may be enabled again. */
export type LatePlace = 'as-planned' | 'disabled' | 'gone'

/** What became of the place, and of what the connection to it goes through. Source: reliability reference E9. */
export function judgeLatePlace(reach: Reach, hosts: readonly HostNow[]): LatePlace {
  const onTheWay = hostIdsOf(reach).map((id) => hosts.find((host) => host.id === id))
  const hasOtherKey = reach.style === 'TentacleActive' && onTheWay[0]?.thumbprint !== reach.thumbprint
  if (hasOtherKey || onTheWay.includes(undefined)) return 'gone'
  return onTheWay.some((host) => host?.is_disabled) ? 'disabled' : 'as-planned'
}

export async function loadLatePlace(db: Queryable, reach: Reach): Promise<LatePlace> {
  const ids = hostIdsOf(reach)
  const { rows } = await sql<HostNow>`
    select id, is_disabled, document ->> 'Thumbprint' as thumbprint from machine where id = any(${ids}::text[])
    union all
    select id, is_disabled, document ->> 'Thumbprint' from worker where id = any(${ids}::text[])`.execute(db)
  return judgeLatePlace(reach, rows)
}

/** The server's own machine has none. */
function hostIdsOf(reach: Reach): readonly string[] {
  if (reach.style === 'None') return []
  return [reach.machineId, ...(reach.style === 'Ssh' && reach.via ? hostIdsOf(reach.via) : [])]
}
