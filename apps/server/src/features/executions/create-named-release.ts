import type { Process } from '@flotilla/domain/processes'
import {
  type ChoosablePackage,
  chosenVersion,
  type PackageChoice,
  parsePackageChoice,
  unusedChoices,
} from '@flotilla/domain/releases'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { badRequest, HttpRefusal } from '../../http/errors.ts'
import { type Caller, require, type Space } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { deployReleaseActions } from '../processes/deploy-release-actions.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { createRelease, resolveChannel } from '../releases/create-release.ts'
import { nextVersion } from '../releases/next-version.ts'
import { findReleaseByVersion, type ReleaseRow } from '../releases/queries.ts'
import { usedPackages } from '../releases/release-packages.ts'
import type { SelectedPackage } from '../releases/selected-packages.ts'
import { findNamed, unknown } from './find-named.ts'

/** A release asked for in names. Blank texts are the same as none. */
export interface NamedRelease {
  readonly projectName: string
  /** Without one the project's versioning strategy gives it. */
  readonly releaseVersion: string
  readonly channelName: string
  /** The version of every package that `packages` says nothing of. */
  readonly packageVersion: string
  readonly packages: readonly string[]
  readonly releaseNotes: string
  readonly customFields: Readonly<Record<string, string>>
  readonly ignoreIfAlreadyExists: boolean
  readonly ignoreChannelRules: boolean
  /** Packages without another version take their newest pre-release of this name. */
  readonly packagePrerelease: string
  /** What only projects that are kept in git understand; the first of them that was given. */
  readonly gitField: string | undefined
}

/** Creates a release, or answers the one that is there if the command says so. Source: API reference 5.9. */
export async function createNamedRelease(
  tx: Tx,
  caller: Caller,
  space: Space,
  ask: NamedRelease,
  now: number,
): Promise<ReleaseRow> {
  const project = await findNamed(tx, KINDS.project, ask.projectName, { spaceId: space.id })
  if (!project) throw badRequest(unknown('ProjectName', KINDS.project, ask.projectName))
  require(caller, 'ReleaseCreate', scopeOfProject(project))
  if (ask.gitField) throw badRequest(`${ask.gitField}: project ${project.Name} is not kept in git.`)
  if (ask.ignoreIfAlreadyExists && ask.releaseVersion) {
    const existing = await findReleaseByVersion(tx, project.Id, ask.releaseVersion)
    if (existing) return existing
  }
  const channel = await namedChannel(tx, project, ask.channelName)
  const process = await loadProcess(tx, project.DeploymentProcessId as string)
  return inWordsOfCommand(
    createRelease(tx, caller, {
      project,
      channel,
      version: ask.releaseVersion || (await nextVersion(tx, project, channel, now)).next,
      notes: ask.releaseNotes || null,
      selectedPackages: selectPackages(choosablePackages(process), ask),
      customFields: ask.customFields,
      ignoreChannelRules: ask.ignoreChannelRules,
      packagePrerelease: ask.packagePrerelease,
    }),
  )
}

async function namedChannel(tx: Tx, project: Document, name: string): Promise<Document> {
  if (!name) return resolveChannel(tx, project, undefined)
  const channel = await findNamed(tx, KINDS.channel, name, {
    spaceId: project.SpaceId as string,
    projectId: project.Id,
  })
  if (!channel) throw badRequest(`ChannelName: the channel '${name}' does not exist in project ${project.Name}.`)
  return channel
}

/** What a version may be chosen of: packages, and releases that steps deploy, which count as packages. */
const choosablePackages = (process: Process): readonly ChoosablePackage[] => [
  ...usedPackages(process).map(({ step, action, reference }) => ({
    stepName: step.name,
    actionName: action.name,
    packageId: reference.packageId,
    reference: reference.name,
  })),
  ...deployReleaseActions(process).map(({ step, action, projectId }) => ({
    stepName: step.name,
    actionName: action.name,
    packageId: projectId,
    reference: '',
  })),
]

/** The versions that were chosen. What nobody chose is left to whoever creates the release. */
function selectPackages(
  packages: readonly ChoosablePackage[],
  { packages: texts, packageVersion }: Pick<NamedRelease, 'packages' | 'packageVersion'>,
): readonly SelectedPackage[] {
  const read = texts.map((text) => ({ text, choice: parsePackageChoice(text) }))
  const choices = read.flatMap(({ choice }) => (choice.ok ? [choice.value] : []))
  const problems = [
    ...read
      .filter(({ choice }) => !choice.ok)
      .map(({ text }) => `Packages: '${text}' has no version. Write Step:1.0, Step:Reference:1.0 or *:1.0.`),
    ...unusedChoices(choices, packages).map(
      (choice) => `Packages: there is no package of the process that '${nameOf(choice)}' could mean.`,
    ),
  ]
  if (problems.length > 0) throw badRequest(...problems)
  return packages.flatMap((wanted) => {
    const version = chosenVersion(choices, wanted) ?? packageVersion
    if (!version) return []
    return [
      {
        StepName: wanted.stepName,
        ActionName: wanted.actionName,
        PackageReferenceName: wanted.reference,
        Version: version,
      },
    ]
  })
}

const nameOf = ({ owner, reference }: PackageChoice): string =>
  reference === null ? (owner ?? '*') : `${owner ?? '*'}:${reference}`

const FIELDS: Readonly<Record<string, string>> = {
  ProjectId: 'ProjectName',
  Version: 'ReleaseVersion',
  SelectedPackages: 'Packages',
}

/**
 * Refusals in the words of the command. It refuses everything with 400, a version that exists already too: the Go client
 * prints no other reasons.
 */
async function inWordsOfCommand<T>(created: Promise<T>): Promise<T> {
  try {
    return await created
  } catch (error) {
    if (!(error instanceof HttpRefusal) || !error.errors) throw error
    throw badRequest(...error.errors.map((each) => each.replace(/^\w+(?=[:[])/, (field) => FIELDS[field] ?? field)))
  }
}
