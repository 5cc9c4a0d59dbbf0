import type { AccessScope } from '@flotilla/domain/access'
import { mayDo } from '@flotilla/domain/access'
import type { Queryable } from '../../database/connection.ts'
import type { Caller } from '../context.ts'
import { loadProjectScope } from '../projects/scope.ts'
import { isLibrarySetId } from '../versioned.ts'
import type { VariableSetRow } from './queries.ts'
import type { VariableDocument } from './schema.ts'

/** What a caller may do with each variable of one set. */
export interface VariableRights {
  readonly maySeeSet: boolean
  readonly mayEditSet: boolean
  readonly maySee: (variable: Pick<VariableDocument, 'Scope'>) => boolean
  readonly mayEdit: (variable: Pick<VariableDocument, 'Scope'>) => boolean
}

/**
 * Rights to variables are judged by environment and tenant: one that is scoped needs the right in one of its places to be
 * seen, and in all of them to be changed; one without such a scope needs the right to unscoped ones. The variables of a
 * library set follow the rights to library sets.
 *
 * Source: domain reference 5.2, 9.5.
 */
export async function loadVariableRights(db: Queryable, caller: Caller, set: VariableSetRow): Promise<VariableRights> {
  const spaceId = set.spaceId as AccessScope['spaceId']
  if (isLibrarySetId(set.ownerId)) {
    const maySeeSet = mayDo(caller.grants, 'LibraryVariableSetView', { spaceId })
    const mayEditSet = mayDo(caller.grants, 'LibraryVariableSetEdit', { spaceId })
    return { maySeeSet, mayEditSet, maySee: () => maySeeSet, mayEdit: () => mayEditSet }
  }
  // What a deployment or a run keeps for itself holds values of every scope.
  if (!set.ownerId.startsWith('Projects-')) return NOTHING
  const project = await loadProjectScope(db, set.ownerId)
  const may = (permission: 'View' | 'Edit', { Scope }: Pick<VariableDocument, 'Scope'>): boolean => {
    if (!project) return false
    const places = placesOf(Scope)
    if (places.length === 0) return mayDo(caller.grants, `Variable${permission}Unscoped`, project)
    const allowed = (place: Partial<AccessScope>) =>
      mayDo(caller.grants, `Variable${permission}`, { ...project, ...place })
    return permission === 'View' ? places.some(allowed) : places.every(allowed)
  }
  const somewhere = (permission: 'View' | 'Edit') =>
    project !== undefined &&
    (mayDo(caller.grants, `Variable${permission}`, project) ||
      mayDo(caller.grants, `Variable${permission}Unscoped`, project))
  return {
    maySeeSet: somewhere('View'),
    mayEditSet: somewhere('Edit'),
    maySee: (variable) => may('View', variable),
    mayEdit: (variable) => may('Edit', variable),
  }
}

const NOTHING: VariableRights = {
  maySeeSet: false,
  mayEditSet: false,
  maySee: () => false,
  mayEdit: () => false,
}

function placesOf(scope: VariableDocument['Scope']): readonly Partial<AccessScope>[] {
  const environments = (scope.Environment ?? []).map((id) => ({ environmentId: id as never }))
  const tenants = (scope.Tenant ?? []).map((id) => ({ tenantId: id as never }))
  if (environments.length === 0 || tenants.length === 0) return [...environments, ...tenants]
  return environments.flatMap((environment) => tenants.map((tenant) => ({ ...environment, ...tenant })))
}
