import { err, ok, type Result } from '@flotilla/kit'
import type { ProjectId, TargetId } from '../ids.ts'
import type { TenantConnection } from '../lifecycles/index.ts'
import { judgeTenancy, type Tenant } from '../tenants/index.ts'
import type { NoteReason, StopReason } from './child-plan.ts'
import type { ChannelFacts, ChildProjectFacts, ChildWorld, EnvironmentFacts, Named } from './child-world.ts'
import type { ChildRequest } from './parse-child-parameters.ts'

/** The child's place: everything that the request names, found and admitted. */
export interface ChildPlace {
  readonly project: ChildProjectFacts
  readonly destination: EnvironmentFacts
  readonly channel: ChannelFacts
  /** Null when the child is deployed without a tenant. */
  readonly tenant: Tenant | null
  readonly connection: TenantConnection | null
  /** Machines named by the request, each once; null when it names none. */
  readonly named: readonly Named<TargetId>[] | null
  readonly notes: readonly NoteReason[]
}

/**
 * Finds what the request names, in the order in which the step looks: the first that is missing ends the plan.
 *
 * Errors: the reason to stop. A name that is not known is an error that says which, never "no restriction".
 * Source: domain reference 10.3, rows 2 to 8.
 */
export function lookUpChild(request: ChildRequest, world: ChildWorld): Result<ChildPlace, StopReason> {
  if (!world.space) return err({ code: 'space-not-found', name: request.spaceName })
  if (isSourceDestination(request)) return err({ code: 'source-is-destination', name: request.destinationName })
  const named = namedMachines(request, world)
  if (!named.ok) return named
  const { project, destination, channel } = world
  if (!project) return err({ code: 'project-not-found', name: request.projectName })
  if (project.isDisabled) return err({ code: 'project-disabled', projectId: project.id })
  if (request.tenantName !== null && !world.tenant) return err({ code: 'tenant-not-found', name: request.tenantName })
  if (!destination) return err({ code: 'destination-not-found', name: request.destinationName })

  const asked = request.tenantName === null ? null : world.tenant
  const tenant = tenantOfChild(project, asked)
  const connection = tenant && connectionOf(tenant, project.id)
  const tenancy = { mode: project.tenantedMode, tenant, connection, environmentId: destination.id }
  const admitted = judgeTenancy({ ...tenancy, channelTenantTags: [] })
  if (!admitted.ok) return err({ code: 'tenant-not-admitted', because: admitted.error })

  if (request.sourceName !== null && !world.source) return err({ code: 'source-not-found', name: request.sourceName })
  if (!channel) return err({ code: 'channel-not-found', name: request.channelName })
  if (looksAtChannel(request)) {
    const inChannel = judgeTenancy({ ...tenancy, channelTenantTags: channel.tenantTags })
    if (!inChannel.ok) return err({ code: 'tenant-not-admitted', because: inChannel.error })
  }
  const notes: readonly NoteReason[] = asked && !tenant ? [{ code: 'tenant-dropped', tenantId: asked.id }] : []
  return ok({ project, destination, channel, tenant, connection, named: named.value, notes })
}

/** The tenant a child is deployed for: that of the parent, unless the child takes none (domain reference 4.10, 10.3). */
export function tenantOfChild<T>({ tenantedMode }: Pick<ChildProjectFacts, 'tenantedMode'>, asked: T | null): T | null {
  return tenantedMode === 'Untenanted' ? null : asked
}

/** Whether the release has to be one of the channel: redeploying takes what runs, whatever its channel, unless one is named. */
export function looksAtChannel(request: ChildRequest): boolean {
  return request.mode !== 'Redeploy' || request.channelName !== null
}

function isSourceDestination({ mode, sourceName, destinationName }: ChildRequest): boolean {
  return mode === 'Promote' && sourceName?.toLowerCase() === destinationName.toLowerCase()
}

function namedMachines(
  { machineNames }: ChildRequest,
  world: ChildWorld,
): Result<readonly Named<TargetId>[] | null, StopReason> {
  if (machineNames === null) return ok(null)
  const known = new Map(world.namedMachines.map(({ text, matches }) => [text.toLowerCase(), matches]))
  const matchesOf = (name: string): readonly Named<TargetId>[] => known.get(name.toLowerCase()) ?? []
  const unknown = machineNames.filter((name) => matchesOf(name).length === 0)
  if (unknown.length > 0) return err({ code: 'machine-not-found', names: unknown })
  const ambiguous = machineNames.find((name) => matchesOf(name).length > 1)
  if (ambiguous !== undefined) {
    return err({ code: 'machine-ambiguous', name: ambiguous, ids: matchesOf(ambiguous).map(({ id }) => id) })
  }
  const machines = machineNames.flatMap(matchesOf)
  return ok([...new Map(machines.map((machine) => [machine.id, machine])).values()])
}

/** Null when the tenant is not connected to the project. */
export function connectionOf(tenant: Tenant, projectId: ProjectId): TenantConnection | null {
  const environmentIds = tenant.projectEnvironments.get(projectId)
  return environmentIds ? { tenantId: tenant.id, environmentIds } : null
}
