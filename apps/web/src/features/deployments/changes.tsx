import { type Deployment, loadDeployment, type Schema } from '@flotilla/api'
import { Paper, Stack, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ExternalLink } from '../../ui/external-link.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'

type Build = Schema<'BuildInformation'>

/** What one release brings along. */
interface Change {
  readonly Version: string
  readonly ReleaseNotes: string
  readonly BuildInformation: readonly Build[]
  readonly WorkItems: Build['WorkItems']
  readonly Commits: Build['Commits']
}

/** The releases between what was there before and what a deployment brings, of its project and of those that it deploys. */
export function Changes({
  deployment,
  projectName,
  childDeployments,
}: {
  readonly deployment: Deployment
  readonly projectName: string
  readonly childDeployments: readonly { readonly id: string; readonly name: string }[]
}) {
  return (
    <Stack gap="lg">
      <p className="faint" style={{ margin: 0 }}>
        The releases after the one that was there before, up to the one that is deployed.
      </p>
      <ChangesOf deployment={deployment} name={projectName} />
      {childDeployments.map(({ id, name }) => (
        <ChangesOfChild key={id} id={id} name={name} />
      ))}
    </Stack>
  )
}

function ChangesOfChild({ id, name }: { readonly id: string; readonly name: string }) {
  const deployment = useRead(['deployments', id], (client) => loadDeployment(client, id))
  return (
    <Loaded of={deployment} rows={2}>
      {(found) => <ChangesOf deployment={found} name={name} />}
    </Loaded>
  )
}

function ChangesOf({ deployment, name }: { readonly deployment: Deployment; readonly name: string }) {
  const changes = deployment.Changes as unknown as readonly Change[]
  return (
    <section aria-label={`Changes of ${name}`}>
      <Title order={2} mb="xs">
        {name}
      </Title>
      {changes.length === 0 ? (
        <p className="faint">Nothing is known to have changed.</p>
      ) : (
        <Paper withBorder>
          {changes.toReversed().map((change) => (
            <OneChange key={change.Version} change={change} projectId={deployment.ProjectId} />
          ))}
        </Paper>
      )}
    </section>
  )
}

function OneChange({ change, projectId }: { readonly change: Change; readonly projectId: string }) {
  const to = useTo()
  const { Version, ReleaseNotes, BuildInformation, WorkItems, Commits } = change
  const isBare = !ReleaseNotes && BuildInformation.length + WorkItems.length + Commits.length === 0
  return (
    <div className="change">
      <Title order={3}>
        <Link to={to('projects', projectId, 'releases', Version)} className="mono">
          {Version}
        </Link>
      </Title>
      {isBare && <span className="faint">no notes, work items or commits</span>}
      {ReleaseNotes && <Prose text={ReleaseNotes} />}
      {WorkItems.length > 0 && (
        <>
          <h4>Work items</h4>
          <ul>
            {WorkItems.map(({ Id, LinkUrl, Description }) => (
              <li key={Id}>
                <ExternalLink to={LinkUrl}>{Id}</ExternalLink> {Description}
              </li>
            ))}
          </ul>
        </>
      )}
      {Commits.length > 0 && (
        <>
          <h4>Commits</h4>
          <ul>
            {Commits.map(({ Id, LinkUrl, Comment }) => (
              <li key={Id}>
                <ExternalLink to={LinkUrl}>
                  <span className="mono">{Id.slice(0, 10)}</span>
                </ExternalLink>{' '}
                {Comment}
              </li>
            ))}
          </ul>
        </>
      )}
      {BuildInformation.map((build) => (
        <div key={`${build.PackageId} ${build.Version}`} className="faint small">
          {build.PackageId} {build.Version}
          {build.BuildUrl && (
            <>
              , built by{' '}
              <ExternalLink to={build.BuildUrl}>
                {build.BuildEnvironment || 'a build'} {build.BuildNumber}
              </ExternalLink>
            </>
          )}
          {build.Branch && ` from ${build.Branch}`}
        </div>
      ))}
    </div>
  )
}
