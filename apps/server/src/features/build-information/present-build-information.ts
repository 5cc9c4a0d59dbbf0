import { commitLink } from '@flotilla/domain/build-information'
import { wireDate } from '../../http/dates.ts'
import { spaceAddress } from '../context.ts'
import type { BuildInformationRow } from './queries.ts'

/** What a build server said, as it is stored. */
export interface BuildDocument {
  readonly BuildEnvironment: string
  readonly BuildNumber: string
  readonly BuildUrl: string
  readonly Branch: string
  readonly VcsType: string
  readonly VcsRoot: string
  readonly VcsCommitNumber: string
  readonly IssueTrackerName: string
  readonly Commits: readonly { readonly Id: string; readonly Comment: string }[]
  readonly WorkItems: readonly {
    readonly Id: string
    readonly LinkUrl: string | null
    readonly Source: string
    readonly Description: string
  }[]
}

export type BuildInformation = ReturnType<typeof presentBuildInformation>

/** Build information as the API shows it, with the links that follow from it (API reference 5.25). */
export function presentBuildInformation(row: BuildInformationRow) {
  const document = row.document as unknown as BuildDocument
  return {
    Id: row.id,
    SpaceId: row.space_id,
    PackageId: row.package_id,
    Version: row.version,
    ...document,
    VcsCommitUrl: commitLink(document.VcsRoot, document.VcsCommitNumber),
    Commits: document.Commits.map((commit) => ({ ...commit, LinkUrl: commitLink(document.VcsRoot, commit.Id) })),
    IncompleteDataWarning: null,
    Created: wireDate(row.created_at),
    Links: { Self: `${spaceAddress(row.space_id)}/build-information/${row.id}` },
  }
}
