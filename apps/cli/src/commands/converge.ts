import { randomUUID } from 'node:crypto'
import { type Converge, convergeProject, type Task } from '@flotilla/api'
import type { Command } from 'commander'
import { chooseDeployments, type PlaceOptions } from '../choose-deployment.ts'
import { explainPassedOver, type PassedOver } from '../choose-tenants.ts'
import { type WaitFlags, withWaiting } from '../deploy.ts'
import { EXIT } from '../failures.ts'
import { requireProject } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { waitForTasks } from '../wait-for-tasks.ts'

interface Options extends Omit<PlaceOptions, 'excludeTarget'>, WaitFlags {
  readonly whatIf?: boolean
  readonly wait?: boolean
}

export function addConvergeCommand(program: Command): void {
  const command = program
    .command('converge')
    .description('deploy exactly what is missing, to exactly the targets that lack it')
    .argument('<project>', 'name or id of the project')
    .requiredOption('-e, --environment <environment>', 'name or id of the environment')
    .option('--tenant <tenant>', 'for this tenant; may be repeated, one deployment each', collect)
    .option('--tenant-tag <tag>', 'for every tenant with this tag (Set/Tag); may be repeated', collect)
    .option('--target <target>', 'only on this target; may be repeated', collect)
    .option('--variable <Name=Value>', 'value of a prompted variable, by name or label; may be repeated', collect)
    .option('--what-if', 'only tell what would be deployed')
    .option('--wait', 'wait until it has ended; fails if the deployment does')
  onServer(
    withWaiting(command),
    {
      details: [
        "Of an orchestration project it deploys the release that is current there again, but each child only to targets that lack what is current of it ('flotilla drift'), in the order of the steps; a child that nothing lacks is skipped. Of any other project it deploys the current release to the targets that lack it. Where nothing is missing nothing is deployed.",
      ],
      examples: [
        'flotilla converge "Release Orchestration" --environment Staging --what-if',
        'flotilla converge "Release Orchestration" -e Staging --target s-web-api-03 --wait',
      ],
      exits: ['failed', 'waitedTooLong'],
    },
    convergeCommand,
  )
}

async function convergeCommand(context: Context, options: Options, projectName: string): Promise<Output> {
  const { client } = context
  const project = await requireProject(client, projectName)
  const { deployments, passedOver } = await chooseDeployments(client, project, { kind: 'redeploy' }, options)
  const answers: Converge[] = []
  for (const { choice } of deployments) {
    const { SpecificMachineIds, ExcludedMachineIds: _, ...place } = choice
    const limit = options.target ? { MachineIds: SpecificMachineIds } : {}
    const ask = { ...place, ...limit, WhatIf: options.whatIf === true }
    answers.push(await convergeProject(client, project.Id, ask, randomUUID()))
  }
  if (options.whatIf) return showPlan(answers, passedOver)
  const started = answers.flatMap(({ Deployment, TenantName }) =>
    Deployment ? [{ taskId: Deployment.TaskId, label: answers.length > 1 ? (TenantName ?? '') : '' }] : [],
  )
  const tasks = options.wait
    ? await waitForTasks(context, started, { limitMs: options.timeout, isQuiet: options.quiet ?? false })
    : []
  return showStarted(answers, tasks, passedOver)
}

/** What would be brought: a line a component, with what its step in the suite would make of it. */
function showPlan(answers: readonly Converge[], passedOver: readonly PassedOver[]): Output {
  const hasTenants = answers.some(({ TenantId }) => TenantId !== null)
  const lines = answers.flatMap((answer) =>
    answer.Components.map((component) => {
      const step = answer.Children.find(
        ({ ProjectName, IsWhatIf }) => ProjectName === component.ProjectName && !IsWhatIf,
      )
      return {
        component,
        outcome: step?.Outcome ?? 'deploy',
        reason: step && step.Outcome !== 'deploy' ? step.Reason : '',
      }
    }),
  )
  const wouldFail = lines.some(({ outcome }) => outcome === 'fail')
  const refusals = answers.flatMap(({ Errors }) => Errors)
  return {
    kind: 'table',
    data: answers,
    columns: ['PROJECT', ...(hasTenants ? ['TENANT'] : []), 'OUTCOME', 'RELEASE', 'TARGETS', 'REASON'],
    rows: lines.map(({ component, outcome, reason }) => [
      component.ProjectName,
      ...(hasTenants ? [component.TenantName ?? ''] : []),
      outcome,
      component.ReleaseVersion ?? '',
      component.Machines.map(({ MachineName }) => MachineName).join(', '),
      reason,
    ]),
    empty: NOTHING,
    notes: [
      ...explainPassedOver(passedOver),
      ...refusals.map((refusal) => `It would be refused. ${refusal}`),
      ...(wouldFail ? ['The deployment would fail.'] : []),
    ],
    exitCode: wouldFail || refusals.length > 0 ? EXIT.failed : EXIT.success,
  }
}

const NOTHING = 'Nothing is missing.'

function showStarted(answers: readonly Converge[], tasks: readonly Task[], passedOver: readonly PassedOver[]): Output {
  const stateOf = (taskId: string) => tasks.find(({ Id }) => Id === taskId)?.State ?? 'Queued'
  const started = answers.flatMap((answer) => (answer.Deployment ? [{ answer, deployment: answer.Deployment }] : []))
  const failed = tasks.filter(({ FinishedSuccessfully }) => !FinishedSuccessfully)
  return {
    kind: 'table',
    data: answers.map((answer) => ({
      ...answer,
      State: answer.Deployment ? stateOf(answer.Deployment.TaskId) : 'NothingMissing',
    })),
    columns: ['TASK', 'DEPLOYMENT', 'PROJECT', 'RELEASE', 'ENVIRONMENT', 'TENANT', 'STATE'],
    rows: started.map(({ answer, deployment }) => [
      deployment.TaskId,
      deployment.Id,
      answer.ProjectName,
      answer.ReleaseVersion,
      answer.EnvironmentName,
      answer.TenantName ?? '',
      stateOf(deployment.TaskId),
    ]),
    empty: NOTHING,
    notes: [
      ...explainPassedOver(passedOver),
      ...failed.map(({ Id }) => `See why: flotilla task log ${Id}`),
      ...(tasks.length > 0 || started.length === 0
        ? []
        : [`Wait for it: flotilla task wait ${started.map(({ deployment }) => deployment.TaskId).join(' ')}`]),
    ],
    exitCode: failed.length > 0 ? EXIT.failed : EXIT.success,
  }
}
