import { type Channel, listRunbooks, type Project } from '@flotilla/api'
import { Checkbox, Select } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { fieldsOf } from '../../ui/fields.ts'
import { EnvironmentField, EnvironmentsField } from '../environments/environments-field.tsx'
import { TenantsField } from '../tenants/tenants-field.tsx'
import { ACTIONS, type Action } from './trigger-words.ts'

const CHOOSE = 'Choose an environment'
const CHOOSE_SOME = 'Choose one or more environments'

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
  const { field, option } = fieldsOf(action, onAction, error, 'Action.')
  const deploysOld = kind === 'DeployLatestRelease' || kind === 'DeployLatestReleaseToEnvironment'
  return (
    <>
      <Select
        label="What it does"
        data={Object.entries(ACTIONS).map(([value, label]) => ({ value, label }))}
        {...option('ActionType')}
      />
      {kind === 'RunRunbook' && (
        <>
          <ChooseOne
            label="Runbook"
            required
            whenNone={runbooks.data?.length === 0 ? 'This project has no runbooks yet' : 'Choose a runbook'}
            from={runbooks.data}
            {...field('RunbookId')}
          />
          <EnvironmentsField
            label="Environments"
            required
            whenNone={CHOOSE_SOME}
            {...field('EnvironmentIds')}
            value={action.EnvironmentIds ?? []}
          />
        </>
      )}
      {kind === 'DeployLatestRelease' && (
        <>
          <EnvironmentsField
            label="From"
            description="Where the release has succeeded"
            required
            whenNone={CHOOSE_SOME}
            {...field('SourceEnvironmentIds')}
            value={action.SourceEnvironmentIds ?? []}
          />
          <EnvironmentField label="To" required whenNone={CHOOSE} {...field('DestinationEnvironmentId')} />
        </>
      )}
      {(kind === 'DeployLatestReleaseToEnvironment' || kind === 'DeployNewRelease') && (
        <EnvironmentField label="To" required whenNone={CHOOSE} {...field('EnvironmentId')} />
      )}
      {kind !== 'RunRunbook' && (
        <ChooseOne
          label="Channel"
          whenNone="the default channel"
          from={channels.data}
          {...field('ChannelId')}
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
        <TenantsField
          tenantIds={action.TenantIds ?? []}
          tags={action.TenantTags ?? []}
          error={error}
          within="Action."
          onChange={onAction}
        />
      )}
    </>
  )
}
