import {
  type Client,
  type Named,
  type PreviewedVariable,
  previewVariables,
  type VariableCandidate,
} from '@flotilla/api'
import type { Command } from 'commander'
import { UsageError } from '../failures.ts'
import { requireChannel, requireEnvironment, requireProject, requireTargets, requireTenant } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options {
  readonly project?: string
  readonly environment?: string
  readonly machine?: string
  readonly role?: string
  readonly tenant?: string
  readonly channel?: string
  readonly step?: string
}

export function addVariablePreviewCommand(variable: Command): void {
  const command = variable
    .command('preview')
    .description('what value variables would have in a place, and why')
    .argument('[name]', 'name of one variable, also one that the server sets; all of the project without it')
    .option('-p, --project <project>', 'name or id of the project')
    .option('-e, --environment <environment>', 'in this environment')
    .option('-m, --machine <target>', 'on this target')
    .option('--role <role>', 'on a target with this role')
    .option('--tenant <tenant>', 'for this tenant')
    .option('--channel <channel>', 'for releases of this channel')
    .option('--step <step>', 'in this step or action of the process')
  onServer(
    command,
    {
      details: [
        'Which entries apply, which one is used, and what speaks against each of the others. The name may be one that the server sets (Octopus.Machine.Name). Secrets are asterisks.',
      ],
      examples: [
        'flotilla variable preview Db.Host --project "Web API" -e Staging -m s-web-api-01 --tenant "Pet Life"',
        'flotilla variable preview --project "Web API" -e Staging --output json',
      ],
    },
    previewCommand,
  )
}

async function previewCommand({ client }: Context, options: Options, name: string | undefined): Promise<Output> {
  if (!options.project) throw new UsageError('It needs a project.', 'Add --project NAME.')
  const project = await requireProject(client, options.project)
  const idOf = async (given: string | undefined, find: (client: Client, nameOrId: string) => Promise<Named>) =>
    given === undefined ? undefined : (await find(client, given)).Id
  const { Variables, ScopeValues } = await previewVariables(client, {
    project: project.Id,
    environment: await idOf(options.environment, requireEnvironment),
    tenant: await idOf(options.tenant, requireTenant),
    machine: await idOf(options.machine, async (each, target) => (await requireTargets(each, [target]))[0]!),
    channel: await idOf(options.channel, (each, channel) => requireChannel(each, project, channel)),
    role: options.role,
    action: options.step,
    name,
  })
  if (name === undefined) return listed(Variables)
  const [variable] = Variables
  if (!variable) {
    throw new UsageError(
      `${name} has no value of ${project.Name} there that you may see.`,
      'Leave out the name to see all that have one.',
    )
  }
  const names = new Map(
    Object.values(ScopeValues).flatMap((things) => things.map(({ Id, Name }) => [Id, Name] as const)),
  )
  return explained(variable, (id) => names.get(id) ?? id)
}

const listed = (variables: readonly PreviewedVariable[]): Output => ({
  kind: 'table',
  data: variables,
  columns: ['VARIABLE', 'VALUE', 'FROM', 'WHY'],
  rows: variables.map((variable) => [
    variable.Name,
    oneLine(variable.EvaluatedValue),
    fromOf(variable),
    variable.Reason,
  ]),
  empty: 'No variable has a value there.',
})

function explained(variable: PreviewedVariable, nameOf: (id: string) => string): Output {
  return {
    kind: 'text',
    data: variable,
    lines: [
      `${variable.Name} = ${variable.EvaluatedValue}`,
      '',
      ...variable.Candidates.flatMap((candidate) => [
        `${candidate.IsUsed ? '*' : '-'} ${candidate.IsSensitive ? 'a secret' : `'${oneLine(candidate.Value ?? '')}'`} from ${fromOf(candidate)}${scopeOf(candidate, nameOf)}`,
        `  ${candidate.Reason}`,
      ]),
    ],
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s*\r?\n\s*/g, ' ⏎ ')

const SOURCES: Readonly<Record<string, string>> = {
  Project: 'the project',
  LibraryVariableSet: 'library set',
  Template: 'template of',
  Account: 'account',
  System: 'the server',
}

const fromOf = ({ Origin }: Pick<VariableCandidate, 'Origin'>): string => {
  const word = SOURCES[Origin.Kind] ?? Origin.Kind
  return word.startsWith('the ') ? word : `${word} ${Origin.Name}`
}

const scopeOf = ({ Scope }: VariableCandidate, nameOf: (id: string) => string): string => {
  const kinds = Object.entries(Scope).filter(([kind]) => kind !== 'Private')
  return kinds.length === 0
    ? ''
    : `, scoped to ${kinds.map(([kind, values]) => `${kind} ${values.map(nameOf).join(' or ')}`).join(' and ')}`
}
