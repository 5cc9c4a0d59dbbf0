import type { Command } from 'commander'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { readClientSettings, type ServerOptions } from '../settings.ts'

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
  onServer(
    command,
    {
      details: ['Applying twice changes nothing. Secrets are sent once; the server never gives them back.'],
      examples: [
        'flotilla apply -f manifest.yaml --dry-run',
        'flotilla apply -f examples/acme-shop/manifest.yaml -f overrides.yaml',
      ],
    },
    applyCommand,
  )
}

async function applyCommand({ client, say }: Context, options: Options): Promise<Output> {
  // Loaded here and not above: every other command starts without what manifests need.
  const { applyManifest } = await import('../manifest/apply-manifest.ts')
  const { describePlan, summaryOf } = await import('../manifest/print-plan.ts')
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
