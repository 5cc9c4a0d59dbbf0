import { assertNever } from '@flotilla/kit'
import type { ProgressionRefusal } from './judge-progression.ts'

/** A refusal as a sentence for a user; `nameOf` gives the name that belongs to an environment's or a tenant's id. */
export function explainProgressionRefusal(refusal: ProgressionRefusal, nameOf: (id: string) => string): string {
  switch (refusal.kind) {
    case 'environment-not-in-lifecycle':
      return `${nameOf(refusal.environmentId)} is not part of the release's lifecycle.`
    case 'tenant-not-connected':
      return `Tenant ${nameOf(refusal.tenantId)} is not connected to this project for ${nameOf(refusal.environmentId)}.`
    case 'phase-incomplete':
      return explainIncomplete(refusal, nameOf)
    case 'release-blocked': {
      const forTenant = refusal.tenantId === null ? '' : ` for tenant ${nameOf(refusal.tenantId)}`
      return `The release is blocked by an unresolved defect and has not been deployed successfully to phase "${refusal.phaseName}"${forTenant}, so it cannot be deployed to ${nameOf(refusal.environmentId)}.`
    }
    default:
      return assertNever(refusal)
  }
}

function explainIncomplete(
  refusal: Extract<ProgressionRefusal, { kind: 'phase-incomplete' }>,
  nameOf: (id: string) => string,
): string {
  const open = refusal.required - refusal.succeeded
  const names = refusal.missing.map(nameOf).join(', ')
  const where = open >= refusal.missing.length ? names : `${open} more of ${names}`
  const forTenant = refusal.tenantId === null ? '' : ` for tenant ${nameOf(refusal.tenantId)}`
  return `The release cannot be deployed to ${nameOf(refusal.environmentId)} before phase "${refusal.phaseName}" is complete: it must first be deployed successfully to ${where}${forTenant}.`
}
