import type { DeploymentPreview, Project, Runbook, Schema } from '@flotilla/api'
import { Paper, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useOnceKey } from '../../api/once-key.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { RunChoiceFields, StartButton, useRunChoices } from '../deployments/run-choices.tsx'
import { StepsPreview } from '../deployments/steps-preview.tsx'
import { useProject } from '../projects/load-project.ts'
import { runbookPath, useRunbook } from './load-runbook.ts'
import { useSnapshot, useSnapshots } from './snapshots.tsx'
import '../deployments/deploy.css'

type Template = Schema<'RunbookRunTemplate'>

/** Choosing where a runbook runs and what it is told, with what would happen beside the choices. */
export function RunPage() {
  const project = useProject()
  return <Loaded of={project}>{(found) => <WithRunbook project={found} />}</Loaded>
}

function WithRunbook({ project }: { readonly project: Project }) {
  const to = useTo()
  const runbook = useRunbook(project)
  const [address] = useSearchParams()
  const snapshotId = address.get('snapshot')
  const template = useRead(
    ['runbooks', runbook.data?.Id, 'template', snapshotId],
    (client) =>
      client.get<Template>(
        snapshotId
          ? `~/runbooksnapshots/${encodeURIComponent(snapshotId)}/runbookruns/template`
          : `${runbookPath(project.Id, runbook.data!.Id)}/runbookruntemplate`,
      ),
    // What was chosen and typed stays while another snapshot is read.
    { isSkipped: !runbook.data, keepsOld: true },
  )
  const projectAddress = to('projects', project.Slug)
  return (
    <Loaded of={runbook}>
      {(found) => (
        <Page
          title={`Run ${found.Name}`}
          crumbs={[
            { name: 'Projects', to: to('projects') },
            { name: project.Name, to: projectAddress },
            { name: 'Runbooks', to: `${projectAddress}/runbooks` },
            { name: found.Name, to: `${projectAddress}/runbooks/${encodeURIComponent(found.Slug)}` },
          ]}
        >
          <Loaded of={template}>
            {(data) => <Choices project={project} runbook={found} template={data} isOld={template.isPlaceholderData} />}
          </Loaded>
        </Page>
      )}
    </Loaded>
  )
}

function Choices({
  project,
  runbook,
  template,
  isOld,
}: {
  readonly project: Project
  readonly runbook: Runbook
  readonly template: Template
  /** It is of the snapshot that was chosen before. */
  readonly isOld: boolean
}) {
  const to = useTo()
  const go = useNavigate()
  const onceKey = useOnceKey()
  const [wantedId, setWantedId] = useState('')
  const [tenantId, setTenantId] = useState('')
  const { RunbookSnapshotId } = template
  const places = tenantId ? template.TenantPromotions.find(({ Id }) => Id === tenantId)?.PromoteTo : template.PromoteTo
  /** Where it runs, if it may: another tenant may not be there where the one before is. */
  const environmentId = places?.some(({ Id }) => Id === wantedId) ? wantedId : ''
  const preview = useRead(
    ['run-preview', RunbookSnapshotId, environmentId, tenantId],
    (client) =>
      client.get<DeploymentPreview>(
        `~/runbooksnapshots/${RunbookSnapshotId}/runbookruns/preview/${environmentId}${tenantId && `/${tenantId}`}`,
      ),
    { isSkipped: environmentId === '' },
  )
  const chosen = useRunChoices(preview.data)
  const running = useChange((client, _: undefined) =>
    client.post<Schema<'RunbookRun'>>(
      '~/runbookruns',
      {
        RunbookId: runbook.Id,
        RunbookSnapshotId,
        EnvironmentId: environmentId,
        ...(tenantId ? { TenantId: tenantId } : {}),
        ...chosen.body,
      },
      { 'idempotency-key': onceKey },
    ),
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const run = await running.mutateAsync(undefined)
    await go(to('tasks', run.TaskId))
  }
  const { error } = running
  const move = (change: () => void) => {
    change()
    chosen.forgetTargets()
  }
  return (
    <form className="deploy" onSubmit={(event) => void submit(event).catch(() => {})}>
      <Paper withBorder p="lg" className="choices">
        <Stack>
          <SnapshotField project={project} runbook={runbook} shownId={template.RunbookSnapshotId} />
          {template.TenantPromotions.length > 0 && (
            <ChooseOne
              label="Tenant"
              whenNone={runbook.MultiTenancyMode === 'Tenanted' ? 'Choose a tenant' : 'Without a tenant'}
              from={template.TenantPromotions}
              value={tenantId}
              error={fieldProblem(error, 'TenantId')}
              onChange={(id) => move(() => setTenantId(id))}
            />
          )}
          <ChooseOne
            label="Environment"
            required
            from={places}
            value={environmentId}
            error={fieldProblem(error, 'EnvironmentId')}
            onChange={(id) => move(() => setWantedId(id))}
          />
          {preview.data && (
            <RunChoiceFields preview={preview.data} environmentId={environmentId} chosen={chosen} error={error} />
          )}
          <StartButton isPending={running.isPending} isDisabled={isOld || !chosen.isReady} error={error}>
            {chosen.queueTime === '' ? 'Run' : 'Schedule the run'}
          </StartButton>
        </Stack>
      </Paper>
      <section aria-label="What would happen" className="outlook">
        {environmentId === '' ? (
          <p className="faint">Choose an environment to see what would happen.</p>
        ) : (
          <Loaded of={preview}>
            {(data) => (
              <StepsPreview
                preview={data}
                chosenIds={chosen.body.SpecificMachineIds}
                excludedIds={chosen.body.ExcludedMachineIds}
              />
            )}
          </Loaded>
        )}
      </section>
    </form>
  )
}

/** Which of its snapshots is run: the published one, unless another is chosen. */
function SnapshotField({
  project,
  runbook,
  shownId,
}: {
  readonly project: Project
  readonly runbook: Runbook
  readonly shownId: string
}) {
  const [address, setAddress] = useSearchParams()
  const id = address.get('snapshot') ?? shownId
  const newest = useSnapshots(project, runbook).data
  const isOlder = newest !== undefined && !newest.some(({ Id }) => Id === id)
  const older = useSnapshot(runbook, isOlder ? id : null).data
  const snapshots = [...(newest ?? []), ...(isOlder && older ? [older] : [])]
  if (snapshots.length < 2) return null
  return (
    <ChooseOne
      label="Snapshot"
      description="The steps and variables as they were when it was taken"
      required
      from={snapshots.map(({ Id, Name }) => ({
        Id,
        Name: Id === runbook.PublishedRunbookSnapshotId ? `${Name} (published)` : Name,
      }))}
      value={id}
      onChange={(chosen) => setAddress({ snapshot: chosen }, { replace: true })}
    />
  )
}
