import type { Project } from '@flotilla/api'

interface TenantedMode {
  readonly value: Project['TenantedDeploymentMode']
  readonly label: string
}

/** Whether something is done for tenants. */
export const TENANTED_MODES: readonly TenantedMode[] = [
  { value: 'Untenanted', label: 'never for a tenant' },
  { value: 'TenantedOrUntenanted', label: 'with or without a tenant' },
  { value: 'Tenanted', label: 'always for a tenant' },
]
