import { isSignedBy, thumbprintOf } from '@flotilla/agent-protocol'
import type { SpaceId } from '@flotilla/domain'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { type Document, findDocumentByName } from '../../database/documents.ts'
import { badRequest, conflict } from '../../http/errors.ts'
import { loadCaller } from '../access/authenticate.ts'
import { type Caller, require } from '../context.ts'
import type { EndpointBody } from '../machines/endpoint.ts'
import { machineResource } from '../machines/resource.ts'
import { createDocument, type Resource, replaceDocument } from '../standard-routes.ts'
import { workerResource } from '../workers/resource.ts'
import { type AgentHost, hostsOf } from './hosts.ts'
import { type GrantedScope, grantScope, type RegistrationAsked } from './scope-asked.ts'
import { type AgentToken, findToken, useToken } from './tokens.ts'

export interface Registration extends RegistrationAsked {
  readonly Token: string
  readonly PublicKey: string
  /** Over the token, by the key: nobody registers a key that is another's. */
  readonly Signature: string
}

/**
 * Makes a machine, or a worker, of who brings a token; or gives it the place of an earlier one of its name, where the token says
 * so. It acts with the rights that the token's maker has now. Source: reliability reference H1, H5, Z6.
 */
export async function registerAgent(
  tx: Tx,
  asked: Registration,
  from: Pick<Caller, 'userAgent' | 'ipAddress'>,
): Promise<Document> {
  const thumbprint = thumbprintOf(asked.PublicKey)
  const [token, hosts] = await Promise.all([findToken(tx, asked.Token), hostsOf(tx, thumbprint)])
  if (!isSignedBy(asked.PublicKey, 'agent registration', asked.Token, asked.Signature)) {
    throw badRequest('Signature: does not prove that the key is the own one of who registers.')
  }
  // It asks again whose answer was lost: the machine is there, and the token was used for it.
  const made = ownAmong(hosts, token, asked)
  if (made) return made.document
  if (!(await useToken(tx, token))) {
    // The last use may have been for an earlier request of its own, which has ended only now.
    const madeNow = ownAmong(await hostsOf(tx, thumbprint), token, asked)
    if (madeNow) return madeNow.document
    throw badRequest('Token: was used as often as it may be. Make another one.')
  }
  const [maker, granted] = await Promise.all([loadCaller(tx, token.created_by), grantScope(tx, token, asked)])
  const caller = { ...maker, ...from, establishedWith: `Agent registration token ${token.id}` }
  return settleHost(tx, caller, token, { name: asked.Name.trim(), thumbprint, granted })
}

const ownAmong = (hosts: readonly AgentHost[], token: AgentToken, { Name }: Registration): AgentHost | undefined =>
  hosts.find(
    ({ document }) => document.SpaceId === token.space_id && document.Name.toLowerCase() === Name.trim().toLowerCase(),
  )

interface Registering {
  readonly name: string
  readonly thumbprint: string
  readonly granted: GrantedScope
}

/** What a machine is limited to, and what a worker is. */
const MACHINE_SCOPE = ['EnvironmentIds', 'Roles', 'TenantIds', 'TenantTags'] as const
const WORKER_SCOPE = ['WorkerPoolIds'] as const
type ScopeField = (typeof MACHINE_SCOPE | typeof WORKER_SCOPE)[number]

async function settleHost(
  tx: Tx,
  caller: Caller,
  token: AgentToken,
  { name, thumbprint, granted }: Registering,
): Promise<Document> {
  const { document: scope, space_id: spaceId } = token
  const isWorker = granted.WorkerPoolIds !== undefined || scope.EnvironmentIds.length === 0
  if (isWorker && MACHINE_SCOPE.some((field) => granted[field] !== undefined)) {
    throw badRequest('WorkerPools: a worker has no environments, roles or tenants.')
  }
  const resource = isWorker ? workerResource : machineResource
  const fields: readonly ScopeField[] = isWorker ? WORKER_SCOPE : MACHINE_SCOPE
  const present = await findDocumentByName(tx, resource.kind, name, { spaceId })
  const before = present && (await lockReplaceable(tx, token, { resource, fields, id: present.Id }))
  const participation = scope.TenantedDeploymentParticipation ?? before?.TenantedDeploymentParticipation
  const policyId = granted.MachinePolicyId ?? before?.MachinePolicyId ?? scope.MachinePolicyId
  const body = {
    Name: before?.Name ?? name,
    // Who takes an earlier one's place gets what that had, unless it asks for something else.
    ...Object.fromEntries(fields.map((field) => [field, granted[field] ?? before?.[field] ?? scope[field]])),
    ...(isWorker || participation === undefined ? {} : { TenantedDeploymentParticipation: participation }),
    ...(policyId === undefined ? {} : { MachinePolicyId: policyId }),
    IsDisabled: before?.IsDisabled ?? false,
    SkipInitialHealthCheck: false,
    Endpoint: endpointOf(thumbprint),
  }
  require(caller, resource.permissions[before ? 'edit' : 'create'], { spaceId: spaceId as SpaceId })
  return before
    ? replaceDocument(resource, tx, caller, before, body)
    : createDocument(resource, tx, caller, spaceId, body)
}

/** An agent of ours appears on the wire as a polling target. Source: API reference 5.13. */
const endpointOf = (thumbprint: string): EndpointBody => ({
  CommunicationStyle: 'TentacleActive',
  Uri: `poll://${thumbprint.slice(0, 32).toLowerCase()}/`,
  Thumbprint: thumbprint,
})

/** The machine or worker whose place is asked for, locked; refuses where the token does not reach it. */
async function lockReplaceable(
  tx: Tx,
  token: AgentToken,
  {
    resource,
    fields,
    id,
  }: { readonly resource: Resource; readonly fields: readonly ScopeField[]; readonly id: string },
): Promise<Document> {
  const { rows } = await sql<{ document: Document }>`
    select document from ${sql.table(resource.kind.table)} where id = ${id} for no key update`.execute(tx)
  const host = rows[0]?.document
  if (!host) throw conflict('Name: the machine of this name has just been removed. Try again.')
  if (!token.document.AllowReplacing) {
    throw conflict(
      `Name: ${host.Name} is registered already. A token with AllowReplacing lets another machine take its place.`,
    )
  }
  if ((host.Endpoint as EndpointBody).CommunicationStyle !== 'TentacleActive') {
    throw conflict(`Name: ${host.Name} is no agent; it keeps its place.`)
  }
  const isWithin = (field: ScopeField): boolean => {
    const allowed = new Set(token.document[field].map((word) => word.toLowerCase()))
    return (host[field] as readonly string[]).every((word) => allowed.has(word.toLowerCase()))
  }
  const beyond = fields.filter((field) => !isWithin(field))
  if (beyond.length > 0) {
    throw conflict(`Name: the token gives no leave to all that ${host.Name} has (${beyond.join(', ')}).`)
  }
  return host
}
