import type { Command } from 'commander'

const SETTINGS = `
Settings (flag, environment variable):
  --port          FLOTILLA_PORT        port to listen on; 0 = any free (8080)
  --host          FLOTILLA_HOST        address to listen on (127.0.0.1)
  --data-dir      FLOTILLA_DATA_DIR    where everything is kept (.flotilla)
  --database-url  DATABASE_URL         a PostgreSQL 14 or newer (one of its own, in the data directory)
  --node-name     FLOTILLA_NODE_NAME   name of this node (the host's name)
  --public-url    FLOTILLA_PUBLIC_URL  address that people reach it at
  First start: FLOTILLA_ADMIN_USERNAME, FLOTILLA_ADMIN_PASSWORD, FLOTILLA_ADMIN_API_KEY`

export function addServerCommand(program: Command): void {
  program
    .command('server')
    .description('run a Flotilla server until it is stopped')
    .argument('[settings...]', 'settings of the server, see below')
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText('after', SETTINGS)
    .action(async (settings: readonly string[]) => {
      // Loaded here and not above: everything else must start without the server and its packages.
      const { main } = await import('@flotilla/server/main')
      await main(settings)
    })
}
