import { type Field, flag, listOf, object, oneOf, reference, references, text, texts, whole } from './codec.ts'
import type { Doc } from './document.ts'
import type { NamedKind } from './names.ts'
import { freeObject, oneFieldOf, opposite, projectEnvironments, retention } from './special-codecs.ts'

/** One kind of thing that a manifest sets up and the API keeps as a document. */
export interface Kind {
  /** The list in a manifest. */
  readonly list: string
  /** What one is called. */
  readonly word: string
  readonly named: NamedKind | null
  readonly route: string
  /** The API's field that holds the name. */
  readonly nameField: string
  readonly fields: readonly Field[]
  readonly says: string
  /** What the API must be told of a new one although it is as usual. */
  readonly ofNew?: Doc
}

const description: Field = { key: 'description', wire: 'Description', codec: text(), usual: '', says: 'For people.' }
const tags = (key: string, says: string): Field => ({ key, wire: 'TenantTags', codec: texts(), usual: [], says })

export const environmentKind: Kind = {
  list: 'environments',
  word: 'environment',
  named: 'environment',
  route: 'environments',
  nameField: 'Name',
  says: 'Where releases are deployed to, in order.',
  fields: [
    description,
    {
      key: 'guidedFailure',
      wire: 'UseGuidedFailure',
      codec: flag(),
      usual: false,
      says: 'Whether a failing step asks a person.',
    },
    {
      key: 'dynamicInfrastructure',
      wire: 'AllowDynamicInfrastructure',
      codec: flag(),
      usual: false,
      says: 'Whether scripts may add targets.',
    },
    { key: 'tags', wire: 'EnvironmentTags', codec: texts(), usual: [], says: 'Tags, as Set/Tag.' },
  ],
}

const tagFields: readonly Field[] = [
  { key: 'name', wire: 'Name', codec: text(), usual: '', says: 'The tag.', isRequired: true },
  { key: 'color', wire: 'Color', codec: text(), usual: '#333333', says: 'Its colour, as #rrggbb.' },
  description,
]

export const tagSetKind: Kind = {
  list: 'tagSets',
  word: 'tag set',
  named: null,
  route: 'tagsets',
  nameField: 'Name',
  says: 'Tags that group tenants and other things.',
  fields: [
    description,
    {
      key: 'type',
      wire: 'Type',
      codec: oneOf(['MultiSelect', 'SingleSelect', 'FreeText']),
      usual: 'MultiSelect',
      says: 'How many of its tags one thing may have.',
    },
    { key: 'scopes', wire: 'Scopes', codec: texts(), usual: ['Tenant'], says: 'What the tags may be put on.' },
    { key: 'tags', wire: 'Tags', codec: listOf(object(tagFields)), usual: [], says: 'The tags, in order.' },
  ],
}

const phaseFields: readonly Field[] = [
  { key: 'name', wire: 'Name', codec: text(), usual: '', says: 'Name of the phase.', isRequired: true },
  {
    key: 'environments',
    wire: 'OptionalDeploymentTargets',
    codec: references('environment'),
    usual: [],
    says: 'Environments that people or tools deploy to.',
  },
  {
    key: 'automatic',
    wire: 'AutomaticDeploymentTargets',
    codec: references('environment'),
    usual: [],
    says: 'Environments that are deployed to as soon as the phase is reached.',
  },
  {
    key: 'minimum',
    wire: 'MinimumEnvironmentsBeforePromotion',
    codec: whole(),
    usual: 0,
    says: 'How many environments must succeed before the next phase; 0 is all.',
  },
  { key: 'optional', wire: 'IsOptionalPhase', codec: flag(), usual: false, says: 'Whether it may be left out.' },
  { key: 'priority', wire: 'IsPriorityPhase', codec: flag(), usual: false, says: 'Whether its tasks go first.' },
  {
    key: 'keepReleases',
    wire: 'ReleaseRetentionPolicy',
    codec: retention(),
    usual: null,
    says: 'How long releases are kept; as the lifecycle says when left out.',
  },
]

export const lifecycleKind: Kind = {
  list: 'lifecycles',
  word: 'lifecycle',
  named: 'lifecycle',
  route: 'lifecycles',
  nameField: 'Name',
  says: 'The order in which releases move through environments.',
  fields: [
    description,
    { key: 'phases', wire: 'Phases', codec: listOf(object(phaseFields)), usual: [], says: 'Its phases, in order.' },
    {
      key: 'keepReleases',
      wire: 'ReleaseRetentionPolicy',
      codec: retention(),
      usual: 'default',
      says: 'How long releases are kept.',
    },
  ],
}

