import { createVariables, evaluate } from '@flotilla/domain/templates'
import { parseVersion } from '@flotilla/domain/versions'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { ReleaseParts } from './release-world.ts'

/** What one release brings along, as the wire has it. */
interface Change {
  readonly Version: string
  readonly ReleaseNotes: string
  readonly BuildInformation: readonly never[]
  readonly WorkItems: readonly never[]
  readonly Commits: readonly never[]
}

/** Longer lists are read by nobody, and go to every script. */
const MOST_CHANGES = 100

const DEFAULT_TEMPLATE =
  '#{each change in Octopus.Deployment.Changes}### #{change.Version}\n\n#{change.ReleaseNotes}\n\n#{/each}'

/**
 * What a deployment of a release changes where another one is current: the releases of the project behind that one up to its
 * own, in the order in which they were created. Its own only for a pre-release, an older release, and where none is current.
 *
 * Source: domain reference 2.4.
 */
export async function loadChanges(
  db: Queryable,
  { release, project }: Pick<ReleaseParts, 'release' | 'project'>,
  currentReleaseId: string | null,
): Promise<{ readonly changes: readonly Change[]; readonly markdown: string }> {
  const parsed = parseVersion(release.version)
  const isPrerelease = parsed.ok && parsed.value.prerelease.length > 0
  const { rows } =
    isPrerelease || currentReleaseId === null
      ? { rows: [] }
      : await sql<{ version: string; notes: string | null }>`
          select version, document ->> 'ReleaseNotes' as notes from release
          where project_id = ${release.project_id} and number < ${release.number}
            and number > (select number from release where id = ${currentReleaseId})
          order by number desc limit ${MOST_CHANGES - 1}`.execute(db)
  const own = (release.document as { ReleaseNotes?: string | null }).ReleaseNotes ?? ''
  const changes = [...rows.reverse(), { version: release.version, notes: own }].map(
    ({ version, notes }): Change => ({
      Version: version,
      ReleaseNotes: notes ?? '',
      BuildInformation: [],
      WorkItems: [],
      Commits: [],
    }),
  )
  return { changes, markdown: inMarkdown(changes, (project.DeploymentChangesTemplate as string | null) || undefined) }
}

function inMarkdown(changes: readonly Change[], template = DEFAULT_TEMPLATE): string {
  const variables = createVariables([
    { name: 'Octopus.Deployment.Changes', value: JSON.stringify(changes), verbatim: true },
  ])
  return (evaluate(template, variables).text ?? '').trim()
}
