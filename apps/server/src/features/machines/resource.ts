import { isDeepStrictEqual } from 'node:util'
import { type HealthStatus, TENANTED_MODES } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { OrNull } from '../../http/answers.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag, Places } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { defaultIdOf } from '../machine-policies/only-default.ts'
import { checkReferences } from '../references.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { mayWithMachine } from './access.ts'
import { completeEndpoint, Endpoint, type EndpointBody, endpointProblems } from './endpoint.ts'
import { EndpointAnswer } from './endpoint-answer.ts'
import { machineFilter, machineQuery } from './filter.ts'
import { recordMachineDeleted } from './machine-events.ts'
import { recordMachineEvent, setHealth, settleRoles, summaryOf } from './service.ts'

type Fields = Readonly<Record<string, unknown>>

/** Deployment targets. Source: API reference 5.13, domain reference 6. */
export const machineResource: Resource = {
  kind: KINDS.machine,
  tag: 'Machines',
  fields: {
    EnvironmentIds: Type.Array(Type.String(), { minItems: 1 }),
    Roles: Type.Array(Type.String(), { minItems: 1 }),
    TenantIds: Places(),
    TenantTags: Places(),
    TenantedDeploymentParticipation: Type.Optional(Type.Union(TENANTED_MODES.map((mode) => Type.Literal(mode)))),
    IsDisabled: Flag(),
    MachinePolicyId: Type.Optional(Type.String()),
    SkipInitialHealthCheck: Flag(),
    Endpoint: Endpoint(),
  },
  added: {
    TenantedDeploymentParticipation: Type.String(),
    MachinePolicyId: Type.String(),
    Endpoint: EndpointAnswer,
    Thumbprint: OrNull(Type.String()),
    Uri: OrNull(Type.String()),
    HealthStatus: Type.String(),
    StatusSummary: Type.String(),
    Status: Type.String(),
    OperatingSystem: Type.Optional(OrNull(Type.String())),
    OperatingSystemVersion: Type.Optional(OrNull(Type.String())),
    ShellName: Type.Optional(OrNull(Type.String())),
    ShellVersion: Type.Optional(OrNull(Type.String())),
    Architecture: Type.Optional(OrNull(Type.String())),
    HasLatestCalamari: Type.Boolean(),
    IsInProcess: Type.Boolean(),
  },
  permissions: { view: 'MachineView', create: 'MachineCreate', edit: 'MachineEdit', delete: 'MachineDelete' },
  may: async (_db, caller, permission, machine) => mayWithMachine(caller, permission, machine),
  visible: (caller) =>
    visibleWhere(caller, 'MachineView', {
      space: sql`space_id`,
      environments: sql`environment_ids`,
      tenants: sql`tenant_ids`,
    }),
  check: checkMachine,
  complete: completeMachine,
  columns: (machine) => ({
    environment_ids: machine.EnvironmentIds,
    roles: machine.Roles,
    tenancy: machine.TenantedDeploymentParticipation,
    tenant_ids: machine.TenantIds,
    tenant_tags: machine.TenantTags,
    is_disabled: machine.IsDisabled,
    health_status: machine.HealthStatus,
    communication_style: (machine.Endpoint as EndpointBody).CommunicationStyle,
  }),
  afterCreate: async (change, machine) => {
    await recordMachineEvent(change.tx, change.caller, machine, 'MachineAdded')
    if (!machine.SkipInitialHealthCheck) await checkAtOnce(change, machine)
  },
  afterUpdate: async (change, machine) => {
    const { tx, caller } = change
    const before = change.before!
    if (RELEVANT.some((field) => !isDeepStrictEqual(before[field], machine[field]))) {
      await recordMachineEvent(tx, caller, machine, 'MachineDeploymentRelatedPropertyWasUpdated')
    }
    if (before.IsDisabled !== machine.IsDisabled) {
      await recordMachineEvent(tx, caller, machine, machine.IsDisabled ? 'MachineDisabled' : 'MachineEnabled')
    }
    if (machine.HealthStatus === 'Unknown' && !machine.SkipInitialHealthCheck) await checkAtOnce(change, machine)
  },
  afterDelete: ({ tx, caller }, machine) => recordMachineDeleted(tx, caller, machine),
  present: (machine) => ({ Status: oldStatusOf(machine) }),
  links: (_machine, address) => ({
    Connection: `${address}/connection`,
    TasksTemplate: `${address}/tasks{?skip,take,type}`,
  }),
  query: machineQuery,
  filter: machineFilter,
}

/** What decides in which deployments a machine takes part. */
const RELEVANT = ['EnvironmentIds', 'Roles', 'TenantIds', 'TenantTags', 'TenantedDeploymentParticipation', 'Endpoint']

