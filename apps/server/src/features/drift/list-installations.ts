import type { DeploymentId, ReleaseId } from '@flotilla/domain'
import { isSameMachine } from '@flotilla/domain/drift'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { listAndCount } from '../../database/count-ahead.ts'
import { wireDate } from '../../http/dates.ts'
import type { Page } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type Caller, spaceAddress } from '../context.ts'
import { machineKeyIn } from '../machines/machine-key.ts'

interface Row {
  readonly machine_id: string
  readonly space_id: string
  readonly project_id: string
  readonly project_name: string
  readonly environment_id: string
  readonly environment_name: string
  readonly tenant_id: string
  readonly tenant_name: string | null
  readonly release_id: ReleaseId | null
  readonly release_version: string | null
  readonly deployment_id: DeploymentId | null
  readonly task_id: string | null
  readonly installed_at: Date | null
  readonly machine_key: string
  readonly key_now: string
  readonly failed_deployment_id: DeploymentId | null
  readonly failed_version: string | null
  readonly failed_at: Date | null
}

/** A page of the ledger of a machine, by project, environment and tenant: what the caller may see of it. */
export async function listInstallations(db: Queryable, caller: Caller, machineId: string, page: Page) {
  const visible = visibleWhere(caller, 'DeploymentView', {
    space: sql`project.space_id`,
    project: sql`entry.project_id`,
    environment: sql`entry.environment_id`,
    tenant: sql`nullif(entry.tenant_id, '')`,
  })
  const { items, total } = await listAndCount<Row>(
    db,
    {
      columns: sql`entry.machine_id, project.space_id, entry.project_id, project.name as project_name, entry.environment_id,
        environment.name as environment_name, entry.tenant_id, tenant.name as tenant_name, release.id as release_id,
        entry.release_version, entry.deployment_id, deployment.task_id, entry.installed_at, entry.machine_key,
        ${machineKeyIn(sql`machine.document`)} as key_now, entry.failed_deployment_id, entry.failed_version, entry.failed_at`,
      fromWhere: sql`from machine_installation entry join machine on machine.id = entry.machine_id
        join project on project.id = entry.project_id join environment on environment.id = entry.environment_id
        left join tenant on tenant.id = entry.tenant_id left join release on release.id = entry.release_id
        left join deployment on deployment.id = entry.deployment_id
        where entry.machine_id = ${machineId} and ${visible}`,
      order: sql`lower(project.name), project.id, environment.sort_order, environment.id, entry.tenant_id`,
    },
    page,
  )
  return { items: items.map(presentInstallation), total }
}

function presentInstallation(row: Row) {
  const space = spaceAddress(row.space_id)
  return {
    MachineId: row.machine_id,
    ProjectId: row.project_id,
    ProjectName: row.project_name,
    EnvironmentId: row.environment_id,
    EnvironmentName: row.environment_name,
    TenantId: row.tenant_id || null,
    TenantName: row.tenant_name,
    Installed: row.deployment_id && {
      ReleaseId: row.release_id,
      ReleaseVersion: row.release_version ?? '',
      DeploymentId: row.deployment_id,
      TaskId: row.task_id,
      InstalledAt: wireDate(row.installed_at),
      IsOfReplacedMachine: !isSameMachine(row.machine_key, row.key_now),
    },
    FailedAttempt: row.failed_deployment_id && {
      ReleaseVersion: row.failed_version ?? '',
      DeploymentId: row.failed_deployment_id,
      FailedAt: wireDate(row.failed_at),
    },
    Links: {
      Machine: `${space}/machines/${row.machine_id}`,
      Project: `${space}/projects/${row.project_id}`,
      Environment: `${space}/environments/${row.environment_id}`,
    },
  }
}
