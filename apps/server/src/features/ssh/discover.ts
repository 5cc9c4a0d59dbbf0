import type { Permission } from '@flotilla/domain/access'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { Answer, Links } from '../../http/answers.ts'
import { badRequest, HttpRefusal } from '../../http/errors.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { completeEndpoint } from '../machines/endpoint.ts'
import { EndpointAnswer } from '../machines/endpoint-answer.ts'
import { loadReaches } from '../machines/reach.ts'
import { machineResource } from '../machines/resource.ts'
import { proxyResource } from '../proxies/resource.ts'
import { requireVisible } from '../standard-routes.ts'

const DiscoveredAnswer = (what: string) =>
  Answer(`Discovered${what}`, {
    Id: Type.Null(),
    Name: Type.String(),
    IsDisabled: Type.Boolean(),
    HealthStatus: Type.String(),
    Endpoint: EndpointAnswer,
    Links: Links(),
  })

/**
 * `GET …/discover`: connects to a host that is to become a machine or a worker, and shows its key. Nobody signs in, and nothing is
 * stored: who compares the fingerprint with the host's own and stores it with the machine has confirmed it.
 * Source: API reference 5.13; reliability reference H7.
 */
export const discoverRoute = (deps: Deps, what: 'Machine' | 'Worker', access: Permission): AppRoute =>
  route({
    method: 'GET',
    scope: 'space',
    tags: [`${what}s`],
    path: `/${what.toLowerCase()}s/discover`,
    summary: 'Look at the key of a host over SSH; its fingerprint is to be confirmed by storing it',
    access,
    query: Type.Object({
      host: Type.Optional(Type.String()),
      port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
      type: Type.Optional(Type.String()),
      proxyId: Type.Optional(Type.String()),
      jumpHostMachineId: Type.Optional(Type.String()),
    }),
    response: DiscoveredAnswer(what),
    refusals: [501],
    handler: async ({ space, caller, query }) => {
      const { host = '', port = 22, type = 'Ssh', proxyId, jumpHostMachineId } = query
      if (type !== 'Ssh')
        throw new HttpRefusal(
          501,
          `Only hosts over SSH can be looked at, not those of the type ${type}. An agent of this server registers itself.`,
        )
      if (host.trim() === '') throw badRequest('host: name the host to look at.')
      const jump = jumpHostMachineId
        ? await requireVisible(deps.database, machineResource, caller, space.id, canonicalId(jumpHostMachineId))
        : undefined
      if (proxyId && jump)
        throw badRequest(
          'proxyId: the connection begins at the machine of jumpHostMachineId; it goes through its proxy.',
        )
      const proxy = proxyId
        ? await requireVisible(deps.database, proxyResource, caller, space.id, canonicalId(proxyId))
        : undefined
      const through = jump && (await loadReaches(deps.database, [jump.Id]))[jump.Id]
      if (through && through.style !== 'Ssh')
        throw badRequest(`jumpHostMachineId: ${jump?.Name} is not reached over SSH.`)
      const seen = await deps.hostKeyOf({ host: host.trim(), port, proxyId: proxy?.Id ?? null, via: through ?? null })
      if (!seen.ok) throw badRequest(`${host}:${port} could not be looked at: ${seen.error.detail}.`)
      return {
        Id: null,
        Name: host.trim(),
        IsDisabled: false,
        HealthStatus: 'Unknown',
        Endpoint: completeEndpoint({
          CommunicationStyle: 'Ssh',
          AccountId: '',
          Host: host.trim(),
          Port: port,
          Fingerprint: seen.value,
          ...(proxy ? { ProxyId: proxy.Id } : {}),
          ...(jump ? { JumpHostMachineId: jump.Id } : {}),
        }),
        Links: {},
      }
    },
  })
