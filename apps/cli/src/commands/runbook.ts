import { randomUUID } from 'node:crypto'
import { listRunbooks, loadTask, runRunbook } from '@flotilla/api'
import type { Command } from 'commander'
import { type WaitFlags, withWaiting } from '../deploy.ts'
import { EXIT } from '../failures.ts'
import { type ListOptions, tableOf, withLimit } from '../listing.ts'
import { requireEnvironments, requireProject, requireRunbook, requireTargets, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { parseVariable } from '../prompted-values.ts'
import { showTasks } from '../show-tasks.ts'
import { waitForTasks } from '../wait-for-tasks.ts'

interface OfProject {
  readonly project: string
}

interface RunOptions extends OfProject, WaitFlags {
  readonly environment: readonly string[]
  readonly tenant?: readonly string[]
  readonly tenantTag?: readonly string[]
  readonly snapshot?: string
  readonly variable?: readonly string[]
  readonly target?: readonly string[]
  readonly excludeTarget?: readonly string[]
  readonly skipStep?: readonly string[]
  readonly guidedFailure?: boolean
  readonly wait?: boolean
}

export function addRunbookCommands(program: Command): void {
  const runbook = program.command('runbook').description('list and run the runbooks of projects')
  const ofProject = (verb: string, does: string) =>
    runbook.command(verb).description(does).requiredOption('-p, --project <project>', 'name or id of the project')
  onServer(
    withLimit(ofProject('list', 'list the runbooks of a project')),
    { examples: ['flotilla runbook list --project "Web API"', 'flotilla runbook list -p Projects-3 --output json'] },
    listCommand,
  )
  onServer(
    withWaiting(
      ofProject('run', 'run a runbook in environments, for each tenant that is named or tagged')
        .argument('<runbook>', 'name or id of the runbook')
        .requiredOption('-e, --environment <environment>', 'in this environment; may be repeated', collect)
        .option('--tenant <tenant>', 'for this tenant; may be repeated', collect)
        .option('--tenant-tag <Set/Tag>', 'for every tenant with this tag; may be repeated', collect)
        .option('--snapshot <snapshot>', 'name or id of the snapshot to run (the published one)')
        .option('--variable <Name=Value>', 'value of a prompted variable; may be repeated', collect)
        .option('--target <target>', 'only on this target; may be repeated', collect)
        .option('--exclude-target <target>', 'not on this target; may be repeated', collect)
        .option('--skip-step <step>', 'leave out this step; may be repeated', collect)
        .option('--guided-failure', 'ask a person when a step fails')
        .option('--no-guided-failure', 'never ask (default: as runbook and environment say)')
        .option('--wait', 'wait until it has ended; fails if a run does'),
    ),
    {
      details: ['All runs begin, or none.'],
      examples: [
        'flotilla runbook run "Restart service" --project "Web API" --environment Staging --wait',
        'flotilla runbook run Backup -p Database -e Production --tenant Acme --variable "Keep days=30"',
      ],
      exits: ['failed', 'waitedTooLong'],
    },
    runCommand,
  )
}

async function listCommand({ client }: Context, options: OfProject & ListOptions): Promise<Output> {
  const project = await requireProject(client, options.project)
  return tableOf(
    await listRunbooks(client, project.Id, options.limit),
    { empty: `${project.Name} has no runbooks.` },
    {
      RUNBOOK: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      PUBLISHED: ({ PublishedRunbookSnapshotId }) => PublishedRunbookSnapshotId ?? 'nothing yet',
      DESCRIPTION: ({ Description }) => Description,
    },
  )
}

async function runCommand(context: Context, options: RunOptions, name: string): Promise<Output> {
  const { client } = context
  const project = await requireProject(client, options.project)
  const [runbook, environments, tenants, targets, excluded] = await Promise.all([
    requireRunbook(client, project, name),
    requireEnvironments(client, options.environment),
    Promise.all((options.tenant ?? []).map((tenant) => requireTenant(client, tenant))),
    requireTargets(client, options.target ?? []),
    requireTargets(client, options.excludeTarget ?? []),
  ])
  const idsOf = (things: readonly { readonly Id: string }[]) => things.map(({ Id }) => Id)
  const answers = (options.variable ?? []).map(parseVariable)
  const runs = await runRunbook(
    client,
    {
      ProjectName: project.Id,
      RunbookName: runbook.Id,
      EnvironmentNames: idsOf(environments),
      Tenants: idsOf(tenants),
      TenantTags: options.tenantTag ?? [],
      Snapshot: options.snapshot,
      Variables: Object.fromEntries(answers.map(({ name: variable, value }) => [variable, value])),
      SpecificMachineNames: idsOf(targets),
      ExcludedMachineNames: idsOf(excluded),
      SkipStepNames: options.skipStep ?? [],
      UseGuidedFailure: options.guidedFailure,
    },
    randomUUID(),
  )
  const ids = runs.map(({ ServerTaskId }) => ServerTaskId)
  if (!options.wait) {
    const tasks = await Promise.all(ids.map((id) => loadTask(client, id)))
    return showTasks(tasks, [`Wait for the end: flotilla task wait ${ids.join(' ')}`])
  }
  const ended = await waitForTasks(
    context,
    ids.map((taskId) => ({ taskId, label: ids.length > 1 ? taskId : '' })),
    { limitMs: options.timeout, isQuiet: options.quiet ?? false },
  )
  const failed = ended.filter(({ FinishedSuccessfully }) => !FinishedSuccessfully)
  const notes = failed.map(({ Id }) => `See why: flotilla task log ${Id}`)
  return { ...showTasks(ended, notes), exitCode: failed.length > 0 ? EXIT.failed : EXIT.success }
}
