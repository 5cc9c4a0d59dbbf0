import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag } from '../fields.ts'
import { watchHealth } from '../health-checks/watch-health.ts'
import { KINDS } from '../kinds.ts'
import { defaultIdOf } from '../machine-policies/only-default.ts'
import { agentKeyProblems } from '../machines/agent-key.ts'
import { checkWay } from '../machines/check-way.ts'
import { completeEndpoint, Endpoint, type EndpointBody, endpointProblems } from '../machines/endpoint.ts'
import { findingsAfter, HOST_ANSWER, presentFindings } from '../machines/findings.ts'
import { recordHostEvent, recordReplacement } from '../machines/machine-events.ts'
import { checkReferences } from '../references.ts'
import { recordConfirmation } from '../ssh/host-key-events.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { workerFilter, workerQuery } from './filter.ts'

type Fields = Readonly<Record<string, unknown>>

/** A worker is a host; what has none of its own would need a worker itself. */
const STYLES = ['Ssh', 'TentacleActive', 'TentaclePassive']

/** Hosts that run scripts which need no target, in pools. Source: API reference 5.15, domain reference 6.8. */
export const workerResource: Resource = {
  kind: KINDS.worker,
  tag: 'Workers',
  fields: {
    WorkerPoolIds: Type.Array(Type.String(), { minItems: 1 }),
    IsDisabled: Flag(),
    MachinePolicyId: Type.Optional(Type.String()),
    SkipInitialHealthCheck: Flag(),
    Endpoint: Endpoint(),
  },
  added: HOST_ANSWER,
  permissions: { view: 'WorkerView', create: 'WorkerEdit', edit: 'WorkerEdit', delete: 'WorkerEdit' },
  visible: (caller) => visibleWhere(caller, 'WorkerView', { space: sql`space_id` }),
  check: checkWorker,
  complete: completeWorker,
  columns: (worker) => ({
    worker_pool_ids: worker.WorkerPoolIds,
    is_disabled: worker.IsDisabled,
    health_status: worker.HealthStatus,
    communication_style: (worker.Endpoint as EndpointBody).CommunicationStyle,
  }),
  afterCreate: async ({ tx, caller }, worker) => {
    await recordHostEvent(tx, caller, worker, 'MachineAdded')
    await recordConfirmation(tx, caller, undefined, worker)
    await watchHealth(tx, worker)
  },
  afterUpdate: async ({ tx, caller, before }, worker) => {
    await recordReplacement(tx, caller, before!, worker)
    await recordConfirmation(tx, caller, before, worker)
    if (before!.IsDisabled !== worker.IsDisabled)
      await recordHostEvent(tx, caller, worker, worker.IsDisabled ? 'MachineDisabled' : 'MachineEnabled')
    await watchHealth(tx, worker)
  },
  present: presentFindings,
  links: (_worker, address) => ({ Connection: `${address}/connection` }),
  query: workerQuery,
  filter: workerFilter,
}

async function checkWorker(change: Change, body: Fields): Promise<string[]> {
  const { tx, caller, spaceId, before } = change
  const endpoint = body.Endpoint as EndpointBody
  const policy = body.MachinePolicyId as string | undefined
  return [
    ...(STYLES.includes(endpoint.CommunicationStyle)
      ? endpointProblems(endpoint)
      : [
          `Endpoint.CommunicationStyle: a worker of the style ${endpoint.CommunicationStyle} has no host of its own; the styles of workers are ${STYLES.join(', ')}.`,
        ]),
    ...(await agentKeyProblems(tx, change.id, endpoint)),
    ...(await checkWay(change, endpoint, [])),
    ...(await checkReferences(tx, { caller, spaceId, before }, [
      { field: 'WorkerPoolIds', kind: KINDS.workerPool, ids: body.WorkerPoolIds as readonly string[] },
      { field: 'MachinePolicyId', kind: KINDS.machinePolicy, ids: policy ? [policy] : [] },
    ])),
  ]
}

async function completeWorker({ tx, spaceId, before }: Change, body: Fields): Promise<Fields> {
  const endpoint = completeEndpoint(body.Endpoint as EndpointBody)
  return {
    WorkerPoolIds: [...new Set((body.WorkerPoolIds as readonly string[]).map(canonicalId))],
    MachinePolicyId:
      (body.MachinePolicyId && canonicalId(body.MachinePolicyId as string)) ||
      (await defaultIdOf(tx, KINDS.machinePolicy, spaceId)),
    Endpoint: endpoint,
    Thumbprint: endpoint.Thumbprint ?? '',
    Uri: endpoint.Uri ?? '',
    ...(await findingsAfter(tx, 'worker', before, { IsDisabled: body.IsDisabled, Endpoint: endpoint })),
  }
}
