import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { readClientSettings, type ServerOptions } from '../settings.ts'

interface Options extends ServerOptions {
  readonly file?: string
}

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description('write a space as a manifest; secrets, passwords and API keys are left out')
    .option('-f, --file <file>', 'file to write; standard output when left out')
  onServer(
    command,
    { examples: ['flotilla export --file manifest.yaml', 'flotilla export --space Staging-Copy --output json'] },
    exportCommand,
  )
}

async function exportCommand({ client, say }: Context, options: Options): Promise<Output> {
  // Loaded here and not above: every other command starts without what manifests need.
  const { enterSpace } = await import('../manifest/api.ts')
  const { exportManifest } = await import('../manifest/export-manifest.ts')
  const api = await enterSpace(client, readClientSettings(options, process.env).space)
  const { manifest, text, notes } = await exportManifest(api)
  for (const note of notes) say(note)
  if (!options.file) return { kind: 'text', data: manifest, lines: text.trimEnd().split('\n') }
  await writeFile(options.file, text)
  return { kind: 'text', data: manifest, lines: [`Written to ${options.file}.`] }
}