async function checkMachine(change: Change, body: Fields): Promise<string[]> {
  const { tx, caller, spaceId, before } = change
  const endpoint = body.Endpoint as EndpointBody
  const roles = (body.Roles as readonly string[]).map((role) => role.trim())
  const pool = endpoint.DefaultWorkerPoolId as string | undefined
  const policy = body.MachinePolicyId as string | undefined
  return [
    ...roles
      .filter((role) => /\s/.test(role) || role === '')
      .map((role) => `Roles: '${role}' must be one word; roles hold no spaces.`),
    ...endpointProblems(endpoint),
    ...(await checkReferences(tx, { caller, spaceId, before }, [
      { field: 'EnvironmentIds', kind: KINDS.environment, ids: body.EnvironmentIds as readonly string[] },
      { field: 'TenantIds', kind: KINDS.tenant, ids: body.TenantIds as readonly string[] },
      { field: 'MachinePolicyId', kind: KINDS.machinePolicy, ids: policy ? [policy] : [] },
      { field: 'Endpoint.DefaultWorkerPoolId', kind: KINDS.workerPool, ids: pool ? [pool] : [] },
    ])),
    ...(await checkTags(change, { field: 'TenantTags', scope: 'Tenant', tags: body.TenantTags })),
  ]
}

async function completeMachine({ tx, spaceId, id, before }: Change, body: Fields): Promise<Fields> {
  const tenantIds = unique((body.TenantIds as readonly string[]).map(canonicalId))
  const tenantTags = await settleTags(tx, spaceId, body.TenantTags)
  const endpoint = completeEndpoint(body.Endpoint as EndpointBody)
  const found = before ? await lockFindings(tx, id) : NOTHING_FOUND
  const isEnabled = before?.IsDisabled === true && body.IsDisabled === false
  // What was found of the old host says nothing about the one that is there now.
  const isOther = before !== undefined && identityOf(before.Endpoint) !== identityOf(endpoint)
  const health = isEnabled || isOther ? 'Unknown' : found.HealthStatus
  return {
    EnvironmentIds: unique((body.EnvironmentIds as readonly string[]).map(canonicalId)),
    Roles: await settleRoles(tx, spaceId, body.Roles as readonly string[]),
    TenantIds: tenantIds,
    TenantTags: tenantTags,
    TenantedDeploymentParticipation:
      body.TenantedDeploymentParticipation ?? (tenantIds.length + tenantTags.length > 0 ? 'Tenanted' : 'Untenanted'),
    MachinePolicyId:
      (body.MachinePolicyId && canonicalId(body.MachinePolicyId as string)) ||
      (await defaultIdOf(tx, KINDS.machinePolicy, spaceId)),
    Endpoint: endpoint,
    Thumbprint: endpoint.Thumbprint ?? '',
    Uri: endpoint.Uri ?? '',
    ...found,
    HealthStatus: health,
    StatusSummary: summaryOf(health),
  }
}

function identityOf(endpoint: unknown): string {
  const { CommunicationStyle, Uri = '', Thumbprint = '' } = endpoint as EndpointBody
  return [CommunicationStyle, Uri, Thumbprint].join('\n')
}

/** What only health checks write. */
const NOTHING_FOUND = {
  HealthStatus: 'Unknown' as HealthStatus,
  HasLatestCalamari: true,
  IsInProcess: false,
  OperatingSystem: 'Unknown',
  OperatingSystemVersion: '',
  ShellName: 'Unknown',
  ShellVersion: '',
  Architecture: '',
}

/** Reads what health checks found and keeps them away until the change is stored, so that neither loses the other's. */
async function lockFindings(tx: Change['tx'], id: string): Promise<typeof NOTHING_FOUND> {
  const row = await tx
    .selectFrom('machine')
    .select('document')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const document = row.document as Fields
  const names = Object.keys(NOTHING_FOUND) as (keyof typeof NOTHING_FOUND)[]
  return Object.fromEntries(names.map((name) => [name, document[name] ?? NOTHING_FOUND[name]])) as typeof NOTHING_FOUND
}

/** A named slot without a host of its own has nothing that could be unreachable: its check passes at once. */
async function checkAtOnce({ tx, caller }: Change, machine: Fields): Promise<void> {
  const isSlot = (machine.Endpoint as EndpointBody).CommunicationStyle === 'None'
  if (isSlot && !machine.IsDisabled) await setHealth(tx, caller, machine.Id as string, 'Healthy')
}

/** The word that older clients read instead of `HealthStatus`. */
function oldStatusOf(machine: Fields): string {
  if (machine.IsDisabled) return 'Disabled'
  if (machine.HealthStatus === 'Unavailable' || machine.HealthStatus === 'Unhealthy') return 'Offline'
  return machine.HealthStatus === 'Unknown' ? 'Unknown' : 'Online'
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)]
