import type { Command } from 'commander'
import { chooseDeployments, type PlaceOptions, withPlace } from '../choose-deployment.ts'
import { type DeployOptions, deploy, withDeploying } from '../deploy.ts'
import { requireProject } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

export function addRedeployCommand(program: Command): void {
  const command = program
    .command('redeploy')
    .description('deploy again what an environment already runs, e.g. to rebuilt or added targets')
    .argument('<project>', 'name or id of the project')
  onServer(
    withDeploying(withPlace(command)),
    {
      details: [
        'It takes the release of the last deployment there that succeeded (of the tenant, with --tenant). Every prompted drop-down that offers Redeploy is answered with it, which makes an orchestration project redeploy the current release of each child; --variable overrides that.',
      ],
      examples: [
        'flotilla redeploy "Release Orchestration" --environment Staging --target s-web-api-03 --wait',
        'flotilla redeploy "Web API" -e Production --exclude-target p-web-api-02 --wait',
      ],
      exits: ['failed', 'waitedTooLong'],
    },
    redeployCommand,
  )
}

async function redeployCommand(
  context: Context,
  options: PlaceOptions & DeployOptions,
  projectName: string,
): Promise<Output> {
  const project = await requireProject(context.client, projectName)
  return deploy(context, await chooseDeployments(context.client, project, { kind: 'redeploy' }, options), options)
}
