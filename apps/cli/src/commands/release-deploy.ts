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
  onServer(
    withDeploying(withPlace(command)),
    {
      details: [
        'All names are checked before anything starts. With several tenants there is one summary of all: what was deployed, what the server refused and why, and who was passed over. A refusal for one does not stop the others; the command then ends with 1.',
        'Of repeated --tenant-tag, any of the tags of one set counts, in every set that is named. Tenants with the tag that do not have the project in this environment are passed over.',
        'The value of --variable is everything behind the first =. A name that nothing asks for is refused.',
      ],
      examples: [
        'flotilla release deploy "Web API" 2021.1.0.15 --environment Staging --wait --timeout 30m',
        'flotilla release deploy "Release Orchestration" latest -e Staging --variable "Mode=Promote" --wait',
        'flotilla release deploy "Web UI" latest -e Production --tenant Acme --tenant Globex',
        'flotilla release deploy "Release Orchestration" latest -e Production --tenant-tag "Region/Europe" --wait',
      ],
      exits: ['failed', 'waitedTooLong'],
    },
    deployCommand,
  )
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
