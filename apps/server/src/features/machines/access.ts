import { type AccessScope, mayDo, type Permission } from '@flotilla/domain/access'
import type { Caller } from '../context.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Whether the caller's rights reach a machine. To see it, one of its environments and tenants suffices; to change it, the
 * caller needs the right in all of them, or a machine could be carried into a place where it may not be touched.
 */
export function mayWithMachine(caller: Caller, permission: Permission, machine: Fields): boolean {
  const environments = machine.EnvironmentIds as readonly string[]
  const tenants = machine.TenantIds as readonly string[]
  // A machine that names no tenant (or only tags) is nobody's in particular: rights restricted to tenants do not reach it.
  const places = environments.flatMap((environmentId) =>
    (tenants.length > 0 ? tenants : [null]).map((tenantId) => ({ environmentId, tenantId })),
  )
  const may = (place: { readonly environmentId: string; readonly tenantId: string | null }): boolean =>
    mayDo(caller.grants, permission, { spaceId: machine.SpaceId, ...place } as AccessScope)
  return permission === 'MachineView' ? places.some(may) : places.every(may)
}
