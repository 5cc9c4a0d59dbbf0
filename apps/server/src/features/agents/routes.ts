import { thumbprintOf } from '@flotilla/agent-protocol'
import type { SpaceId } from '@flotilla/domain'
import { TENANTED_MODES } from '@flotilla/domain/targets'
import { Type } from 'typebox'
import { inTransaction, type Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { Answer, AnsweredDate, CollectionOf, Links } from '../../http/answers.ts'
import { parseWireDate, WireDate } from '../../http/dates.ts'
import { badRequest, HttpRefusal, notFound } from '../../http/errors.ts'
import { collection, Paging, pageOf } from '../../http/paging.ts'
import { whereFrom } from '../access/authenticate.ts'
import { type AppRoute, type Caller, type Deps, require, route } from '../context.ts'
import { Flag, Places, Text, Texts } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences } from '../references.ts'
import { checkTags } from '../tag-sets/check-tags.ts'
import { registerAgent } from './register-agent.ts'
import { serverPublicKey } from './server-identity.ts'
import {
  LONGEST_TOKEN_MS,
  listTokens,
  makeToken,
  presentToken,
  requireToken,
  revokeToken,
  type TokenScope,
} from './tokens.ts'

const TOKEN_FIELDS = {
  Description: Text(),
  EnvironmentIds: Places(),
  Roles: Texts(),
  TenantIds: Places(),
  TenantTags: Places(),
  TenantedDeploymentParticipation: Type.Optional(Type.Union(TENANTED_MODES.map((mode) => Type.Literal(mode)))),
  WorkerPoolIds: Places(),
  MachinePolicyId: Type.Optional(Type.String({ minLength: 1 })),
  AllowReplacing: Flag(),
  MaxUses: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })),
}
const TokenBody = Type.Object({ ...TOKEN_FIELDS, Expires: Type.Optional(WireDate()) })

const TOKEN_ANSWER = {
  Id: Type.String(),
  SpaceId: Type.String(),
  Description: Type.String(),
  EnvironmentIds: Type.Array(Type.String()),
  Roles: Type.Array(Type.String()),
  TenantIds: Type.Array(Type.String()),
  TenantTags: Type.Array(Type.String()),
  TenantedDeploymentParticipation: Type.Optional(Type.String()),
  WorkerPoolIds: Type.Array(Type.String()),
  MachinePolicyId: Type.Optional(Type.String()),
  AllowReplacing: Type.Boolean(),
  MaxUses: Type.Integer(),
  UsesLeft: Type.Integer(),
  Created: AnsweredDate(),
  CreatedBy: Type.String(),
  Expires: AnsweredDate(),
  Links: Links(),
}
const TokenAnswer = Answer('AgentRegistrationToken', TOKEN_ANSWER)
const NewTokenAnswer = Answer('NewAgentRegistrationToken', { ...TOKEN_ANSWER, Token: Type.String() })

/** Agents join by a token. Source: reliability reference H1. */
export function agentRoutes({ database, clock }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Agents'] } as const
  return [
    route({
      ...common,
      method: 'POST',
      path: '/agentregistrationtokens',
      summary: 'Make a token that agents register with: once and for an hour, unless it says otherwise',
      access: 'MachineCreate',
      status: 201,
      body: TokenBody,
      response: NewTokenAnswer,
      operationId: 'createAgentRegistrationToken',
      handler: async ({ space, caller, body: { Expires, ...asked } }) => {
        const now = clock.now()
        const expiresAt = Expires === undefined ? new Date(now + LONGEST_TOKEN_MS) : parseWireDate(Expires)
        if (!expiresAt || expiresAt.getTime() <= now || expiresAt.getTime() > now + LONGEST_TOKEN_MS) {
          throw badRequest('Expires: must be a date within the next hour; no token is good for longer.')
        }
        const scope = readScope(asked as TokenScope)
        const made = await inTransaction(database, async (tx) => {
          await checkScope(tx, caller, space.id, scope)
          return makeToken(tx, caller, { spaceId: space.id, scope, expiresAt })
        })
        return { ...presentToken(made.token), Token: made.text }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/agentregistrationtokens',
      summary: 'The tokens that agents can register with, without their secrets, newest first',
      access: 'MachineCreate',
      query: Type.Object(Paging),
      response: CollectionOf(TokenAnswer),
      handler: async ({ space, caller, query }) => {
        const page = pageOf(query)
        const all = await listTokens(database, space.id)
        const seen = all.filter(({ document }) => mayInPlaces(caller, space.id, document))
        const items = seen.slice(page.skip, page.skip + page.take)
        const address = `/api/${space.id}/agentregistrationtokens`
        return collection('AgentRegistrationToken', items.map(presentToken), seen.length, page, address)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/agentregistrationtokens/:id',
      summary: 'A token that agents can register with, without its secret',
      access: 'MachineCreate',
      response: TokenAnswer,
      handler: async ({ space, caller, params }) => {
        const token = await requireToken(database, space.id, params.id)
        if (!mayInPlaces(caller, space.id, token.document)) throw notFound('AgentRegistrationToken', params.id)
        return presentToken(token)
      },
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/agentregistrationtokens/:id',
      summary: 'Revoke a token: no further agent registers with it',
      access: 'MachineCreate',
      response: TokenAnswer,
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const token = await requireToken(tx, space.id, params.id)
          requireInPlaces(caller, space.id, token.document)
          await revokeToken(tx, caller, token)
          return presentToken(token)
        }),
    }),
    route({
      scope: 'system',
      tags: ['Agents'],
      method: 'POST',
      path: '/agents/register',
      summary: 'Register an agent with its public key, by a token',
      access: 'public',
      status: 201,
      body: Type.Object({
        Token: Type.String({ minLength: 1, maxLength: 500 }),
        PublicKey: Type.String({ pattern: '^[\\w-]{43}$' }),
        Signature: Type.String({ pattern: '^[\\w-]{86}$' }),
        Name: Type.String({ minLength: 1, maxLength: 200 }),
        Environments: Texts(),
        Roles: Texts(),
        Tenants: Texts(),
        TenantTags: Texts(),
        WorkerPools: Texts(),
        MachinePolicy: Type.Optional(Type.String({ minLength: 1 })),
      }),
      response: Answer('RegisteredAgent', {
        Id: Type.String(),
        Name: Type.String(),
        SpaceId: Type.String(),
        Thumbprint: Type.String(),
        ServerPublicKey: Type.String(),
        Links: Links(),
      }),
      refusals: [403, 409],
      example: {
        body: {
          Token: `agenttokens-Lk3rW0sZ4nBq8dFt1uXa.${'s'.repeat(43)}.${'A1'.repeat(32)}`,
          PublicKey: 'p'.repeat(43),
          Signature: 's'.repeat(86),
          Name: 's-web-api-03',
          Environments: ['Staging'],
          Roles: ['App-WebApi'],
        },
      },
      operationId: 'registerAgent',
      handler: async ({ body, raw }) => {
        const [host, serverKey] = await inTransaction(database, (tx) =>
          Promise.all([registerAgent(tx, withLists(body), whereFrom(raw)), serverPublicKey(tx)]),
        )
        const kind = host.Id.startsWith('Workers-') ? KINDS.worker : KINDS.machine
        return {
          Id: host.Id,
          Name: host.Name,
          SpaceId: host.SpaceId,
          Thumbprint: thumbprintOf(body.PublicKey),
          ServerPublicKey: serverKey,
          Links: { Self: `/api/${host.SpaceId}/${kind.route}/${host.Id}` },
        }
      },
    }),
  ]
}

