import { wireDate } from '../../http/dates.ts'
import { spaceAddress } from '../context.ts'
import type { PackageRow } from './queries.ts'

/** The id of a package version on the wire. */
export const packageWireId = ({ package_id, version }: Pick<PackageRow, 'package_id' | 'version'>): string =>
  `packages-${package_id}.${version}`

/** A package as the API shows it (API reference 5.24). */
export function presentPackage(row: PackageRow, feedId: string, buildInformation?: unknown) {
  const address = `${spaceAddress(row.space_id)}/packages/${encodeURIComponent(packageWireId(row))}`
  return {
    Id: packageWireId(row),
    SpaceId: row.space_id,
    PackageId: row.package_id,
    Version: row.version,
    NuGetPackageId: row.package_id,
    FeedId: feedId,
    NuGetFeedId: feedId,
    Title: row.title || row.package_id,
    Summary: row.summary,
    Description: row.description,
    FileExtension: row.extension,
    Published: wireDate(row.published_at),
    // The Go client reads this as a date and fails on text; `packages/notes` has the notes.
    ReleaseNotes: null,
    PackageSizeBytes: row.size_bytes,
    Hash: row.sha256,
    ...(buildInformation ? { PackageVersionBuildInformation: buildInformation } : {}),
    Links: { Self: address, Raw: `${address}/raw` },
  }
}
