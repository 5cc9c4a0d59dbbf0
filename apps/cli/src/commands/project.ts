import {
  type Client,
  changeDocument,
  cloneDocument,
  createDocument,
  deleteDocument,
  listDocuments,
  listItems,
  type Named,
  type Project,
} from '@flotilla/api'
import { type Command, Option } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { requireChange, UsageError } from '../failures.ts'
import { type ListOptions, nameTable, tableOf, withLimit } from '../listing.ts'
import { requireLifecycle, requireProject, requireProjectGroup } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

const TENANCIES: readonly Project['TenantedDeploymentMode'][] = ['Untenanted', 'TenantedOrUntenanted', 'Tenanted']

interface ProjectOptions {
  readonly group?: string
  readonly lifecycle?: string
  readonly description?: string
  readonly tenancy?: Project['TenantedDeploymentMode']
}

const withProjectOptions = (command: Command): Command =>
  command
    .option('--group <project-group>', 'name or id of its project group')
    .option('--lifecycle <lifecycle>', 'name or id of its lifecycle')
    .option('--description <text>', 'what it is')
    .addOption(new Option('--tenancy <mode>', 'whether it is deployed for tenants').choices(TENANCIES))

export function addProjectCommands(program: Command): void {
  const project = program.command('project').description('set up projects')
  onServer(
    withLimit(
      project
        .command('list')
        .description('list projects')
        .option('--group <project-group>', 'only of this project group'),
    ),
    { examples: ['flotilla project list', 'flotilla project list --group "Default Project Group" --output json'] },
    listCommand,
  )
  onServer(
    project.command('view').description('show a project').argument('<project>', 'name or id of the project'),
    { examples: ['flotilla project view "Web API"', 'flotilla project view Projects-3 --output json'] },
    viewCommand,
  )
  onServer(
    withProjectOptions(
      project
        .command('create')
        .description('create a project')
        .argument('<name>', 'name of the new project')
        .option('--clone <project>', 'as a copy of this project: process, variables, channels, triggers'),
    ),
    {
      details: [
        'Without --group and --lifecycle it gets those of the copied project, else the only ones there are, or those called Default. Its process is set up by a manifest: flotilla apply.',
      ],
      examples: [
        'flotilla project create "Web API" --lifecycle "Default Lifecycle"',
        'flotilla project create "Web API 2" --clone "Web API" --description "The next one"',
      ],
    },
    createCommand,
  )
  onServer(
    withProjectOptions(
      project
        .command('update')
        .description('change a project; what is not given stays as it is')
        .argument('<project>', 'name or id of the project')
        .option('--name <name>', 'its new name')
        .option('--disable', 'it can no longer be deployed')
        .option('--enable', 'it can be deployed again'),
    ),
    {
      examples: [
        'flotilla project update "Web API" --disable',
        'flotilla project update Projects-3 --name "Web Service"',
      ],
    },
    updateCommand,
  )
  onServer(
    withConfirmation(
      project
        .command('delete')
        .description('delete a project with its releases, deployments, variables and triggers')
        .argument('<project>', 'name or id of the project'),
    ),
    { examples: ['flotilla project delete "Old Project"', 'flotilla project delete Projects-3 --yes'] },
    deleteCommand,
  )
}

async function listCommand({ client }: Context, options: ListOptions & { readonly group?: string }): Promise<Output> {
  const group = options.group ? await requireProjectGroup(client, options.group) : undefined
  const path = group ? `~/projectgroups/${group.Id}/projects` : '~/projects'
  const projects = await listItems<Project>(client, path, {}, options.limit)
  const { groupOf, lifecycleOf } = await loadNames(client)
  return tableOf(
    projects,
    { empty: 'No projects.' },
    {
      PROJECT: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      GROUP: (each) => groupOf(each),
      LIFECYCLE: (each) => lifecycleOf(each),
      TENANCY: ({ TenantedDeploymentMode }) => TenantedDeploymentMode,
      STATE: ({ IsDisabled }) => (IsDisabled ? 'disabled' : ''),
    },
  )
}

async function viewCommand({ client }: Context, _options: unknown, name: string): Promise<Output> {
  return show(client, await requireProject(client, name))
}

interface CreateOptions extends ProjectOptions {
  readonly clone?: string
}

