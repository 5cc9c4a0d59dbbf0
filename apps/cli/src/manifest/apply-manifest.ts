import type { Client } from '@flotilla/api'
import { enterSpace } from './api.ts'
import { planManifest } from './plan.ts'
import type { Plan } from './planning.ts'
import { titleOf } from './print-plan.ts'
import { readManifest } from './read-manifest.ts'
import { loadWorld } from './world.ts'

export interface ApplyAsk {
  readonly client: Client
  readonly space?: string | undefined
  readonly files: readonly string[]
  /** Where `valueFrom` looks. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly isDryRun?: boolean
  readonly replacesSecrets?: boolean
  /** Is told of each change when it is done. */
  readonly onDone?: (title: string) => void
}

/**
 * Gives a space what manifests say, or with `isDryRun` only says what that would take.
 *
 * Errors: `ManifestError` before anything is sent; `ApiError` when the server refuses a change: those before it stay, and
 * applying again goes on from there.
 */
export async function applyManifest(ask: ApplyAsk): Promise<Plan> {
  const manifest = await readManifest(ask.files, ask.environment)
  const api = await enterSpace(ask.client, ask.space)
  const world = await loadWorld(api)
  const plan = await planManifest(api, world, manifest, { replacesSecrets: ask.replacesSecrets ?? false })
  if (ask.isDryRun) return plan
  for (const change of plan.changes) {
    await change.apply(api, world.names)
    ask.onDone?.(titleOf(change))
  }
  return plan
}
