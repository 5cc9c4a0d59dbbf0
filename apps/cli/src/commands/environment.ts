import { changeDocument, createDocument, deleteDocument, type Environment, listDocuments } from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { requireChange } from '../failures.ts'
import { type ListOptions, tableOf, withLimit } from '../listing.ts'
import { requireEnvironment } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface EnvironmentOptions {
  readonly description?: string
  readonly guidedFailure?: boolean
}

const withEnvironmentOptions = (command: Command): Command =>
  command
    .option('--description <text>', 'what it is for')
    .option('--guided-failure', 'a step that fails there asks a person')
    .option('--no-guided-failure', 'a step that fails there fails the deployment')

export function addEnvironmentCommands(program: Command): void {
  const environment = program.command('environment').description('set up environments')
  const named = (verb: string, does: string) =>
    environment.command(verb).description(does).argument('<environment>', 'name or id of the environment')
  onServer(
    withLimit(environment.command('list').description('list environments, in their order')),
    { examples: ['flotilla environment list', 'flotilla environment list --output json'] },
    listCommand,
  )
  onServer(
    named('view', 'show an environment'),
    { examples: ['flotilla environment view Staging', 'flotilla environment view Environments-2 --output json'] },
    async ({ client }, _options, name: string) => show(await requireEnvironment(client, name)),
  )
  onServer(
    withEnvironmentOptions(
      environment
        .command('create')
        .description('create an environment, behind the others')
        .argument('<name>', 'its name'),
    ),
    {
      examples: ['flotilla environment create Staging', 'flotilla environment create Production --guided-failure'],
    },
    createCommand,
  )
  onServer(
    withEnvironmentOptions(
      named('update', 'change an environment; what is not given stays as it is').option(
        '--name <name>',
        'its new name',
      ),
    ),
    {
      examples: [
        'flotilla environment update Staging --name Acceptance',
        'flotilla environment update Production --no-guided-failure',
      ],
    },
    updateCommand,
  )
  onServer(
    withConfirmation(named('delete', 'delete an environment that nothing uses any more')),
    { examples: ['flotilla environment delete Playground', 'flotilla environment delete Environments-7 --yes'] },
    deleteCommand,
  )
}

async function listCommand({ client }: Context, { limit }: ListOptions): Promise<Output> {
  return tableOf(
    await listDocuments(client, 'environments', {}, limit),
    { empty: 'No environments.' },
    {
      ENVIRONMENT: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      'GUIDED FAILURE': ({ UseGuidedFailure }) => (UseGuidedFailure ? 'yes' : ''),
      DESCRIPTION: ({ Description }) => Description,
    },
  )
}

async function createCommand({ client }: Context, options: EnvironmentOptions, name: string): Promise<Output> {
  return show(await createDocument(client, 'environments', { Name: name, ...factsOf(options) }))
}

async function updateCommand(
  { client }: Context,
  options: EnvironmentOptions & { readonly name?: string },
  name: string,
): Promise<Output> {
  const before = await requireEnvironment(client, name)
  const change = { ...factsOf(options), ...(options.name === undefined ? {} : { Name: options.name }) }
  requireChange(change)
  return show(await changeDocument(client, 'environments', before, change))
}

async function deleteCommand({ client }: Context, options: ConfirmOptions, name: string): Promise<Output> {
  const environment = await requireEnvironment(client, name)
  await confirm(options, `the environment ${environment.Name}`)
  await deleteDocument(client, 'environments', environment.Id)
  return { kind: 'text', data: environment, lines: [`The environment ${environment.Name} was deleted.`] }
}

const factsOf = ({ description, guidedFailure }: EnvironmentOptions): Partial<Environment> => ({
  ...(description === undefined ? {} : { Description: description }),
  ...(guidedFailure === undefined ? {} : { UseGuidedFailure: guidedFailure }),
})

const show = (environment: Environment): Output => ({
  kind: 'facts',
  data: environment,
  facts: [
    ['Environment', environment.Name],
    ['Id', environment.Id],
    ['Description', environment.Description],
    ['Guided failure', environment.UseGuidedFailure ? 'yes' : 'no'],
  ],
})