export const projectGroupKind: Kind = {
  list: 'projectGroups',
  word: 'project group',
  named: 'project group',
  route: 'projectgroups',
  nameField: 'Name',
  says: 'Headings over projects.',
  fields: [description],
}

export const libraryVariableSetKind: Kind = {
  list: 'libraryVariableSets',
  word: 'library variable set',
  named: 'library variable set',
  route: 'libraryvariablesets',
  nameField: 'Name',
  says: 'Variables that several projects share.',
  fields: [description],
}

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

export const tenantKind: Kind = {
  list: 'tenants',
  word: 'tenant',
  named: 'tenant',
  route: 'tenants',
  nameField: 'Name',
  says: 'Customers or sites that get their own deployments.',
  fields: [
    description,
    { key: 'disabled', wire: 'IsDisabled', codec: flag(), usual: false, says: 'Whether nothing is deployed for it.' },
    tags('tags', 'Tags, as Set/Tag.'),
    {
      key: 'projects',
      wire: 'ProjectEnvironments',
      codec: projectEnvironments(),
      usual: {},
      says: 'Its projects, and the environments of each.',
    },
  ],
}

export const targetKind: Kind = {
  list: 'targets',
  word: 'target',
  named: 'target',
  route: 'machines',
  nameField: 'Name',
  says: 'Machines that scripts run on.',
  ofNew: { endpoint: { style: 'None' } },
  fields: [
    {
      key: 'environments',
      wire: 'EnvironmentIds',
      codec: references('environment'),
      usual: [],
      says: 'Where it is.',
      isRequired: true,
    },
    { key: 'roles', wire: 'Roles', codec: texts(), usual: [], says: 'What it is for.', isRequired: true },
    { key: 'disabled', wire: 'IsDisabled', codec: flag(), usual: false, says: 'Whether it takes no part.' },
    {
      key: 'policy',
      wire: 'MachinePolicyId',
      codec: reference('machine policy'),
      usual: 'Default Machine Policy',
      says: 'Its machine policy.',
    },
    {
      key: 'tenancy',
      wire: 'TenantedDeploymentParticipation',
      codec: oneOf(['Untenanted', 'TenantedOrUntenanted', 'Tenanted']),
      usual: 'Untenanted',
      says: 'In which deployments it takes part.',
    },
    { key: 'tenants', wire: 'TenantIds', codec: references('tenant'), usual: [], says: 'Tenants it serves.' },
    tags('tenantTags', 'Serves tenants with these tags.'),
    {
      key: 'endpoint',
      wire: 'Endpoint',
      codec: freeObject({
        type: ['style', 'CommunicationStyle'],
        says: 'How it is reached. Style None needs nothing: scripts run on the server, in a folder of the machine.',
      }),
      usual: { style: 'None' },
      says: 'How it is reached.',
    },
  ],
}

export const userKind: Kind = {
  list: 'users',
  word: 'user',
  named: 'user',
  route: '/api/users',
  nameField: 'Username',
  says: 'People and service accounts. Passwords and API keys are never in a manifest.',
  fields: [
    { key: 'displayName', wire: 'DisplayName', codec: text(), usual: '', says: 'Name that is shown.' },
    { key: 'email', wire: 'EmailAddress', codec: text(), usual: '', says: 'Address.' },
    { key: 'service', wire: 'IsService', codec: flag(), usual: false, says: 'Whether it is a service account.' },
    { key: 'disabled', wire: 'IsActive', codec: opposite(), usual: false, says: 'Whether it may not sign in.' },
  ],
}

export const teamKind: Kind = {
  list: 'teams',
  word: 'team',
  named: 'team',
  route: 'teams',
  nameField: 'Name',
  says: 'People who may or must do the same things in this space.',
  fields: [
    description,
    { key: 'members', wire: 'MemberUserIds', codec: references('user'), usual: [], says: 'User names.' },
  ],
}

/** A role that a team has, everywhere in the space or restricted. */
export const teamRoleFields: readonly Field[] = [
  { key: 'role', wire: 'UserRoleId', codec: reference('user role'), usual: null, says: 'The role.', isRequired: true },
  { key: 'projects', wire: 'ProjectIds', codec: references('project'), usual: [], says: 'Only for these.' },
  {
    key: 'projectGroups',
    wire: 'ProjectGroupIds',
    codec: references('project group'),
    usual: [],
    says: 'Only for these.',
  },
  { key: 'environments', wire: 'EnvironmentIds', codec: references('environment'), usual: [], says: 'Only in these.' },
  { key: 'tenants', wire: 'TenantIds', codec: references('tenant'), usual: [], says: 'Only for these.' },
]
