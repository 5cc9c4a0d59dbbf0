import { type Field, flag, listOf, object, oneOf, references, text, texts, whole } from './codec.ts'
import { description, type Kind } from './kind.ts'
import { retention } from './special-codecs.ts'

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
