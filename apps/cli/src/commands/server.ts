import type { Command } from 'commander'
import { document } from '../documentation.ts'

const SETTINGS = `
Settings (flag, environment variable):
  --port          FLOTILLA_PORT        port to listen on; 0 = any free (8080)
  --host          FLOTILLA_HOST        address to listen on (127.0.0.1)
  --data-dir      FLOTILLA_DATA_DIR    where everything is kept (.flotilla)
  --database-url  DATABASE_URL         a PostgreSQL 14 or newer (one of its own, in the data directory)
  --node-name     FLOTILLA_NODE_NAME   name of this node (the host's name)
  --public-url    FLOTILLA_PUBLIC_URL  address that people reach it at
  FLOTILLA_MASTER_KEY  seals the keys of stored secrets: 32 random bytes in base64 (a file in the data directory)
  First start: FLOTILLA_ADMIN_USERNAME, FLOTILLA_ADMIN_PASSWORD, FLOTILLA_ADMIN_API_KEY`

const ROTATION =
  'A new master key is made in the data directory, or taken from FLOTILLA_NEW_MASTER_KEY. Both changes work beside running servers, and may be interrupted and repeated. The settings are those of the server.'

export function addServerCommand(program: Command): void {
  const server = program
    .command('server')
    .description('run a Flotilla server until it is stopped')
    .argument('[settings...]', 'settings of the server, see below')
    .allowUnknownOption()
    .passThroughOptions()
  document(server, {
    details: ['All settings are in docs/reference/settings.md.'],
    examples: ['flotilla server', 'flotilla server --port 8080 --data-dir /var/lib/flotilla'],
  })
    .addHelpText('after', SETTINGS)
    .action(async (settings: readonly string[]) => {
      // Loaded here and not above: everything else must start without the server and its packages.
      const { main } = await import('@flotilla/server/main')
      await main(settings)
    })
  const rotateKey = server
    .command('rotate-key')
    .description('change the master key that protects stored secrets')
    .option('--data', 'make a new data key instead, and seal every stored secret with it')
    .argument('[settings...]', '--data-dir or --database-url, as for the server')
    .allowUnknownOption()
  document(rotateKey, {
    details: [ROTATION],
    examples: ['flotilla server rotate-key --data-dir /var/lib/flotilla', 'flotilla server rotate-key --data'],
  }).action(async (settings: readonly string[], options: { readonly data?: boolean }) => {
    const { rotateKeyMain } = await import('@flotilla/server/main')
    await rotateKeyMain(settings, { data: options.data ?? false })
  })
}
