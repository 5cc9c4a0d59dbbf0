import { listSpaces, type Schema } from '@flotilla/api'
import { useDocuments, useRead } from '../../api/queries.ts'

export type Role = Schema<'ScopedUserRole'>

/** Everything that a role can be given for, by name. */
export function usePlaces() {
  return {
    roles: useRead(['userroles'], (client) => client.all<Schema<'UserRole'>>('/api/userroles')).data,
    spaces: useRead(['spaces'], listSpaces).data,
    ProjectIds: useDocuments('projects').data,
    ProjectGroupIds: useDocuments('projectgroups').data,
    EnvironmentIds: useDocuments('environments').data,
    TenantIds: useDocuments('tenants').data,
  }
}

/** What a role can be restricted to. */
export const RESTRICTIONS = [
  { field: 'ProjectIds', label: 'Projects' },
  { field: 'ProjectGroupIds', label: 'Project groups' },
  { field: 'EnvironmentIds', label: 'Environments' },
  { field: 'TenantIds', label: 'Tenants' },
] as const
