import type { Deployment, Project, Release, Schema } from '@flotilla/api'
import { listReleaseDeployments, loadTasks } from '@flotilla/api'
import { Button, Group, Paper, Stack, Title } from '@mantine/core'
import { IconArrowRight, IconRocket } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { State, type Tone } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useProject } from '../projects/load-project.ts'
import { TaskState } from '../tasks/task-state.tsx'
import { useRelease } from './load-release.ts'

type Progress = Schema<'ReleaseProgression'>

/** A release: what is in it, how far it has come, where it was deployed. */
export function ReleasePage() {
  const project = useProject()
  return <Loaded of={project}>{(found) => <Found project={found} />}</Loaded>
}

function Found({ project }: { readonly project: Project }) {
  const release = useRelease(project)
  return <Loaded of={release}>{(found) => <Details project={project} release={found} />}</Loaded>
}

function Details({ project, release }: { readonly project: Project; readonly release: Release }) {
  const to = useTo()
  const progress = useRead(['release-progression', release.Id], (client) =>
    client.get<Progress>(`~/releases/${release.Id}/progression`),
  )
  const deployments = useRead(['release-deployments', release.Id], (client) =>
    listReleaseDeployments(client, release.Id),
  )
  const address = to('projects', project.Slug, 'releases', release.Version)
  return (
    <Page
      title={`Release ${release.Version}`}
      crumbs={[
        { name: 'Projects', to: to('projects') },
        { name: project.Name, to: to('projects', project.Slug) },
      ]}
      about={
        <>
          Created <Time at={release.Assembled} />
        </>
      }
      actions={
        <Button component={Link} to={`${address}/deploy`} leftSection={<IconRocket size={17} aria-hidden />}>
          Deploy …
        </Button>
      }
    >
      <Loaded of={progress}>{(data) => <Phases progress={data} />}</Loaded>
      {release.ReleaseNotes && (
        <Paper withBorder p="md">
          <Title order={2}>Release notes</Title>
          <Prose text={release.ReleaseNotes} />
        </Paper>
      )}
      {release.SelectedPackages.length > 0 && (
        <section>
          <Title order={2} mb="xs">
            What it takes
          </Title>
          <Table label="What it takes" columns={['Step', 'Version']}>
            {release.SelectedPackages.map(({ ActionName, PackageReferenceName, Version }) => (
              <tr key={`${ActionName} ${PackageReferenceName}`}>
                <td>
                  {ActionName} <span className="faint">{PackageReferenceName}</span>
                </td>
                <td className="mono">{Version}</td>
              </tr>
            ))}
          </Table>
        </section>
      )}
      <section>
        <Title order={2} mb="xs">
          Deployments
        </Title>
        <Loaded of={deployments}>{(all) => <Deployments all={all} />}</Loaded>
      </section>
    </Page>
  )
}

const PROGRESS: Readonly<Record<string, { readonly tone: Tone; readonly word: string }>> = {
  Complete: { tone: 'good', word: 'Complete' },
  Current: { tone: 'busy', word: 'Now' },
  Pending: { tone: 'none', word: 'Not yet' },
}

function Phases({ progress }: { readonly progress: Progress }) {
  return (
    <Group component="ol" gap="xs" p={0} m={0} aria-label="Phases">
      {progress.Phases.map((phase, index) => {
        const { tone, word } = PROGRESS[phase.Progress] ?? PROGRESS.Pending!
        return (
          <Group component="li" key={phase.Id} gap="xs" style={{ listStyle: 'none' }}>
            {index > 0 && <IconArrowRight size={18} aria-hidden />}
            <Paper withBorder px="md" py="xs">
              <Stack gap={0}>
                <strong>{phase.Name}</strong>
                {phase.Blocked ? <State tone="warn" word="Blocked" /> : <State tone={tone} word={word} />}
                {phase.IsOptionalPhase && <span className="faint">optional</span>}
              </Stack>
            </Paper>
          </Group>
        )
      })}
    </Group>
  )
}

function Deployments({ all }: { readonly all: readonly Deployment[] }) {
  const to = useTo()
  const ids = all.map(({ TaskId }) => TaskId)
  const tasks = useRead(['tasks', 'by-id', ids.join()], (client) => loadTasks(client, ids), {
    isSkipped: ids.length === 0,
  })
  const environments = useDocuments('environments')
  const tenants = useDocuments('tenants')
  if (all.length === 0) return <p className="faint">It was not deployed yet.</p>
  return (
    <Table label="Deployments" columns={['Deployment', 'State', 'When', 'By']}>
      {all.map((deployment) => {
        const task = tasks.data?.find(({ Id }) => Id === deployment.TaskId)
        return (
          <tr key={deployment.Id}>
            <td>
              <Link to={to('deployments', deployment.Id)}>
                To {nameIn(environments.data, deployment.EnvironmentId)}
                {deployment.TenantId && ` for ${nameIn(tenants.data, deployment.TenantId)}`}
              </Link>
            </td>
            <td>{task && <TaskState of={task} />}</td>
            <td>
              <Time at={deployment.Created} />
            </td>
            <td>{deployment.DeployedBy}</td>
          </tr>
        )
      })}
    </Table>
  )
}
