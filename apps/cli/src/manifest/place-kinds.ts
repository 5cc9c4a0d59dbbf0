import { type Field, flag, oneOf, reference, references, text, texts } from './codec.ts'
import { description, type Kind, tags } from './kind.ts'
import { freeObject, opposite, projectEnvironments } from './special-codecs.ts'

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
