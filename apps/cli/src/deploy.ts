import { randomUUID } from 'node:crypto'
import { createDeployment, type Deployment, type DeploymentPreview, type Task } from '@flotilla/api'
import { type Command, Option } from 'commander'
import type { ChosenDeployment } from './choose-deployment.ts'
import { parseDuration } from './durations.ts'
import { EXIT, UsageError } from './failures.ts'
import { type Context, collect } from './on-server.ts'
import type { Output } from './print.ts'
import { waitForTasks } from './wait-for-tasks.ts'

/** How to deploy what was chosen, as typed. */
export interface DeployOptions extends WaitFlags {
  readonly skipStep?: readonly string[]
  readonly guidedFailure?: boolean
  readonly comments?: string
  readonly at?: string
  readonly notAfter?: string
  readonly wait?: boolean
}

export interface WaitFlags {
  readonly timeout?: number
  readonly quiet?: boolean
}

export const withWaiting = (command: Command): Command =>
  command
    .addOption(new Option('--timeout <duration>', "wait no longer than this, e.g. '30m'").argParser(parseDuration))
    .option('--quiet', 'no progress while waiting')

export const withDeploying = (command: Command): Command =>
  withWaiting(
    command
      .option('--skip-step <step>', 'leave out this step; may be repeated', collect)
      .option('--guided-failure', 'ask a person when a step fails')
      .option('--no-guided-failure', 'never ask (default: as project and environment say)')
      .option('--comments <text>', 'why, for the audit and for scripts')
      .option('--at <time>', 'not before this time, e.g. 2026-03-01T19:00:00+01:00')
      .option('--not-after <time>', 'give up if it has not begun by then')
      .option('--wait', 'wait until it has ended; fails if the deployment does'),
  )

interface Started {
  readonly chosen: ChosenDeployment
  readonly deployment: Deployment
}

/** Starts every chosen deployment, waits if asked to, and tells what came of it. */
export async function deploy(
  context: Context,
  deployments: readonly ChosenDeployment[],
  options: DeployOptions,
): Promise<Output> {
  // All names are checked before the first one starts.
  const skipped = deployments.map(({ preview }) => stepIdsOf(preview, options.skipStep ?? []))
  const started: Started[] = []
  for (const [at, chosen] of deployments.entries()) {
    started.push({ chosen, deployment: await start(context, chosen, skipped[at]!, options, started) })
  }
  if (!options.wait) return show(started, undefined)
  const tasks = await waitForTasks(
    context,
    started.map(({ chosen, deployment }) => ({
      taskId: deployment.TaskId,
      label: started.length > 1 ? (chosen.tenant?.Name ?? '') : '',
    })),
    { limitMs: options.timeout, isQuiet: options.quiet ?? false },
  )
  return show(started, tasks)
}

async function start(
  { client, say }: Context,
  { release, choice, preview }: ChosenDeployment,
  skipActions: readonly string[],
  options: DeployOptions,
  before: readonly Started[],
): Promise<Deployment> {
  try {
    return await createDeployment(
      client,
      {
        ...choice,
        ReleaseId: release.Id,
        SkipActions: skipActions,
        UseGuidedFailure: options.guidedFailure ?? preview.UseGuidedFailureModeByDefault,
        ...(options.comments === undefined ? {} : { Comments: options.comments }),
        ...(options.at === undefined ? {} : { QueueTime: options.at }),
        ...(options.notAfter === undefined ? {} : { QueueTimeExpiry: options.notAfter }),
      },
      randomUUID(),
    )
  } catch (error) {
    for (const { chosen, deployment } of before) {
      say(`Started before the refusal: ${deployment.TaskId}${chosen.tenant ? ` for ${chosen.tenant.Name}` : ''}.`)
    }
    throw error
  }
}

function stepIdsOf({ StepsToExecute }: DeploymentPreview, names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const step = StepsToExecute.find(({ ActionName }) => ActionName.toLowerCase() === name.trim().toLowerCase())
    if (step) return step.ActionId
    const known = StepsToExecute.map(({ ActionName }) => ActionName).join(', ')
    throw new UsageError(`There is no step '${name}' to skip.`, `The steps are: ${known}`)
  })
}

/** The deployments with their tasks as they ended; without tasks, as they were started. */
function show(started: readonly Started[], tasks: readonly Task[] | undefined): Output {
  const ids = started.map(({ deployment }) => deployment.TaskId)
  const all = started.map(({ chosen, deployment }, at) => ({
    DeploymentId: deployment.Id,
    TaskId: deployment.TaskId,
    ProjectName: chosen.project.Name,
    ReleaseId: chosen.release.Id,
    ReleaseVersion: chosen.release.Version,
    EnvironmentName: chosen.environment.Name,
    TenantName: chosen.tenant?.Name ?? null,
    State: tasks?.[at]?.State ?? 'Queued',
    HasWarningsOrErrors: tasks?.[at]?.HasWarningsOrErrors ?? false,
    ErrorMessage: tasks?.[at]?.ErrorMessage ?? '',
  }))
  const failed = tasks?.filter(({ FinishedSuccessfully }) => !FinishedSuccessfully) ?? []
  return {
    kind: 'table',
    data: all,
    columns: ['TASK', 'DEPLOYMENT', 'PROJECT', 'RELEASE', 'ENVIRONMENT', 'TENANT', 'STATE'],
    rows: all.map((each) => [
      each.TaskId,
      each.DeploymentId,
      each.ProjectName,
      each.ReleaseVersion,
      each.EnvironmentName,
      each.TenantName ?? '',
      each.State,
    ]),
    empty: 'Nothing was deployed.',
    notes: tasks
      ? failed.map(({ Id }) => `See why: flotilla task log ${Id}`)
      : [`Wait for it: flotilla task wait ${ids.join(' ')}`],
    exitCode: failed.length > 0 ? EXIT.failed : EXIT.success,
  }
}
