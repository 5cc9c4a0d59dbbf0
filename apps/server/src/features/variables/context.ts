import type { VariableContext } from '@flotilla/domain/variables'
import { processIdOf } from '../versioned.ts'

/** Where the variables of a deployment, or of a run of a runbook, are looked up before it is known which step or machine asks. */
export const deploymentContext = (place: {
  readonly projectId: string
  readonly channelId: string | null
  readonly runbookId?: string | null | undefined
  readonly environmentId: string
  readonly tenant: { readonly id: string; readonly tags: readonly string[] } | null
}): VariableContext => ({
  environmentId: place.environmentId as VariableContext['environmentId'],
  channelId: place.channelId as VariableContext['channelId'],
  tenantId: (place.tenant?.id ?? null) as VariableContext['tenantId'],
  tenantTags: place.tenant?.tags ?? [],
  projectId: place.projectId as VariableContext['projectId'],
  // Clients scope to the process by either id.
  processOwners: [place.runbookId ?? place.projectId, processIdOf(place.runbookId ?? place.projectId)],
})
