import type { Project, Runbook, Schema } from '@flotilla/api'
import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useChange, useDeletion, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Prose } from '../../ui/prose.tsx'
import { State } from '../../ui/state.tsx'
import { ProcessEditor } from '../processes/process-editor.tsx'
import { ProjectFrame } from '../projects/project-frame.tsx'
import { runbookPath, useRunbook } from './load-runbook.ts'
import { RunbookForm } from './runbook-form.tsx'
import { Runs } from './runs.tsx'
import { Snapshots, useSnapshot } from './snapshots.tsx'

/** One runbook: its steps, whether what is run is what stands here, and its runs. */
export function RunbookPage() {
  return <ProjectFrame part="runbooks">{(project) => <Loading project={project} />}</ProjectFrame>
}

function Loading({ project }: { readonly project: Project }) {
  const runbook = useRunbook(project)
  return <Loaded of={runbook}>{(found) => <Details project={project} runbook={found} />}</Loaded>
}

interface Parts {
  readonly project: Project
  readonly runbook: Runbook
}

function Details({ project, runbook }: Parts) {
  const to = useTo()
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <div>
          <Link to={to('projects', project.Slug, 'runbooks')} className="small">
            All runbooks
          </Link>
          <Title order={2}>{runbook.Name}</Title>
          <Text component="div" className="faint">
            <Prose text={runbook.Description} />
          </Text>
        </div>
        <Actions project={project} runbook={runbook} />
      </Group>
      <Publication project={project} runbook={runbook} />
      <ProcessEditor
        path={`~/runbookprocesses/${runbook.RunbookProcessId}`}
        project={project}
        isDeployed={false}
        about="Scripts on targets or on a worker, questions to people: what somebody would do by hand, in order."
      />
      <Snapshots project={project} runbook={runbook} />
      <Runs runbook={runbook} />
    </Stack>
  )
}

function Actions({ project, runbook }: Parts) {
  const to = useTo()
  const [isOpen, { open, close }] = useDisclosure()
  const path = runbookPath(project.Id, runbook.Id)
  const saving = useChange((client, change: Partial<Runbook>) => client.put(path, { ...runbook, ...change }))
  const deleting = useDeletion(path)
  return (
    <Group gap="xs">
      <DeleteButton
        what={`the runbook ${runbook.Name}`}
        deleting={deleting}
        leadsTo={to('projects', project.Slug, 'runbooks')}
      >
        Its snapshots and the logs of its runs go with it.
      </DeleteButton>
      <Button variant="default" onClick={open}>
        Change
      </Button>
      {runbook.PublishedRunbookSnapshotId && (
        <Button
          component={Link}
          to={to('projects', project.Slug, 'runbooks', runbook.Slug, 'run')}
          leftSection={<IconPlayerPlay size={17} aria-hidden />}
        >
          Run …
        </Button>
      )}
      {isOpen && (
        <RunbookForm project={project} title={runbook.Name} runbook={runbook} saving={saving} onClose={close} />
      )}
    </Group>
  )
}

/** What is run is the published snapshot: whether it is what stands here now. */
function Publication({ project, runbook }: Parts) {
  const snapshotId = runbook.PublishedRunbookSnapshotId
  const template = useRead(
    ['runbooks', runbook.Id, 'changes', snapshotId],
    (client) => client.get<Schema<'RunbookRunTemplate'>>(`${runbookPath(project.Id, runbook.Id)}/runbookruntemplate`),
    { isSkipped: snapshotId === null },
  )
  const snapshot = useSnapshot(runbook, snapshotId)
  const publishing = useChange((client, _: undefined) =>
    client.post('~/runbooksnapshots?publish=true', { RunbookId: runbook.Id, ProjectId: project.Id }),
  )
  const changed = template.data && [
    ...(template.data.IsRunbookProcessModified ? ['steps'] : []),
    ...(template.data.IsVariableSetModified || template.data.IsLibraryVariableSetModified ? ['variables'] : []),
  ]
  return (
    <Group justify="space-between" className="card" p="md">
      <div>
        {snapshotId === null ? (
          <State tone="none" word="Draft: it runs when its steps are published" />
        ) : changed?.length ? (
          <State
            tone="warn"
            word={`Its ${changed.join(' and ')} changed since ${snapshot.data?.Name ?? 'it'} was published`}
          />
        ) : (
          <State tone="good" word={`${snapshot.data?.Name ?? 'It'} is published and up to date`} />
        )}
        {publishing.error && <Problem error={publishing.error} />}
      </div>
      <Button variant="default" loading={publishing.isPending} onClick={() => publishing.mutate(undefined)}>
        Publish
      </Button>
    </Group>
  )
}
