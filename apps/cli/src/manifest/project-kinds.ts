import { type Field, flag, listOf, object, oneOf, reference, references, text } from './codec.ts'
import { description, type Kind, tags } from './kind.ts'
import { freeObject, oneFieldOf } from './special-codecs.ts'

export const projectKind: Kind = {
  list: 'projects',
  word: 'project',
  named: 'project',
  route: 'projects',
  nameField: 'Name',
  says: 'What is deployed: one component, or a suite of them.',
  fields: [
    description,
    {
      key: 'group',
      wire: 'ProjectGroupId',
      codec: reference('project group'),
      usual: 'Default Project Group',
      says: 'Its project group.',
    },
    {
      key: 'lifecycle',
      wire: 'LifecycleId',
      codec: reference('lifecycle'),
      usual: null,
      says: 'Its lifecycle.',
      isRequired: true,
    },
    { key: 'disabled', wire: 'IsDisabled', codec: flag(), usual: false, says: 'Whether it can be deployed at all.' },
    {
      key: 'tenancy',
      wire: 'TenantedDeploymentMode',
      codec: oneOf(['Untenanted', 'TenantedOrUntenanted', 'Tenanted']),
      usual: 'Untenanted',
      says: 'Whether it is deployed for tenants.',
    },
    {
      key: 'guidedFailure',
      wire: 'DefaultGuidedFailureMode',
      codec: oneOf(['EnvironmentDefault', 'Off', 'On']),
      usual: 'EnvironmentDefault',
      says: 'Whether a failing step asks a person.',
    },
    {
      key: 'independentChannels',
      wire: 'DiscreteChannelRelease',
      codec: flag(),
      usual: false,
      says: 'Whether each channel has a current release of its own.',
    },
    {
      key: 'versionTemplate',
      wire: 'VersioningStrategy',
      codec: oneFieldOf('Template'),
      usual: '#{Octopus.Version.LastMajor}.#{Octopus.Version.LastMinor}.#{Octopus.Version.NextPatch}',
      says: 'The number that a new release is offered.',
    },
    {
      key: 'releaseNotesTemplate',
      wire: 'ReleaseNotesTemplate',
      codec: text(),
      usual: '',
      says: 'Notes of a new release.',
    },
    {
      key: 'libraryVariableSets',
      wire: 'IncludedLibraryVariableSetIds',
      codec: references('library variable set'),
      usual: [],
      says: 'Shared variables it uses.',
    },
  ],
}

const ruleFields: readonly Field[] = [
  { key: 'versions', wire: 'VersionRange', codec: text(), usual: '', says: 'Range of versions, as [1.0,2.0).' },
  { key: 'preRelease', wire: 'Tag', codec: text(), usual: '', says: 'Pattern of the pre-release tag.' },
]

/** A channel belongs to a project. */
export const channelKind: Kind = {
  list: 'channels',
  word: 'channel',
  named: 'channel',
  route: 'channels',
  nameField: 'Name',
  says: 'Ways for releases with a lifecycle of their own.',
  fields: [
    description,
    { key: 'default', wire: 'IsDefault', codec: flag(), usual: false, says: 'Whether releases go here unless said.' },
    {
      key: 'lifecycle',
      wire: 'LifecycleId',
      codec: reference('lifecycle'),
      usual: null,
      says: "Its lifecycle; the project's when left out.",
    },
    tags('tenantTags', 'Only for tenants with these tags.'),
    { key: 'rules', wire: 'Rules', codec: listOf(object(ruleFields)), usual: [], says: 'Which packages fit.' },
  ],
}

/** A trigger belongs to a project. */
export const triggerKind: Kind = {
  list: 'triggers',
  word: 'trigger',
  named: null,
  route: 'projecttriggers',
  nameField: 'Name',
  says: 'Deployments that start by themselves.',
  fields: [
    description,
    { key: 'disabled', wire: 'IsDisabled', codec: flag(), usual: false, says: 'Whether it rests.' },
    {
      key: 'filter',
      wire: 'Filter',
      codec: freeObject({
        type: ['type', 'FilterType'],
        named: { environments: ['EnvironmentIds', 'environment'] },
        says: 'When it fires: a MachineFilter or a schedule.',
      }),
      usual: null,
      says: 'When it fires.',
      isRequired: true,
    },
    {
      key: 'action',
      wire: 'Action',
      codec: freeObject({
        type: ['type', 'ActionType'],
        named: {
          sourceEnvironments: ['SourceEnvironmentIds', 'environment'],
          destinationEnvironment: ['DestinationEnvironmentId', 'environment'],
          environment: ['EnvironmentId', 'environment'],
          channel: ['ChannelId', 'channel'],
          tenants: ['TenantIds', 'tenant'],
        },
        says: 'What it does: AutoDeploy for a MachineFilter, else a deployment of some release.',
      }),
      usual: null,
      says: 'What it does.',
      isRequired: true,
    },
  ],
}
