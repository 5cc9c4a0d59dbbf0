import type { DeploymentPreview, Project, Runbook, Schema } from '@flotilla/api'
import { Button, Checkbox, Paper, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useOnceKey } from '../../api/once-key.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import {
  ALL_MACHINES,
  isChosen,
  MachineChoice,
  type MachineSelection,
  machineIdsOf,
} from '../deployments/machine-choice.tsx'
import { PromptedFields } from '../deployments/prompted-fields.tsx'
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
  const [environmentId, setEnvironmentId] = useState('')
  const [tenantId, setTenantId] = useState('')
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [machines, setMachines] = useState<MachineSelection>(ALL_MACHINES)
  const [guided, setGuided] = useState<boolean>()
  const [queueTime, setQueueTime] = useState('')
  const { RunbookSnapshotId } = template
  const places = tenantId ? template.TenantPromotions.find(({ Id }) => Id === tenantId)?.PromoteTo : template.PromoteTo
  const preview = useRead(
    ['run-preview', RunbookSnapshotId, environmentId, tenantId],
    (client) =>
      client.get<DeploymentPreview>(
        `~/runbooksnapshots/${RunbookSnapshotId}/runbookruns/preview/${environmentId}${tenantId && `/${tenantId}`}`,
      ),
    { isSkipped: environmentId === '' },
  )
  const formValues = useMemo(() => ({ ...preview.data?.Form.Values, ...values }), [preview.data, values])
  const running = useChange((client, _: undefined) =>
    client.post<Schema<'RunbookRun'>>(
      '~/runbookruns',
      {
        RunbookId: runbook.Id,
        RunbookSnapshotId,
        EnvironmentId: environmentId,
        ...(tenantId ? { TenantId: tenantId } : {}),
        FormValues: formValues,
        UseGuidedFailure: guided ?? preview.data?.UseGuidedFailureModeByDefault ?? false,
        ...machineIdsOf(machines),
        ...(queueTime === '' ? {} : { QueueTime: new Date(queueTime).toISOString() }),
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
    // The targets of one place are none of another's.
    setMachines({ ...machines, ids: [] })
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
            onChange={(id) => move(() => setEnvironmentId(id))}
          />
          {preview.data && (
            <>
              <PromptedFields
                form={preview.data.Form}
                values={formValues}
                error={error}
                onChange={(name, value) => setValues({ ...values, [name]: value })}
              />
              <MachineChoice environmentId={environmentId} value={machines} onChange={setMachines} error={error} />
              <Checkbox
                label="Ask me what to do when a step fails"
                checked={guided ?? preview.data.UseGuidedFailureModeByDefault}
                onChange={({ currentTarget }) => setGuided(currentTarget.checked)}
              />
              <TextInput
                type="datetime-local"
                label="Start"
                description="Left empty, it starts at once"
                value={queueTime}
                onChange={({ currentTarget }) => setQueueTime(currentTarget.value)}
              />
            </>
          )}
          {error && <Problem error={error} />}
          <div className="act">
            <Button
              fullWidth
              type="submit"
              loading={running.isPending}
              disabled={isOld || !preview.data || !isChosen(machines)}
            >
              {queueTime === '' ? 'Run' : 'Schedule the run'}
            </Button>
          </div>
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
                chosenIds={machineIdsOf(machines).SpecificMachineIds}
                excludedIds={machineIdsOf(machines).ExcludedMachineIds}
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
