import { randomUUID } from 'node:crypto'
import { ApiError, createDeployment, type Deployment, type DeploymentPreview, type Task } from '@flotilla/api'
import { type Command, Option } from 'commander'
import type { Chosen, ChosenDeployment } from './choose-deployment.ts'
import { explainPassedOver } from './choose-tenants.ts'
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

interface Refused {
  readonly chosen: ChosenDeployment
  readonly refusal: ApiError
}

/** Starts every chosen deployment, waits if asked to, and tells what came of each. */
export async function deploy(
  context: Context,
  { deployments, passedOver }: Chosen,
  options: DeployOptions,
): Promise<Output> {
  // All names are checked before the first one starts.
  const skipped = deployments.map(({ preview }) => stepIdsOf(preview, options.skipStep ?? []))
  const started: Started[] = []
  const refused: Refused[] = []
  for (const [at, chosen] of deployments.entries()) {
    try {
      started.push({ chosen, deployment: await start(context, chosen, skipped[at]!, options) })
    } catch (error) {
      // Of several, one that is refused is no reason to leave out the others.
      if (deployments.length === 1 || !(error instanceof ApiError && error.status < 500)) throw error
      refused.push({ chosen, refusal: error })
    }
  }
  const tasks = options.wait && (await waitFor(context, started, options))
  return show({ started, refused, passedOver, tasks: tasks || undefined })
}

const start = (
  { client }: Context,
  { release, choice, preview }: ChosenDeployment,
  skipActions: readonly string[],
  options: DeployOptions,
): Promise<Deployment> =>
  createDeployment(
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

const waitFor = (context: Context, started: readonly Started[], options: WaitFlags): Promise<readonly Task[]> =>
  waitForTasks(
    context,
    started.map(({ chosen, deployment }) => ({
      taskId: deployment.TaskId,
      label: started.length > 1 ? (chosen.tenant?.Name ?? '') : '',
    })),
    { limitMs: options.timeout, isQuiet: options.quiet ?? false },
  )

function stepIdsOf({ StepsToExecute }: DeploymentPreview, names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const step = StepsToExecute.find(({ ActionName }) => ActionName.toLowerCase() === name.trim().toLowerCase())
    if (step) return step.ActionId
    const known = StepsToExecute.map(({ ActionName }) => ActionName).join(', ')
    throw new UsageError(`There is no step '${name}' to skip.`, `The steps are: ${known}`)
  })
}

interface Outcome extends Pick<Chosen, 'passedOver'> {
  readonly started: readonly Started[]
  readonly refused: readonly Refused[]
  /** As they ended, one for each that was started; absent when nobody waited. */
  readonly tasks: readonly Task[] | undefined
}

function show({ started, refused, passedOver, tasks }: Outcome): Output {
  const ids = started.map(({ deployment }) => deployment.TaskId)
  const placeOf = ({ project, release, environment, tenant }: ChosenDeployment) => ({
    ProjectName: project.Name,
    ReleaseId: release.Id,
    ReleaseVersion: release.Version,
    EnvironmentName: environment.Name,
    TenantName: tenant?.Name ?? null,
  })
  const all = [
    ...started.map(({ chosen, deployment }, at) => ({
      DeploymentId: deployment.Id,
      TaskId: deployment.TaskId,
      ...placeOf(chosen),
      State: tasks?.[at]?.State ?? 'Queued',
      HasWarningsOrErrors: tasks?.[at]?.HasWarningsOrErrors ?? false,
      ErrorMessage: tasks?.[at]?.ErrorMessage ?? '',
    })),
    ...refused.map(({ chosen, refusal }) => ({
      DeploymentId: null,
      TaskId: null,
      ...placeOf(chosen),
      State: 'Refused',
      HasWarningsOrErrors: true,
      ErrorMessage: sentenceOf(refusal),
    })),
  ]
  const failed = tasks?.filter(({ FinishedSuccessfully }) => !FinishedSuccessfully) ?? []
  return {
    kind: 'table',
    data: all,
    columns: ['TASK', 'DEPLOYMENT', 'PROJECT', 'RELEASE', 'ENVIRONMENT', 'TENANT', 'STATE'],
    rows: all.map((each) => [
      each.TaskId ?? '',
      each.DeploymentId ?? '',
      each.ProjectName,
      each.ReleaseVersion,
      each.EnvironmentName,
      each.TenantName ?? '',
      each.State,
    ]),
    empty: 'Nothing was deployed.',
    notes: [
      ...(all.length + passedOver.length > 1 ? [summary(all, passedOver.length)] : []),
      ...refused.map(({ chosen, refusal }) => `${chosen.tenant?.Name ?? 'It'} was refused: ${sentenceOf(refusal)}`),
      ...explainPassedOver(passedOver),
      ...failed.map(({ Id }) => `See why: flotilla task log ${Id}`),
      ...(tasks || ids.length === 0 ? [] : [`Wait for it: flotilla task wait ${ids.join(' ')}`]),
    ],
    exitCode: failed.length + refused.length > 0 ? EXIT.failed : EXIT.success,
  }
}

const sentenceOf = ({ errors, errorMessage }: ApiError): string => errors.join(' ') || errorMessage

/** `5 deployments: 4 Success, 1 Failed; 2 tenants passed over.` */
function summary(all: readonly { readonly State: string }[], passedOver: number): string {
  const counts = new Map<string, number>()
  for (const { State } of all) counts.set(State, (counts.get(State) ?? 0) + 1)
  const states = [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
  const others = passedOver === 0 ? '' : `; ${passedOver} ${passedOver === 1 ? 'tenant' : 'tenants'} passed over`
  return `${all.length} ${all.length === 1 ? 'deployment' : 'deployments'}: ${states}${others}.`
}
