import { type PlannedChild, planDeployment } from '@flotilla/api'
import type { Command } from 'commander'
import {
  type ChosenDeployment,
  chooseDeployments,
  type PlaceOptions,
  type Wanted,
  withPlace,
} from '../choose-deployment.ts'
import { explainPassedOver } from '../choose-tenants.ts'
import { EXIT, UsageError } from '../failures.ts'
import { requireProject } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options extends PlaceOptions {
  readonly redeploy?: boolean
  readonly reasons?: boolean
}

export function addPlanCommand(program: Command): void {
  const command = program
    .command('plan')
    .description('what a suite deployment would do: per child the release, the targets, or why it is skipped')
    .argument('<project>', 'name or id of the orchestration project')
    .argument('[version]', "version of the release, or 'latest' for the one created last (latest)")
    .option('--redeploy', "plan what 'flotilla redeploy' would do")
    .option('--reasons', 'everything that led to each decision')
  onServer(
    withPlace(command),
    {
      details: [
        "It is the server's own plan, the one that a deployment follows; nothing is deployed. Outcomes: deploy, skip, warn (skipped, with a warning), fail, not-run (the condition of the step is not met). '(what if)' marks steps that only look.",
      ],
      examples: [
        'flotilla plan "Release Orchestration" 2021.1.0 --environment Staging',
        'flotilla plan "Release Orchestration" -e Staging --redeploy --target s-web-api-03 --reasons',
      ],
      exits: ['failed'],
    },
    planCommand,
  )
}

type Planned = PlannedChild & { readonly TenantName: string | null }

async function planCommand(
  { client }: Context,
  options: Options,
  projectName: string,
  version: string | undefined,
): Promise<Output> {
  if (options.redeploy && version) {
    throw new UsageError(
      '--redeploy takes the release that is current in the environment, so it excludes a version.',
      'Leave out one of them.',
    )
  }
  const project = await requireProject(client, projectName)
  const wanted: Wanted = options.redeploy ? { kind: 'redeploy' } : { kind: 'version', version: version ?? 'latest' }
  const { deployments: chosen, passedOver } = await chooseDeployments(client, project, wanted, options)
  const children: Planned[] = []
  for (const { release, choice, tenant } of chosen) {
    const plan = await planDeployment(client, release.Id, choice)
    children.push(...plan.Children.map((child) => ({ ...child, TenantName: tenant?.Name ?? null })))
  }
  if (children.length === 0) {
    throw new UsageError(
      `${project.Name} deploys no other projects, so there is nothing to plan.`,
      'A plan is about projects with steps that deploy child projects.',
    )
  }
  return show(chosen, children, [
    ...explainPassedOver(passedOver),
    ...(options.reasons ? children.flatMap(reasonsOf) : []),
  ])
}

function show(
  chosen: readonly ChosenDeployment[],
  children: readonly Planned[],
  explanations: readonly string[],
): Output {
  const hasTenants = chosen.some(({ tenant }) => tenant)
  const wouldFail = children.some(({ Outcome }) => Outcome === 'fail')
  return {
    kind: 'table',
    data: children,
    columns: ['STEP', 'PROJECT', ...(hasTenants ? ['TENANT'] : []), 'OUTCOME', 'RELEASE', 'TARGETS', 'REASON'],
    rows: children.map((child) => [
      child.ActionName,
      child.ProjectName,
      ...(hasTenants ? [child.TenantName ?? ''] : []),
      outcomeOf(child),
      child.ReleaseVersion ?? '',
      targetsOf(child),
      child.Reason,
    ]),
    empty: '',
    notes: [...explanations, ...(wouldFail ? ['The deployment would fail.'] : [])],
    exitCode: wouldFail ? EXIT.failed : EXIT.success,
  }
}

const outcomeOf = ({ Outcome, IsWhatIf }: PlannedChild): string => (IsWhatIf ? `${Outcome} (what if)` : Outcome)

function targetsOf({ Outcome, Machines }: PlannedChild): string {
  if (Outcome !== 'deploy') return ''
  return Machines.Scope === 'all' ? 'all' : Machines.Kept.map(({ Name }) => Name).join(', ')
}

const reasonsOf = ({ ActionName, Reasons, Machines }: PlannedChild): readonly string[] => [
  '',
  `${ActionName}:`,
  ...Reasons.map((reason) => `  ${reason}`),
  ...Machines.Dropped.map(({ Name, Reason }) => `  ${Name} is left out: ${Reason}`),
]
