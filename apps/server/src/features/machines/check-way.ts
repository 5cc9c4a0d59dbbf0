import { findDocument } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences } from '../references.ts'
import type { Change } from '../standard-routes.ts'
import { mayWithMachine } from './access.ts'
import type { EndpointBody } from './endpoint.ts'

/**
 * What is wrong with the way to a host: the account that signs in must be there, the caller's to see, and for all environments
 * of the machine; the machine that the connection goes through must be one over SSH that is not itself reached through another
 * machine. A proxy brings the connection to the first host of the way: to the machine in between, if there is one.
 */
export async function checkWay(
  change: Change,
  endpoint: EndpointBody,
  environmentIds: readonly string[],
): Promise<readonly string[]> {
  const { tx, caller, spaceId, before, id } = change
  const proxyId = String(endpoint.ProxyId ?? '')
  const proxyProblems = await checkReferences(tx, { caller, spaceId, before }, [
    { field: 'Endpoint.ProxyId', kind: KINDS.proxy, ids: proxyId ? [proxyId] : [] },
  ])
  if (endpoint.CommunicationStyle !== 'Ssh') return proxyProblems
  const accountId = String(endpoint.AccountId ?? '')
  const jumpId = String(endpoint.JumpHostMachineId ?? '')
  const problems = await checkReferences(tx, { caller, spaceId, before }, [
    { field: 'Endpoint.AccountId', kind: KINDS.account, ids: accountId ? [accountId] : [] },
    { field: 'Endpoint.JumpHostMachineId', kind: KINDS.machine, ids: jumpId ? [jumpId] : [] },
  ])
  if (proxyProblems.length + problems.length > 0) return [...proxyProblems, ...problems]
  const account = accountId ? await findDocument(tx, KINDS.account, canonicalId(accountId)) : undefined
  const allowed = (account?.EnvironmentIds ?? []) as readonly string[]
  const outside = allowed.length === 0 ? [] : environmentIds.map(canonicalId).filter((each) => !allowed.includes(each))
  const jump = jumpId ? await findDocument(tx, KINDS.machine, canonicalId(jumpId)) : undefined
  const through = jump?.Endpoint as EndpointBody | undefined
  return [
    ...(outside.length > 0
      ? [`Endpoint.AccountId: the account ${account?.Name} may not be used in ${outside.join(', ')}.`]
      : []),
    ...(jump && !mayWithMachine(caller, 'MachineView', jump)
      ? [`Endpoint.JumpHostMachineId: machine ${jumpId} was not found.`]
      : []),
    ...(proxyId && jumpId
      ? ['Endpoint.ProxyId: the connection begins at the machine of JumpHostMachineId; give that one the proxy.']
      : []),
    ...(jump?.Id === id ? ['Endpoint.JumpHostMachineId: a machine is not reached through itself.'] : []),
    ...(through && (through.CommunicationStyle !== 'Ssh' || through.JumpHostMachineId)
      ? [
          `Endpoint.JumpHostMachineId: ${jump?.Name} must be a machine over SSH that is not itself reached through another one.`,
        ]
      : []),
  ]
}
