import type { FastifyInstance } from 'fastify'
import { ownAddress } from '../../http/sender.ts'

export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:jwt'

/** Where build servers exchange their tokens; outside of `/api`, as OpenID Connect has it. Source: API reference 3.3. */
export function addDiscovery(app: FastifyInstance, publicUrl: string | undefined): void {
  app.get('/.well-known/openid-configuration', { schema: { hide: true } }, async (request) => {
    const address = publicUrl ?? ownAddress(request)
    return {
      issuer: address,
      token_endpoint: `${address}/api/token/v1`,
      grant_types_supported: [GRANT_TYPE],
      subject_token_types_supported: [TOKEN_TYPE],
    }
  })
}
