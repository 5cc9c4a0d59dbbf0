import { newestReleases, type Project, type ReleaseTemplate } from '@flotilla/api'
import { Autocomplete, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { Table } from '../../ui/table.tsx'
import { packageName } from './package-name.ts'

type TemplatePackage = ReleaseTemplate['Packages'][number]

/** Versions by what the server calls the choice. */
export type Choices = Readonly<Record<string, string>>

/** What the server calls the choice of a version. */
export const choiceOf = ({ ActionName, PackageReferenceName }: TemplatePackage): string =>
  `SelectedPackages[${packageName(ActionName, PackageReferenceName)}]`

/** The version that is taken: the one that somebody has typed, else the one that is offered. */
export const versionOf = (each: TemplatePackage, choices: Choices): string =>
  choices[choiceOf(each)] ?? each.OfferedVersion ?? ''

/** Which version a release takes of each package, and which release of each project that it deploys. */
export function PackageChoices({
  packages,
  choices,
  error,
  onChange,
}: {
  readonly packages: readonly TemplatePackage[]
  readonly choices: Choices
  readonly error: unknown
  readonly onChange: (choices: Choices) => void
}) {
  return (
    <section aria-labelledby="takes">
      <Title order={2} id="takes" mb="xs">
        What it takes
      </Title>
      <Table label="What it takes" columns={['Step', 'Of', 'Last release', 'Version']}>
        {packages.map((each) => (
          <tr key={choiceOf(each)}>
            <th scope="row">
              {each.ActionName} <span className="faint">{each.PackageReferenceName}</span>
            </th>
            <td>
              <Source of={each} />
            </td>
            <td className="mono">{each.VersionSelectedLastRelease || <span className="faint">–</span>}</td>
            <td>
              <VersionField
                of={each}
                value={versionOf(each, choices)}
                error={fieldProblem(error, choiceOf(each))}
                onChange={(version) => onChange({ ...choices, [choiceOf(each)]: version })}
              />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

/** Where the versions come from: a package of a feed, or another project, whose releases they are. */
function Source({ of: { PackageId, FeedName, ProjectName } }: { readonly of: TemplatePackage }) {
  const to = useTo()
  const projects = useDocuments('projects', { isSkipped: ProjectName === null })
  const project: Project | undefined = projects.data?.find(({ Id }) => Id === PackageId)
  return (
    <>
      {project ? (
        <Link to={to('projects', project.Slug)}>{ProjectName}</Link>
      ) : (
        <span className="mono">{ProjectName ?? PackageId}</span>
      )}
      <div className="faint small">{ProjectName === null ? FeedName : 'its releases'}</div>
    </>
  )
}

/** What is offered for a version; a feed that cannot be searched offers nothing, and every text can be typed. */
const MANY = 50

function VersionField({
  of: each,
  value,
  error,
  onChange,
}: {
  readonly of: TemplatePackage
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (version: string) => void
}) {
  const [isOpen, setOpen] = useState(false)
  const versions = useRead(
    ['versions', each.FeedId, each.PackageId],
    async (client) => {
      if (each.ProjectName !== null) return newestReleases(client, each.PackageId, MANY)
      const path = `~/feeds/${each.FeedId}/packages/versions`
      return (await client.get<Found>(path, { packageId: each.PackageId, take: MANY })).Items
    },
    { isSkipped: !isOpen },
  )
  const offered = each.OfferedVersion
  return (
    <Autocomplete
      aria-label={`Version for ${packageName(each.ActionName, each.PackageReferenceName)}`}
      className="mono-input"
      required
      placeholder={offered ?? 'Type a version'}
      description={describe(each, value)}
      inputWrapperOrder={['input', 'description', 'error']}
      data={[...new Set((versions.data ?? []).map(({ Version }) => Version))]}
      filter={({ options }) => options}
      value={value}
      error={error}
      onChange={onChange}
      onDropdownOpen={() => setOpen(true)}
      miw={220}
    />
  )
}

interface Found {
  readonly Items: readonly { readonly Version: string }[]
}

function describe({ OfferedVersion: offered, ProjectName }: TemplatePackage, value: string): string {
  if (offered === null || offered === undefined)
    return ProjectName === null ? 'None is offered: type the version.' : 'It has no release that the channel admits.'
  return value === offered ? 'The newest that the channel admits' : `The newest that the channel admits is ${offered}`
}
