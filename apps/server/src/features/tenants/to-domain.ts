import type { EnvironmentId, ProjectId } from '@flotilla/domain'
import type { Tenant } from '@flotilla/domain/tenants'
import type { Document } from '../../database/documents.ts'

/** A tenant document as the domain sees it. */
export const tenantOf = (document: Document): Tenant => ({
  id: document.Id as Tenant['id'],
  name: document.Name,
  isDisabled: document.IsDisabled === true,
  tags: document.TenantTags as readonly string[],
  projectEnvironments: new Map(
    Object.entries(document.ProjectEnvironments as Record<ProjectId, EnvironmentId[]>) as [
      ProjectId,
      EnvironmentId[],
    ][],
  ),
})
