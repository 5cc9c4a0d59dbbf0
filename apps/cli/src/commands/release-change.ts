import { deleteRelease, type Project, type Release, reportDefect, resolveDefects } from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { requireProject, requireRelease } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

/** What can be done to a release that is there: blocking it, letting it go on, deleting it. */
export function addReleaseChangeCommands(release: Command): void {
  const ofRelease = (verb: string, does: string) =>
    release
      .command(verb)
      .description(does)
      .argument('<project>', 'name or id of the project')
      .argument('<version>', "version of the release, or 'latest' for the one created last")
  onServer(
    ofRelease('block', 'keep a release from going on to further environments').requiredOption(
      '--reason <text>',
      'what is wrong with it',
    ),
    {
      details: ['Where it was deployed already, it may be deployed again.'],
      examples: [
        'flotilla release block "Web API" 2021.1.0.15 --reason "Loses orders"',
        'flotilla release block "Web API" latest --reason "See issue 17" --output json',
      ],
    },
    blockCommand,
  )
  onServer(
    ofRelease('unblock', 'let a release that was blocked go on'),
    { examples: ['flotilla release unblock "Web API" 2021.1.0.15', 'flotilla release unblock "Web API" latest'] },
    unblockCommand,
  )
  onServer(
    withConfirmation(ofRelease('delete', 'delete a release with its deployments')),
    { examples: ['flotilla release delete "Web API" 2021.1.0.15', 'flotilla release delete "Web API" 1.0.0 --yes'] },
    deleteCommand,
  )
}

type Found = { readonly project: Project; readonly release: Release }

async function find({ client }: Context, projectName: string, version: string): Promise<Found> {
  const project = await requireProject(client, projectName)
  return { project, release: await requireRelease(client, project, version) }
}

const tell = ({ project, release }: Found, what: string): Output => ({
  kind: 'text',
  data: release,
  lines: [`Release ${release.Version} of ${project.Name} ${what}`],
})

async function blockCommand(
  context: Context,
  { reason }: { readonly reason: string },
  projectName: string,
  version: string,
): Promise<Output> {
  const found = await find(context, projectName, version)
  await reportDefect(context.client, found.release.Id, reason)
  return tell(found, `goes no further: ${reason}`)
}

async function unblockCommand(
  context: Context,
  _options: unknown,
  projectName: string,
  version: string,
): Promise<Output> {
  const found = await find(context, projectName, version)
  await resolveDefects(context.client, found.release.Id)
  return tell(found, 'may go on.')
}

async function deleteCommand(
  context: Context,
  options: ConfirmOptions,
  projectName: string,
  version: string,
): Promise<Output> {
  const found = await find(context, projectName, version)
  await confirm(options, `release ${found.release.Version} of ${found.project.Name} with its deployments`)
  await deleteRelease(context.client, found.release.Id)
  return tell(found, 'was deleted.')
}
