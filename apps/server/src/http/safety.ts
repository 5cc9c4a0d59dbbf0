import type { FastifyRequest } from 'fastify'
import { badRequest } from './errors.ts'

const IN_ADDRESS = new Set(['apikey', 'api_key', 'access_token'])

/** Addresses end up in logs and histories, so credentials never travel in them (reliability N8). */
export function refuseCredentialsInAddress(request: FastifyRequest): void {
  const name = Object.keys((request.query ?? {}) as object).find((key) => IN_ADDRESS.has(key.toLowerCase()))
  if (name === undefined) return
  throw badRequest(
    `${name}: credentials are not taken from addresses, which others can read in logs. Send the key in the header X-Octopus-ApiKey, and revoke it if this address may have been logged.`,
  )
}

/** What every answer says to browsers (reliability W5). */
export function safetyHeaders(request: FastifyRequest): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(request.protocol === 'https' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}
