import { createVariables, evaluate } from '@flotilla/domain/templates'
import { parseVersion } from '@flotilla/domain/versions'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { BuildInformation } from '../build-information/present-build-information.ts'
import { loadBuildInformation } from '../build-information/queries.ts'
import type { ReleaseParts } from './release-world.ts'

/** What one release brings along, as the wire has it. */
export interface Change {
  readonly Version: string
  readonly ReleaseNotes: string
  readonly BuildInformation: readonly BuildInformation[]
  readonly WorkItems: readonly BuildInformation['WorkItems'][number][]
  readonly Commits: readonly BuildInformation['Commits'][number][]
}

/** Longer lists are read by nobody, and go to every script. */
const MOST_CHANGES = 100

const DEFAULT_TEMPLATE =
  '#{each change in Octopus.Deployment.Changes}### #{change.Version}\n\n#{change.ReleaseNotes}\n\n' +
  '#{each item in change.WorkItems}- #{if item.LinkUrl}[#{item.Id}](#{item.LinkUrl})#{else}#{item.Id}#{/if} - #{item.Description}\n#{/each}\n' +
  '#{each commit in change.Commits}- #{if commit.LinkUrl}[#{commit.Id}](#{commit.LinkUrl})#{else}#{commit.Id}#{/if} - #{commit.Comment}\n#{/each}\n' +
  '#{/each}'

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
      : await sql<{ id: string; version: string; notes: string | null }>`
          select id, version, document ->> 'ReleaseNotes' as notes from release
          where project_id = ${release.project_id} and number < ${release.number}
            and number > (select number from release where id = ${currentReleaseId})
          order by number desc limit ${MOST_CHANGES - 1}`.execute(db)
  const own = (release.document as { ReleaseNotes?: string | null }).ReleaseNotes ?? ''
  const ordered = [...rows.reverse(), { id: release.id, version: release.version, notes: own }]
  const builds = await loadBuildInformation(
    db,
    ordered.map(({ id }) => id),
  )
  const changes = ordered.map(({ id, version, notes }): Change => {
    const information = builds.get(id) ?? []
    return {
      Version: version,
      ReleaseNotes: notes ?? '',
      BuildInformation: information,
      WorkItems: onceEach(information.flatMap(({ WorkItems }) => WorkItems)),
      Commits: onceEach(information.flatMap(({ Commits }) => Commits)),
    }
  })
  return { changes, markdown: inMarkdown(changes, (project.DeploymentChangesTemplate as string | null) || undefined) }
}

const onceEach = <T extends { readonly Id: string }>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [item.Id, item])).values(),
]

function inMarkdown(changes: readonly Change[], template = DEFAULT_TEMPLATE): string {
  const variables = createVariables([
    { name: 'Octopus.Deployment.Changes', value: JSON.stringify(changes), verbatim: true },
  ])
  return (evaluate(template, variables).text ?? '').trim()
}
