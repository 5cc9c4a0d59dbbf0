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
  onServer(withDeploying(withPlace(command)), redeployCommand)
}

async function redeployCommand(
  context: Context,
  options: PlaceOptions & DeployOptions,
  projectName: string,
): Promise<Output> {
  const project = await requireProject(context.client, projectName)
  return deploy(context, await chooseDeployments(context.client, project, { kind: 'redeploy' }, options), options)
}
