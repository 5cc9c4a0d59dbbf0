import { type Channel, listRunbooks, type Project } from '@flotilla/api'
import { Checkbox, Select } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { EnvironmentField, EnvironmentsField } from '../environments/environments-field.tsx'
import { TenantsField } from '../tenants/tenants-field.tsx'
import { ACTIONS, type Action } from './trigger-words.ts'

/** What a trigger does when its time has come. */
export function ActionFields({
  project,
  action,
  error,
  onAction,
}: {
  readonly project: Project
  readonly action: Action
  readonly error: unknown
  readonly onAction: (change: Partial<Action>) => void
}) {
  const channels = useRead(['channels', project.Id], (client) =>
    client.all<Channel>(`~/projects/${project.Id}/channels`),
  )
  const runbooks = useRead(['runbooks', project.Id], (client) => listRunbooks(client, project.Id))
  const { ActionType: kind } = action
  const deploysOld = kind === 'DeployLatestRelease' || kind === 'DeployLatestReleaseToEnvironment'
  return (
    <>
      <Select
        label="What it does"
        data={Object.entries(ACTIONS).map(([value, label]) => ({ value, label }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => onAction({ ActionType: value as Action['ActionType'] })}
      />
      {kind === 'RunRunbook' && (
        <>
          <ChooseOne
            label="Runbook"
            required
            from={runbooks.data}
            value={action.RunbookId}
            error={fieldProblem(error, 'Action.RunbookId')}
            onChange={(RunbookId) => onAction({ RunbookId })}
          />
          <EnvironmentsField
            label="Environments"
            required
            value={action.EnvironmentIds ?? []}
            error={fieldProblem(error, 'Action.EnvironmentIds')}
            onChange={(EnvironmentIds) => onAction({ EnvironmentIds })}
          />
        </>
      )}
      {kind === 'DeployLatestRelease' && (
        <>
          <EnvironmentsField
            label="From"
            required
            value={action.SourceEnvironmentIds ?? []}
            error={fieldProblem(error, 'Action.SourceEnvironmentIds')}
            onChange={(SourceEnvironmentIds) => onAction({ SourceEnvironmentIds })}
          />
          <EnvironmentField
            label="To"
            required
            value={action.DestinationEnvironmentId}
            error={fieldProblem(error, 'Action.DestinationEnvironmentId')}
            onChange={(DestinationEnvironmentId) => onAction({ DestinationEnvironmentId })}
          />
        </>
      )}
      {(kind === 'DeployLatestReleaseToEnvironment' || kind === 'DeployNewRelease') && (
        <EnvironmentField
          label="To"
          required
          value={action.EnvironmentId}
          error={fieldProblem(error, 'Action.EnvironmentId')}
          onChange={(EnvironmentId) => onAction({ EnvironmentId })}
        />
      )}
      {kind !== 'RunRunbook' && (
        <ChooseOne
          label="Channel"
          whenNone="the default channel"
          from={channels.data}
          value={action.ChannelId}
          error={fieldProblem(error, 'Action.ChannelId')}
          onChange={(id) => onAction({ ChannelId: id || null })}
        />
      )}
      {deploysOld && (
        <Checkbox
          label="Deploy also when the release is there already"
          checked={action.ShouldRedeployWhenReleaseIsCurrent ?? true}
          onChange={({ currentTarget }) => onAction({ ShouldRedeployWhenReleaseIsCurrent: currentTarget.checked })}
        />
      )}
      {kind !== 'CreateRelease' && project.TenantedDeploymentMode !== 'Untenanted' && (
        <TenantsField tenantIds={action.TenantIds ?? []} tags={action.TenantTags ?? []} onChange={onAction} />
      )}
    </>
  )
}
