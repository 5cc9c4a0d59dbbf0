import { readFile } from 'node:fs/promises'
import { createRelease, findRelease, nextReleaseVersion, type Release, type SelectedPackage } from '@flotilla/api'
import type { Command } from 'commander'
import { UsageError } from '../failures.ts'
import { requireChannel, requireProject } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options {
  readonly version?: string
  readonly channel?: string
  readonly notes?: string
  readonly notesFile?: string
  readonly package?: readonly string[]
  readonly ignoreExisting?: boolean
  readonly ignoreChannelRules?: boolean
}

export function addReleaseCreateCommand(release: Command): void {
  const command = release
    .command('create')
    .description('create a release of a project')
    .argument('<project>', 'name or id of the project')
    .option('--version <version>', "version of the release (the next one by the project's versioning strategy)")
    .option('--channel <channel>', "name or id of the channel (the project's default channel)")
    .option('--notes <text>', 'release notes (Markdown)')
    .option('--notes-file <file>', 'file that holds the release notes')
    .option('--package <step:version>', 'version of the package of a step; may be repeated', collect)
    .option('--ignore-existing', 'succeed if the project has this version already')
    .option('--ignore-channel-rules', "do not check versions against the channel's rules")
  onServer(
    command,
    {
      examples: [
        'flotilla release create "Web API" --version 2021.1.0.15 --notes-file CHANGES.md --ignore-existing',
        'flotilla release create "Web API" --channel Hotfix --package "Deploy Web:2.1.0"',
      ],
    },
    createCommand,
  )
}

async function createCommand({ client }: Context, options: Options, projectName: string): Promise<Output> {
  const selectedPackages = (options.package ?? []).map(parsePackage)
  const notes = await notesOf(options)
  const project = await requireProject(client, projectName)
  const channel = options.channel ? await requireChannel(client, project, options.channel) : undefined
  const version = options.version ?? (await nextReleaseVersion(client, project.Id, channel?.Id))
  const existing = options.ignoreExisting ? await findRelease(client, project.Id, version) : undefined
  if (existing) return show(existing, project.Name, 'was there already')
  const created = await createRelease(client, {
    ProjectId: project.Id,
    Version: version,
    ...(channel ? { ChannelId: channel.Id } : {}),
    ...(notes === undefined ? {} : { ReleaseNotes: notes }),
    SelectedPackages: selectedPackages,
    IgnoreChannelRules: options.ignoreChannelRules ?? false,
  })
  return show(created, project.Name, 'was created')
}

const show = (release: Release, projectName: string, what: string): Output => ({
  kind: 'text',
  data: release,
  lines: [
    `Release ${release.Version} of ${projectName} ${what} (${release.Id}).`,
    `Deploy it: flotilla release deploy "${projectName}" ${release.Version} --environment NAME`,
  ],
})

async function notesOf({ notes, notesFile }: Options): Promise<string | undefined> {
  if (notesFile === undefined) return notes
  if (notes !== undefined) throw new UsageError('--notes and --notes-file exclude each other.', 'Give one of them.')
  return readFile(notesFile, 'utf8').catch((cause: Error) => {
    throw new UsageError(`The file '${notesFile}' cannot be read: ${cause.message}.`)
  })
}

/** Reads `Step:1.2.3` or `Step:reference:1.2.3`. */
function parsePackage(text: string): SelectedPackage {
  const parts = text.split(':').map((part) => part.trim())
  const [step = '', reference = '', version = ''] = parts.length === 2 ? [parts[0], '', parts[1]] : parts
  if (parts.length > 3 || step === '' || version === '') {
    throw new UsageError(`'${text}' is not the version of a package.`, 'Write it like --package "Deploy Web:1.2.3".')
  }
  return { ActionName: step, PackageReferenceName: reference, Version: version }
}
