import { listDocuments } from '@flotilla/api'
import type { Command } from 'commander'
import { type ListOptions, nameTable, tableOf, withLimit } from '../listing.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

export function addLifecycleCommands(program: Command): void {
  const lifecycle = program.command('lifecycle').description('look at lifecycles')
  onServer(
    withLimit(lifecycle.command('list').description('list lifecycles with their phases')),
    {
      details: ['Lifecycles are set up by manifests: flotilla apply.'],
      examples: ['flotilla lifecycle list', 'flotilla lifecycle list --output json'],
    },
    listCommand,
  )
}

async function listCommand({ client }: Context, { limit }: ListOptions): Promise<Output> {
  const lifecycles = await listDocuments(client, 'lifecycles', {}, limit)
  const environmentOf = nameTable(await listDocuments(client, 'environments'))
  return tableOf(
    lifecycles,
    { empty: 'No lifecycles.' },
    {
      LIFECYCLE: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      PHASES: ({ Phases }) =>
        Phases.map((phase) => {
          const places = [...phase.AutomaticDeploymentTargets, ...phase.OptionalDeploymentTargets].map(environmentOf)
          return `${phase.Name} (${places.join(', ') || 'any'})${phase.IsOptionalPhase ? '?' : ''}`
        }).join(' → ') || 'each environment in order',
    },
  )
}
