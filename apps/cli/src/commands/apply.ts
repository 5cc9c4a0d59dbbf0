import type { Client } from '@flotilla/api'
import type { Command } from 'commander'
import { enterSpace } from '../manifest/api.ts'
import { planManifest } from '../manifest/plan.ts'
import type { Plan } from '../manifest/planning.ts'
import { describePlan, summaryOf, titleOf } from '../manifest/print-plan.ts'
import { readManifest } from '../manifest/read-manifest.ts'
import { loadWorld } from '../manifest/world.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { readClientSettings, type ServerOptions } from '../settings.ts'

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

interface Options extends ServerOptions {
  readonly file: readonly string[]
  readonly dryRun?: boolean
  readonly replaceSecrets?: boolean
}

export function addApplyCommand(program: Command): void {
  const command = program
    .command('apply')
    .description('give a space what a manifest says; what it leaves out stays as it is, and nothing is deleted')
    .requiredOption('-f, --file <file...>', 'manifests (YAML); see docs/reference/manifest.schema.json')
    .option('--dry-run', 'print the difference and change nothing')
    .option('--replace-secrets', 'send secrets again that the server already has')
  onServer(command, applyCommand)
}

async function applyCommand({ client, say }: Context, options: Options): Promise<Output> {
  const isDryRun = options.dryRun ?? false
  const plan = await applyManifest({
    client,
    space: readClientSettings(options, process.env).space,
    files: options.file,
    environment: process.env,
    isDryRun,
    replacesSecrets: options.replaceSecrets ?? false,
    onDone: say,
  })
  const changes = plan.changes.map(({ kind, what, differences }) => ({
    Kind: kind,
    What: what,
    Differences: differences,
  }))
  const lines = isDryRun ? describePlan(plan) : [...plan.notes, summaryOf(plan, 'past')]
  return { kind: 'text', data: { Changes: changes, Notes: plan.notes }, lines }
}