const withLists = <Body extends object>(body: Body) =>
  ({ Environments: [], Roles: [], Tenants: [], TenantTags: [], WorkerPools: [], ...body }) as Body & {
    [List in 'Environments' | 'Roles' | 'Tenants' | 'TenantTags' | 'WorkerPools']: readonly string[]
  }

function readScope(asked: TokenScope): TokenScope {
  const ids = (list: readonly string[]) => [...new Set(list.map(canonicalId))]
  return {
    ...asked,
    EnvironmentIds: ids(asked.EnvironmentIds),
    Roles: [...new Set(asked.Roles.map((role) => role.trim()))],
    TenantIds: ids(asked.TenantIds),
    WorkerPoolIds: ids(asked.WorkerPoolIds),
  }
}

async function checkScope(tx: Tx, caller: Caller, spaceId: string, scope: TokenScope): Promise<void> {
  const { EnvironmentIds, Roles, WorkerPoolIds } = scope
  const problems = [
    ...(WorkerPoolIds.length === 0 && EnvironmentIds.length === 0
      ? ['EnvironmentIds: name at least one environment, or a WorkerPoolId.']
      : []),
    ...(EnvironmentIds.length > 0 === Roles.length > 0
      ? []
      : ['Roles: environments and roles go together; at least one of each is needed.']),
    ...Roles.filter((role) => role === '' || /\s/.test(role)).map(
      (role) => `Roles: '${role}' must be one word; roles hold no spaces.`,
    ),
    ...(await checkReferences(tx, { caller, spaceId }, [
      { field: 'EnvironmentIds', kind: KINDS.environment, ids: EnvironmentIds },
      { field: 'TenantIds', kind: KINDS.tenant, ids: scope.TenantIds },
      { field: 'WorkerPoolIds', kind: KINDS.workerPool, ids: WorkerPoolIds },
      {
        field: 'MachinePolicyId',
        kind: KINDS.machinePolicy,
        ids: scope.MachinePolicyId ? [scope.MachinePolicyId] : [],
      },
    ])),
    ...(await checkTags({ tx, spaceId }, { field: 'TenantTags', scope: 'Tenant', tags: scope.TenantTags })),
  ]
  if (problems.length > 0) throw badRequest(...problems)
  requireInPlaces(caller, spaceId, scope)
}

/** Nobody gives leave to more than he may do himself; that is asked again when the token is used. */
function requireInPlaces(caller: Caller, spaceId: string, scope: TokenScope): void {
  const tenants = scope.TenantIds.length > 0 ? scope.TenantIds : [null]
  for (const environmentId of scope.EnvironmentIds) {
    for (const tenantId of tenants) {
      const place = { spaceId, environmentId, tenantId } as never
      require(caller, 'MachineCreate', place)
      if (scope.AllowReplacing) require(caller, 'MachineEdit', place)
    }
  }
  if (scope.WorkerPoolIds.length > 0) require(caller, 'WorkerEdit', { spaceId: spaceId as SpaceId })
}

/** Whether he could have made it: then it is his to see. */
function mayInPlaces(caller: Caller, spaceId: string, scope: TokenScope): boolean {
  try {
    requireInPlaces(caller, spaceId, scope)
    return true
  } catch (error) {
    if (error instanceof HttpRefusal && error.missingPermission !== undefined) return false
    throw error
  }
}
