import type { Project } from '@flotilla/api'
import { Checkbox, Select, TagsInput } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { fieldProblem } from '../../ui/problem.tsx'
import type { SettingsPart } from './settings-page.tsx'

type Policy = Project['ProjectConnectivityPolicy']

const TENANTED = [
  { value: 'Untenanted', label: 'never for a tenant' },
  { value: 'TenantedOrUntenanted', label: 'with or without a tenant' },
  { value: 'Tenanted', label: 'always for a tenant' },
]
const GUIDED = [
  { value: 'EnvironmentDefault', label: 'as the environment says' },
  { value: 'Off', label: 'fails at once' },
  { value: 'On', label: 'asks people what to do' },
]

/** Whom deployments are for, and what they do about targets that are not there. */
export function DeploymentSettings({ project, error, onChange }: SettingsPart) {
  const { ProjectConnectivityPolicy: policy } = project
  const changePolicy = (change: Partial<Policy>) => onChange({ ProjectConnectivityPolicy: { ...policy, ...change } })
  return (
    <>
      <Select
        label="Deploys"
        data={TENANTED}
        value={project.TenantedDeploymentMode}
        allowDeselect={false}
        error={fieldProblem(error, 'TenantedDeploymentMode')}
        onChange={(mode) => onChange({ TenantedDeploymentMode: mode as Project['TenantedDeploymentMode'] })}
      />
      <Select
        label="A step that fails"
        data={GUIDED}
        value={project.DefaultGuidedFailureMode}
        allowDeselect={false}
        onChange={(mode) => onChange({ DefaultGuidedFailureMode: mode as Project['DefaultGuidedFailureMode'] })}
      />
      <SkipFields policy={policy} onChange={changePolicy} />
      <Checkbox
        label="Leave out unhealthy targets"
        checked={policy.ExcludeUnhealthyTargets}
        onChange={({ currentTarget }) => changePolicy({ ExcludeUnhealthyTargets: currentTarget.checked })}
      />
      <Checkbox
        label="Deploy also where there are no targets"
        checked={policy.AllowDeploymentsToNoTargets}
        onChange={({ currentTarget }) => changePolicy({ AllowDeploymentsToNoTargets: currentTarget.checked })}
      />
    </>
  )
}

function SkipFields({
  policy,
  onChange,
}: {
  readonly policy: Policy
  readonly onChange: (change: Partial<Policy>) => void
}) {
  const roles = useRead(['roles'], (client) => client.get<readonly string[]>('~/machineroles/all'))
  return (
    <>
      <Select
        label="A target that cannot be reached"
        data={[
          { value: 'None', label: 'fails the deployment' },
          { value: 'SkipUnavailableMachines', label: 'is left out' },
        ]}
        value={policy.SkipMachineBehavior}
        allowDeselect={false}
        onChange={(mode) => onChange({ SkipMachineBehavior: mode as Policy['SkipMachineBehavior'] })}
      />
      {policy.SkipMachineBehavior === 'SkipUnavailableMachines' && (
        <TagsInput
          label="Leave out only targets with one of these roles"
          placeholder={policy.TargetRoles.length === 0 ? 'any' : undefined}
          data={[...(roles.data ?? [])]}
          value={[...policy.TargetRoles]}
          onChange={(TargetRoles) => onChange({ TargetRoles })}
        />
      )}
    </>
  )
}
