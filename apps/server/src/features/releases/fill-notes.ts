import { createVariables, evaluate } from '@flotilla/domain/templates'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { badRequest } from '../../http/errors.ts'
import type { ReleasePackage } from './release-packages.ts'
import { unscopedVariables } from './unscoped-variables.ts'

/** What is known of a release while it is created. */
interface NewRelease {
  readonly project: Document
  readonly channel: Document
  readonly version: string
  readonly customFields: Readonly<Record<string, string>>
  readonly packages: readonly ReleasePackage[]
}

/**
 * The notes of a release for which nobody wrote any: the project's template, filled in with its variables without a scope and
 * with what is known of the release; null where there is no template. Errors: 400 for a template that is none.
 * Source: domain reference 2.4.
 */
export async function fillNotes(db: Queryable, release: NewRelease, now: number): Promise<string | null> {
  const { project, channel, version, customFields, packages } = release
  const template = String(project.ReleaseNotesTemplate ?? '')
  if (template.trim() === '') return null
  const known = [
    ['Octopus.Project.Id', project.Id],
    ['Octopus.Project.Name', project.Name],
    ['Octopus.Release.Number', version],
    ['Octopus.Release.Channel.Id', channel.Id],
    ['Octopus.Release.Channel.Name', channel.Name],
    ...Object.entries(customFields).map(([field, value]) => [`Octopus.Release.CustomFields[${field}]`, value] as const),
    ...packages.flatMap((each, index) => [
      [`Octopus.Release.Package[${index}].PackageId`, each.packageId] as const,
      [`Octopus.Release.Package[${index}].Version`, each.version] as const,
      [`Octopus.Release.Package[${index}].ActionName`, each.actionName] as const,
    ]),
  ] as const
  const own = (await unscopedVariables(db, project)).map(({ name, value }) => ({ name, value }))
  const variables = createVariables([...own, ...known.map(([name, value]) => ({ name, value, verbatim: true }))])
  const filled = evaluate(template, variables, { now })
  if (filled.error)
    throw badRequest(
      `ReleaseNotes: the project's template cannot be filled in (${filled.error.kind}). Correct it, or write notes.`,
    )
  return filled.text
}
