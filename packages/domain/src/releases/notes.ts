export interface PackageVersion {
  readonly packageId: string
  readonly version: string
}

/** A work item or a commit; the text is its description or comment. */
export interface NotedItem {
  readonly id: string
  readonly linkUrl: string | null
  readonly text: string | null
}

/** What one of the releases between the current one and the deployed one brings along. */
export interface NotedChange {
  readonly packages: readonly PackageVersion[]
  readonly workItems: readonly NotedItem[]
  readonly commits: readonly NotedItem[]
}

export interface NotesSource {
  /** The release's own notes. */
  readonly notes: string | null
  /** The release's selected packages. */
  readonly packages: readonly PackageVersion[]
  /** The preview's changes if the release has build information, else null. */
  readonly changes: readonly NotedChange[] | null
}

/**
 * The release notes that a parent deployment shows for a child's release, in Markdown: with build information its
 * packages, work items and commits over all changes, each once; else the release's own notes and packages.
 * Lists with nothing in them are left out.
 * Source: domain reference 10.11.
 */
export function releaseNotesMarkdown({ notes, packages, changes }: NotesSource): string {
  const sections = changes
    ? [
        '## Release Information',
        list('Package Versions', changes.flatMap((change) => change.packages).map(packageLine)),
        list('Work Items', changes.flatMap((change) => change.workItems).map(itemLine)),
        list('Commits', changes.flatMap((change) => change.commits).map(itemLine)),
      ]
    : [(notes ?? '').trim(), list('Package Versions', packages.map(packageLine))]
  return sections.filter((section) => section !== '').join('\n\n')
}

function list(heading: string, lines: readonly string[]): string {
  const items = [...new Set(lines)].map((line) => `- ${line}`)
  return items.length > 0 ? `### ${heading}\n\n${items.join('\n')}` : ''
}

function packageLine({ packageId, version }: PackageVersion): string {
  return `${packageId}.${version}`
}

function itemLine({ id, linkUrl, text }: NotedItem): string {
  const label = linkUrl ? `[${id}](${linkUrl})` : id
  // A commit message has several lines; a line break would end the list item.
  const comment = (text ?? '').trim().replaceAll(/\s+/g, ' ')
  return comment === '' ? label : `${label} - ${comment}`
}
