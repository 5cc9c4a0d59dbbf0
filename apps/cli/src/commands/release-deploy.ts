import type { Command } from 'commander'
import { chooseDeployments, type PlaceOptions, withPlace } from '../choose-deployment.ts'
import { type DeployOptions, deploy, withDeploying } from '../deploy.ts'
import { requireProject } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

export function addReleaseDeployCommand(release: Command): void {
  const command = release
    .command('deploy')
    .description('deploy a release to an environment')
    .argument('<project>', 'name or id of the project')
    .argument('<version>', "version of the release, or 'latest' for the one created last")
  onServer(withDeploying(withPlace(command)), deployCommand)
}

async function deployCommand(
  context: Context,
  options: PlaceOptions & DeployOptions,
  projectName: string,
  version: string,
): Promise<Output> {
  const project = await requireProject(context.client, projectName)
  const chosen = await chooseDeployments(context.client, project, { kind: 'version', version }, options)
  return deploy(context, chosen, options)
}
