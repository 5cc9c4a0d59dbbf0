import type { Environment, Schema } from '@flotilla/api'
import { createDeployment, type DeploymentPreview, type Project, previewDeployment, type Release } from '@flotilla/api'
import { Paper, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { FormEvent } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useOnceKey } from '../../api/once-key.ts'
import { useChange, useDocuments, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { useProject } from '../projects/load-project.ts'
import { useRelease } from '../releases/load-release.ts'
import { useSuiteSteps } from '../suites/suite-steps.ts'
import { EnvironmentChoice } from './environment-choice.tsx'
import { PlanView } from './plan-view.tsx'
import { plannedValues } from './planned-values.ts'
import { RunChoiceFields, StartButton, useRunChoices } from './run-choices.tsx'
import { StepsPreview } from './steps-preview.tsx'
import './deploy.css'

/** Choosing what a deployment does, with what would come of it beside the choices. */
export function DeployPage() {
  const project = useProject()
  return <Loaded of={project}>{(found) => <WithRelease project={found} />}</Loaded>
}

function WithRelease({ project }: { readonly project: Project }) {
  const release = useRelease(project)
  return <Loaded of={release}>{(found) => <Form project={project} release={found} />}</Loaded>
}

function Form({ project, release }: { readonly project: Project; readonly release: Release }) {
  const to = useTo()
  const template = useRead(['deployment-template', release.Id], (client) =>
    client.get<Schema<'DeploymentTemplate'>>(`~/releases/${release.Id}/deployments/template`),
  )
  const environments = useDocuments('environments')
  const address = to('projects', project.Slug)
  return (
    <Page
      title={`Deploy ${project.Name} ${release.Version}`}
      crumbs={[
        { name: 'Projects', to: to('projects') },
        { name: project.Name, to: address },
        { name: release.Version, to: `${address}/releases/${encodeURIComponent(release.Version)}` },
      ]}
    >
      <Loaded of={template}>
        {(data) => (
          <Loaded of={environments}>
            {(all) => <Choices project={project} release={release} template={data} environments={all} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}

function Choices({
  project,
  release,
  template,
  environments,
}: {
  readonly project: Project
  readonly release: Release
  readonly template: Schema<'DeploymentTemplate'>
  readonly environments: readonly Environment[]
}) {
  const to = useTo()
  const go = useNavigate()
  const [address, setAddress] = useSearchParams()
  const tenantId = address.get('tenant')
  const allowedIds = allowedIn(template, tenantId)
  const wantedId = address.get('environment')
  /** Where it goes, if it may: another tenant may not be deployed to where the one before is. */
  const environmentId = wantedId !== null && allowedIds.includes(wantedId) ? wantedId : null
  const choose = (name: 'environment' | 'tenant', value: string) => {
    const next = new URLSearchParams(address)
    if (value === '') next.delete(name)
    else next.set(name, value)
    setAddress(next, { replace: true })
    chosen.forgetTargets()
  }
  const onceKey = useOnceKey()

  const preview = useRead(
    ['preview', release.Id, environmentId, tenantId],
    (client) =>
      previewDeployment(client, release.Id, { EnvironmentId: environmentId!, TenantId: tenantId ?? undefined }),
    { isSkipped: environmentId === null },
  )
  const chosen = useRunChoices(preview.data)
  const deploying = useChange((client, _: undefined) =>
    createDeployment(
      client,
      {
        ReleaseId: release.Id,
        EnvironmentId: environmentId ?? '',
        TenantId: tenantId ?? undefined,
        ...chosen.body,
      },
      onceKey,
    ),
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const deployment = await deploying.mutateAsync(undefined)
    await go(to('deployments', deployment.Id))
  }
  return (
    <form className="deploy" onSubmit={(event) => void submit(event).catch(() => {})}>
      <Paper withBorder p="lg" className="choices">
        <Stack>
          <EnvironmentChoice
            release={release}
            project={project}
            tenantId={tenantId}
            error={deploying.error}
            allowedIds={allowedIds}
            environments={environments}
            value={wantedId}
            onChange={(value) => choose('environment', value)}
          />
          {template.TenantPromotions.length > 0 && (
            <ChooseOne
              label="Tenant"
              whenNone={project.TenantedDeploymentMode === 'Tenanted' ? 'Choose a tenant' : 'Without a tenant'}
              from={template.TenantPromotions}
              value={tenantId}
              error={fieldProblem(deploying.error, 'TenantId')}
              onChange={(id) => choose('tenant', id)}
            />
          )}
          {preview.data && (
            <RunChoiceFields
              preview={preview.data}
              environmentId={environmentId!}
              chosen={chosen}
              error={deploying.error}
            />
          )}
          <StartButton isPending={deploying.isPending} isDisabled={!chosen.isReady} error={deploying.error}>
            {chosen.queueTime === '' ? 'Deploy' : 'Schedule the deployment'}
          </StartButton>
        </Stack>
      </Paper>
      <section aria-label="What would happen" className="outlook">
        {environmentId === null || !chosen.hasMachines ? (
          <p className="faint">
            Choose {environmentId === null ? 'an environment' : 'targets'} to see what would happen.
          </p>
        ) : (
          <Loaded of={preview}>
            {(data) => (
              <Outlook
                project={project}
                release={release}
                preview={data}
                choice={{
                  EnvironmentId: environmentId,
                  TenantId: tenantId ?? undefined,
                  FormValues: chosen.body.FormValues,
                  SpecificMachineIds: chosen.body.SpecificMachineIds,
                  ExcludedMachineIds: chosen.body.ExcludedMachineIds,
                }}
              />
            )}
          </Loaded>
        )}
      </section>
    </form>
  )
}

type Choice = {
  readonly EnvironmentId: string
  readonly TenantId: string | undefined
  readonly FormValues: Readonly<Record<string, string>>
  readonly SpecificMachineIds: string[]
  readonly ExcludedMachineIds: string[]
}

/** What would come of the choices: of a suite the plan of its children, then the steps and their machines. */
function Outlook({
  project,
  release,
  preview,
  choice,
}: {
  readonly project: Project
  readonly release: Release
  readonly preview: DeploymentPreview
  readonly choice: Choice
}) {
  const steps = useSuiteSteps(project)
  const [settled] = useDebouncedValue(choice, 250)
  const planned = { ...settled, FormValues: plannedValues(preview.Form, settled.FormValues) }
  return (
    <Stack>
      {(steps.data ?? []).length > 0 && <PlanView releaseId={release.Id} choice={planned} />}
      <StepsPreview preview={preview} chosenIds={settled.SpecificMachineIds} excludedIds={settled.ExcludedMachineIds} />
    </Stack>
  )
}

/** Where the release may go now: for a tenant, where that tenant may. */
const allowedIn = (template: Schema<'DeploymentTemplate'>, tenantId: string | null): readonly string[] =>
  (tenantId === null
    ? template.PromoteTo
    : (template.TenantPromotions.find(({ Id }) => Id === tenantId)?.PromoteTo ?? [])
  ).map(({ Id }) => Id)
