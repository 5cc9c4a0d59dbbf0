import type { Permission } from '@flotilla/domain/access'

export const RESTRICTIONS = ['Projects', 'ProjectGroups', 'Environments', 'Tenants'] as const
export type Restriction = (typeof RESTRICTIONS)[number]

/** What permissions may be restricted to; those that are not listed apply to a whole space or to the server. */
const TABLE: readonly { readonly by: readonly Restriction[]; readonly permissions: readonly Permission[] }[] = [
  {
    by: ['Projects', 'ProjectGroups', 'Environments', 'Tenants'],
    permissions: [
      ...(['DeploymentCreate', 'DeploymentView', 'DeploymentDelete', 'EventView', 'InterruptionView'] as const),
      ...(['ArtifactView', 'ArtifactCreate', 'ArtifactEdit', 'ArtifactDelete', 'InterruptionSubmit'] as const),
      ...(['InterruptionViewSubmitResponsible', 'RunbookRunView', 'RunbookRunCreate', 'RunbookRunDelete'] as const),
      ...(['TaskView', 'TaskViewLog', 'TaskCreate', 'TaskCancel', 'TaskEdit'] as const),
    ],
  },
  {
    by: ['Projects', 'ProjectGroups', 'Tenants'],
    permissions: [
      ...(['ProjectView', 'ProjectEdit', 'ProjectDelete'] as const),
      ...(['ReleaseCreate', 'ReleaseView', 'ReleaseEdit', 'ReleaseDelete'] as const),
    ],
  },
  { by: ['Projects', 'ProjectGroups', 'Environments'], permissions: ['VariableView', 'VariableEdit'] },
  {
    by: ['Projects', 'ProjectGroups'],
    permissions: [
      ...(['ProcessView', 'ProcessEdit', 'VariableViewUnscoped', 'VariableEditUnscoped', 'DefectReport'] as const),
      ...(['DefectResolve', 'TriggerView', 'TriggerCreate', 'TriggerEdit', 'TriggerDelete', 'RunbookView'] as const),
      ...(['RunbookEdit', 'RunbookSnapshotCreate', 'BuiltInFeedPush', 'BuiltInFeedAdminister'] as const),
      'BuiltInFeedDownload',
    ],
  },
  {
    by: ['ProjectGroups'],
    permissions: ['ProjectCreate', 'ProjectGroupView', 'ProjectGroupCreate', 'ProjectGroupEdit', 'ProjectGroupDelete'],
  },
  {
    by: ['Environments', 'Tenants'],
    permissions: [
      ...(['MachineView', 'MachineCreate', 'MachineEdit', 'MachineDelete'] as const),
      ...(['CertificateView', 'CertificateEdit', 'CertificateDelete', 'CertificateExportPrivateKey'] as const),
    ],
  },
  {
    by: ['Environments'],
    permissions: [
      ...(['EnvironmentView', 'EnvironmentCreate', 'EnvironmentEdit', 'EnvironmentDelete'] as const),
      ...(['AccountView', 'AccountCreate', 'AccountEdit', 'AccountDelete'] as const),
    ],
  },
  { by: ['Tenants'], permissions: ['TenantView', 'TenantCreate', 'TenantEdit', 'TenantDelete'] },
]

const byPermission = new Map(TABLE.flatMap(({ by, permissions }) => permissions.map((name) => [name, by] as const)))

/** What a permission may be restricted to. Source: API reference 5.27. */
export const restrictionsOf = (permission: Permission): readonly Restriction[] => byPermission.get(permission) ?? []
