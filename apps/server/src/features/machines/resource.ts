import { isDeepStrictEqual } from 'node:util'
import { TENANTED_MODES } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag, Places } from '../fields.ts'
import { watchHealth } from '../health-checks/watch-health.ts'
import { explainUsers, hostsWith } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { defaultIdOf } from '../machine-policies/only-default.ts'
import { checkReferences } from '../references.ts'
import { recordConfirmation } from '../ssh/host-key-events.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { mayWithMachine } from './access.ts'
import { agentKeyProblems } from './agent-key.ts'
import { checkWay } from './check-way.ts'
import { completeEndpoint, Endpoint, type EndpointBody, endpointProblems } from './endpoint.ts'
import { machineFilter, machineQuery } from './filter.ts'
import { findingsAfter, HOST_ANSWER, presentFindings } from './findings.ts'
import { recordHostEvent, recordMachineDeleted, recordReplacement } from './machine-events.ts'
import { setHealth, settleRoles } from './service.ts'

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
    ...HOST_ANSWER,
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
    await recordHostEvent(change.tx, change.caller, machine, 'MachineAdded')
    await recordConfirmation(change.tx, change.caller, undefined, machine)
    if (!machine.SkipInitialHealthCheck) await checkAtOnce(change, machine)
    await watchHealth(change.tx, machine)
  },
  afterUpdate: async (change, machine) => {
    const { tx, caller } = change
    const before = change.before!
    if (RELEVANT.some((field) => !isDeepStrictEqual(before[field], machine[field]))) {
      await recordHostEvent(tx, caller, machine, 'MachineDeploymentRelatedPropertyWasUpdated')
    }
    await recordReplacement(tx, caller, before, machine)
    await recordConfirmation(tx, caller, before, machine)
    if (before.IsDisabled !== machine.IsDisabled) {
      await recordHostEvent(tx, caller, machine, machine.IsDisabled ? 'MachineDisabled' : 'MachineEnabled')
    }
    if (machine.HealthStatus === 'Unknown' && !machine.SkipInitialHealthCheck) await checkAtOnce(change, machine)
    await watchHealth(tx, machine)
  },
  inUse: (db, machine) =>
    explainUsers(
      db,
      'machine',
      machine,
      [hostsWith(['Endpoint', 'JumpHostMachineId'], machine)],
      'They are reached through it.',
    ),
  afterDelete: ({ tx, caller }, machine) => recordMachineDeleted(tx, caller, machine),
  present: presentFindings,
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
  const found = await Promise.all([
    agentKeyProblems(tx, change.id, endpoint),
    checkWay(change, endpoint, body.EnvironmentIds as readonly string[]),
    checkReferences(tx, { caller, spaceId, before }, [
      { field: 'EnvironmentIds', kind: KINDS.environment, ids: body.EnvironmentIds as readonly string[] },
      { field: 'TenantIds', kind: KINDS.tenant, ids: body.TenantIds as readonly string[] },
      { field: 'MachinePolicyId', kind: KINDS.machinePolicy, ids: policy ? [policy] : [] },
      { field: 'Endpoint.DefaultWorkerPoolId', kind: KINDS.workerPool, ids: pool ? [pool] : [] },
    ]),
    checkTags(change, { field: 'TenantTags', scope: 'Tenant', tags: body.TenantTags }),
  ])
  return [
    ...roles
      .filter((role) => /\s/.test(role) || role === '')
      .map((role) => `Roles: '${role}' must be one word; roles hold no spaces.`),
    ...endpointProblems(endpoint),
    ...found.flat(),
  ]
}

async function completeMachine({ tx, spaceId, before }: Change, body: Fields): Promise<Fields> {
  const tenantIds = unique((body.TenantIds as readonly string[]).map(canonicalId))
  const endpoint = completeEndpoint(body.Endpoint as EndpointBody)
  const [tenantTags, roles, policyId, found] = await Promise.all([
    settleTags(tx, spaceId, body.TenantTags),
    settleRoles(tx, spaceId, body.Roles as readonly string[]),
    body.MachinePolicyId ? canonicalId(body.MachinePolicyId as string) : defaultIdOf(tx, KINDS.machinePolicy, spaceId),
    findingsAfter(tx, 'machine', before, { IsDisabled: body.IsDisabled, Endpoint: endpoint }),
  ])
  return {
    EnvironmentIds: unique((body.EnvironmentIds as readonly string[]).map(canonicalId)),
    Roles: roles,
    TenantIds: tenantIds,
    TenantTags: tenantTags,
    TenantedDeploymentParticipation:
      body.TenantedDeploymentParticipation ?? (tenantIds.length + tenantTags.length > 0 ? 'Tenanted' : 'Untenanted'),
    MachinePolicyId: policyId,
    Endpoint: endpoint,
    Thumbprint: endpoint.Thumbprint ?? '',
    Uri: endpoint.Uri ?? '',
    ...found,
  }
}

/** A named slot without a host of its own has nothing that could be unreachable: its check passes at once. */
async function checkAtOnce({ tx, caller }: Change, machine: Fields): Promise<void> {
  const isSlot = (machine.Endpoint as EndpointBody).CommunicationStyle === 'None'
  if (isSlot && !machine.IsDisabled) await setHealth(tx, caller, machine.Id as string, 'Healthy')
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)]
