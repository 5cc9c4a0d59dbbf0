import { type ComponentDrift, listDrift, listProjectDrift } from '@flotilla/api'
import type { Command } from 'commander'
import { EXIT } from '../failures.ts'
import { idsOf, requireEnvironment, requireProject, requireTargets, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options {
  readonly project?: readonly string[]
  readonly environment?: readonly string[]
  readonly tenant?: readonly string[]
  readonly target?: readonly string[]
  readonly all?: boolean
}

export function addDriftCommand(program: Command): void {
  const command = program
    .command('drift')
    .description('targets that have not what their environment runs, and why')
    .option('--project <project>', 'of this project and those that it deploys; may be repeated', collect)
    .option('-e, --environment <environment>', 'in this environment; may be repeated', collect)
    .option('--tenant <tenant>', 'of this tenant; may be repeated', collect)
    .option('--target <target>', 'only this target; may be repeated', collect)
    .option('--all', 'also targets that have what they should, and those that a deployment would leave out')
  onServer(
    command,
    {
      details: [
        "Each target's ledger is compared with the release that is current where the target is: the last one that was deployed there successfully. Statuses: Missing (it never had the project), OtherRelease, AttemptFailed (the last deployment did not come to its end there), Replaced (another machine has the name now). With --all also UpToDate and NotApplicable.",
        "'flotilla converge' brings what is missing.",
      ],
      examples: [
        'flotilla drift --environment Production',
        'flotilla drift --project "Release Orchestration" -e Staging --output json',
        'flotilla drift --target s-web-api-03 --all',
      ],
      exits: ['drifts'],
    },
    driftCommand,
  )
}

async function driftCommand({ client }: Context, options: Options): Promise<Output> {
  const projects = await idsOf(client, options.project, requireProject)
  const filter = {
    environments: await idsOf(client, options.environment, requireEnvironment),
    tenants: await idsOf(client, options.tenant, requireTenant),
    machines: options.target && (await requireTargets(client, options.target)).map(({ Id }) => Id),
    includeUpToDate: options.all === true,
  }
  if (!projects) return showDrift(await listDrift(client, filter))
  const suites = []
  for (const id of projects) suites.push(...(await listProjectDrift(client, id, filter)))
  return showDrift(suites.flatMap(({ Components }) => Components))
}

function showDrift(components: readonly ComponentDrift[]): Output {
  const found = components.filter(({ Machines }) => Machines.length > 0)
  const drifting = components.reduce((sum, component) => sum + component.Drifting, 0)
  const hasTenants = found.some(({ TenantId }) => TenantId !== null)
  return {
    kind: 'table',
    data: found,
    columns: ['TARGET', 'PROJECT', 'ENVIRONMENT', ...(hasTenants ? ['TENANT'] : []), 'STATUS', 'REASON'],
    rows: found.flatMap((component) =>
      component.Machines.map((machine) => [
        machine.MachineName,
        component.ProjectName,
        component.EnvironmentName,
        ...(hasTenants ? [component.TenantName ?? ''] : []),
        machine.Status,
        machine.Reason,
      ]),
    ),
    empty: 'Every target has what it should.',
    exitCode: drifting > 0 ? EXIT.drifts : EXIT.success,
  }
}
