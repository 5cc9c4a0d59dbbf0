import type { Project } from '@flotilla/api'
import { Checkbox, Select, TagsInput } from '@mantine/core'
import { type Fields, fieldsOf } from '../../ui/fields.ts'
import { useMachineRoles } from '../targets/machine-roles.ts'
import { TENANTED_MODES } from '../tenants/tenanted-modes.ts'
import type { SettingsPart } from './settings-page.tsx'

type Policy = Project['ProjectConnectivityPolicy']

const GUIDED = [
  { value: 'EnvironmentDefault', label: 'as the environment says' },
  { value: 'Off', label: 'fails at once' },
  { value: 'On', label: 'asks people what to do' },
]

/** Whom deployments are for, and what they do about targets that are not there. */
export function DeploymentSettings({ draft }: SettingsPart) {
  const { ProjectConnectivityPolicy: policy } = draft.value
  const fields = fieldsOf(
    policy,
    (change) => draft.change({ ProjectConnectivityPolicy: { ...policy, ...change } }),
    draft.error,
    'ProjectConnectivityPolicy.',
  )
  return (
    <>
      <Select label="Deploys" data={[...TENANTED_MODES]} {...draft.option('TenantedDeploymentMode')} />
      <Select label="A step that fails" data={GUIDED} {...draft.option('DefaultGuidedFailureMode')} />
      <SkipFields policy={policy} fields={fields} />
      <Checkbox label="Leave out unhealthy targets" {...fields.check('ExcludeUnhealthyTargets')} />
      <Checkbox label="Deploy also where there are no targets" {...fields.check('AllowDeploymentsToNoTargets')} />
    </>
  )
}

function SkipFields({ policy, fields }: { readonly policy: Policy; readonly fields: Fields<Policy> }) {
  const roles = useMachineRoles()
  return (
    <>
      <Select
        label="A target that cannot be reached"
        data={[
          { value: 'None', label: 'fails the deployment' },
          { value: 'SkipUnavailableMachines', label: 'is left out' },
        ]}
        {...fields.option('SkipMachineBehavior')}
      />
      {policy.SkipMachineBehavior === 'SkipUnavailableMachines' && (
        <TagsInput
          label="Leave out only targets with one of these roles"
          placeholder={policy.TargetRoles.length === 0 ? 'any' : undefined}
          data={[...(roles.data ?? [])]}
          {...fields.field('TargetRoles')}
          value={[...policy.TargetRoles]}
        />
      )}
    </>
  )
}