async function createCommand({ client }: Context, options: CreateOptions, name: string): Promise<Output> {
  const source = options.clone ? await requireProject(client, options.clone) : undefined
  const facts = {
    Name: name,
    ProjectGroupId: source?.ProjectGroupId ?? '',
    LifecycleId: source?.LifecycleId ?? '',
    ...(await factsOf(client, options)),
  }
  if (source) {
    return show(client, await cloneDocument(client, 'projects', source.Id, facts), [`It is a copy of ${source.Name}.`])
  }
  const group = facts.ProjectGroupId || (await usualOf(client, 'projectgroups', '--group')).Id
  const lifecycle = facts.LifecycleId || (await usualOf(client, 'lifecycles', '--lifecycle')).Id
  const created = await createDocument(client, 'projects', { ...facts, ProjectGroupId: group, LifecycleId: lifecycle })
  return show(client, created, ['Give it a process with a manifest: flotilla export, then flotilla apply -f FILE'])
}

interface UpdateOptions extends ProjectOptions {
  readonly name?: string
  readonly disable?: boolean
  readonly enable?: boolean
}

async function updateCommand({ client }: Context, options: UpdateOptions, name: string): Promise<Output> {
  if (options.disable && options.enable) throw new UsageError('--enable and --disable exclude each other.')
  const before = await requireProject(client, name)
  const change = {
    ...(await factsOf(client, options)),
    ...(options.name === undefined ? {} : { Name: options.name }),
    ...(options.disable ? { IsDisabled: true } : {}),
    ...(options.enable ? { IsDisabled: false } : {}),
  }
  requireChange(change)
  return show(client, await changeDocument(client, 'projects', before, change))
}

async function deleteCommand({ client }: Context, options: ConfirmOptions, name: string): Promise<Output> {
  const project = await requireProject(client, name)
  await confirm(options, `the project ${project.Name} with its releases, deployments, variables and triggers`)
  await deleteDocument(client, 'projects', project.Id)
  return { kind: 'text', data: project, lines: [`The project ${project.Name} was deleted.`] }
}

async function factsOf(client: Client, options: ProjectOptions): Promise<Partial<Project>> {
  return {
    ...(options.group ? { ProjectGroupId: (await requireProjectGroup(client, options.group)).Id } : {}),
    ...(options.lifecycle ? { LifecycleId: (await requireLifecycle(client, options.lifecycle)).Id } : {}),
    ...(options.description === undefined ? {} : { Description: options.description }),
    ...(options.tenancy ? { TenantedDeploymentMode: options.tenancy } : {}),
  }
}

/** The one that goes without saying: the only one, or that which comes with every space. */
async function usualOf(client: Client, kind: 'projectgroups' | 'lifecycles', option: string): Promise<Named> {
  const all: readonly Named[] = await listDocuments(client, kind)
  const usual = all.length === 1 ? all[0] : all.find(({ Name }) => /^default\b/i.test(Name))
  if (usual) return usual
  throw new UsageError(`It needs ${option}.`, `There are: ${all.map(({ Name }) => Name).join(', ')}`)
}

async function loadNames(client: Client) {
  const [groups, lifecycles] = await Promise.all([
    listDocuments(client, 'projectgroups'),
    listDocuments(client, 'lifecycles'),
  ])
  const [groupName, lifecycleName] = [nameTable(groups), nameTable(lifecycles)]
  return {
    groupOf: ({ ProjectGroupId }: Project) => groupName(ProjectGroupId),
    lifecycleOf: ({ LifecycleId }: Project) => lifecycleName(LifecycleId),
  }
}

async function show(client: Client, project: Project, notes: readonly string[] = []): Promise<Output> {
  const [{ groupOf, lifecycleOf }, channels] = await Promise.all([
    loadNames(client),
    listItems<Named>(client, `~/projects/${project.Id}/channels`),
  ])
  return {
    kind: 'facts',
    data: project,
    facts: [
      ['Project', project.Name],
      ['Id', project.Id],
      ['Description', project.Description],
      ['Group', groupOf(project)],
      ['Lifecycle', lifecycleOf(project)],
      ['Channels', channels.map(({ Name }) => Name).join(', ')],
      ['Tenancy', project.TenantedDeploymentMode],
      ['Guided failure', project.DefaultGuidedFailureMode],
      ['State', project.IsDisabled ? 'disabled' : 'enabled'],
    ],
    notes,
  }
}
