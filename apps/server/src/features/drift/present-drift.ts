import {
  explainDrift,
  type FailedInstallation,
  type Installation,
  isDrifting,
  type MachineDrift,
} from '@flotilla/domain/drift'
import type { Tenant } from '@flotilla/domain/tenants'
import type { Document } from '../../database/documents.ts'
import { wireDate } from '../../http/dates.ts'
import { spaceAddress } from '../context.ts'
import { STATUSES } from './answers.ts'
import type { ComponentDrift } from './load-drift.ts'

interface Place {
  readonly project: Document
  readonly environment: Pick<Document, 'Id' | 'Name'>
  readonly tenant: Pick<Tenant, 'id' | 'name'> | null
}

/** What of a component is told: some machines only, and those that have what they should as well, or not. */
export interface Wanted {
  /** Null is all. */
  readonly machineIds: readonly string[] | null
  readonly includesUpToDate: boolean
}

export const presentPlace = ({ project, environment, tenant }: Place) => ({
  ProjectId: project.Id,
  ProjectName: project.Name,
  EnvironmentId: environment.Id,
  EnvironmentName: environment.Name,
  TenantId: tenant?.id ?? null,
  TenantName: tenant?.name ?? null,
})

export function presentComponent(component: ComponentDrift, wanted: Wanted) {
  const { current } = component
  const ids = wanted.machineIds && new Set<string>(wanted.machineIds)
  const machines = component.machines.filter(({ machine }) => ids?.has(machine.id) ?? true)
  const told = machines.filter((drift) => wanted.includesUpToDate || isDrifting(drift))
  return {
    ...presentPlace(component),
    ReleaseId: current?.releaseId ?? null,
    ReleaseVersion: current?.version ?? null,
    DeploymentId: current?.deploymentId ?? null,
    NotExpected: component.whyNone,
    UpToDate: machines.filter(({ reason }) => reason.code === 'up-to-date').length,
    Drifting: machines.filter(isDrifting).length,
    Machines: told.map((drift) => presentMachine(drift, component)),
    Links: linksOf(component),
  }
}

function presentMachine(drift: MachineDrift, { project, environment, tenant, current }: ComponentDrift) {
  const { machine, reason } = drift
  const installed = 'installed' in reason ? reason.installed : null
  return {
    MachineId: machine.id,
    MachineName: machine.name,
    Status: STATUSES[reason.code],
    Reason: explainDrift(drift, {
      project: project.Name,
      environment: environment.Name,
      tenant: tenant?.name ?? null,
      version: current?.version ?? '',
    }),
    Installed: installed && presentInstalled(installed),
    FailedAttempt: reason.code === 'attempt-failed' ? presentFailed(reason.failed) : null,
  }
}

export const presentInstalled = ({ releaseId, version, deploymentId, installedAt }: Installation) => ({
  ReleaseId: releaseId as string,
  ReleaseVersion: version,
  DeploymentId: deploymentId,
  InstalledAt: wireDate(new Date(installedAt)),
})

export const presentFailed = ({ version, deploymentId, failedAt }: FailedInstallation) => ({
  ReleaseVersion: version,
  DeploymentId: deploymentId,
  FailedAt: wireDate(new Date(failedAt)),
})

export function linksOf({ project, environment, tenant }: Place): Readonly<Record<string, string>> {
  const space = spaceAddress(project.SpaceId as string)
  return {
    Project: `${space}/projects/${project.Id}`,
    Environment: `${space}/environments/${environment.Id}`,
    ...(tenant ? { Tenant: `${space}/tenants/${tenant.id}` } : {}),
  }
}
