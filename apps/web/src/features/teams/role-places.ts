import { listDocuments, listSpaces, type Schema } from '@flotilla/api'
import { useRead } from '../../api/queries.ts'
import { useEnvironments } from '../environments/environments-field.tsx'

export type Role = Schema<'ScopedUserRole'>

/** Everything that a role can be given for, by name. */
export function usePlaces() {
  return {
    roles: useRead(['userroles'], (client) => client.all<Schema<'UserRole'>>('/api/userroles')).data,
    spaces: useRead(['spaces'], listSpaces).data,
    ProjectIds: useRead(['projects'], (client) => listDocuments(client, 'projects')).data,
    ProjectGroupIds: useRead(['projectgroups'], (client) => listDocuments(client, 'projectgroups')).data,
    EnvironmentIds: useEnvironments().data,
    TenantIds: useRead(['tenants'], (client) => listDocuments(client, 'tenants')).data,
  }
}

/** What a role can be restricted to. */
export const RESTRICTIONS = [
  { field: 'ProjectIds', label: 'Projects' },
  { field: 'ProjectGroupIds', label: 'Project groups' },
  { field: 'EnvironmentIds', label: 'Environments' },
  { field: 'TenantIds', label: 'Tenants' },
] as const
