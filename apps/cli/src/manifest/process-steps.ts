import {
  type Codec,
  type Field,
  flag,
  inside,
  listOf,
  object,
  objectSchema,
  oneOf,
  reference,
  references,
  text,
  texts,
} from './codec.ts'
import { type Doc, docsIn, isDoc } from './document.ts'
import {
  abbreviateStep,
  actionWords,
  expandStep,
  ROLES,
  scalar,
  settleFound,
  sorted,
  splitList,
  stepWords,
  TEAMS,
} from './process-words.ts'

const secret = {
  type: 'object',
  additionalProperties: false,
  required: ['secret'],
  properties: { secret: { const: true } },
}
const propertySchema = { type: 'object', additionalProperties: { anyOf: [scalar, secret] } }

/** Properties of a step or action: texts, and secrets, which stay on the server. Teams are named. */
const properties: Codec = {
  schema: propertySchema,
  complete: (written, at) => {
    const settled = Object.fromEntries(
      Object.entries(written as Doc).map(([name, value]) => [name, isDoc(value) ? value : String(value)]),
    )
    for (const team of splitList(settled[TEAMS])) at.idOf('team', team, at)
    return sorted(settled)
  },
  shorten: (value) => value,
  toWire: (value, at, current) =>
    Object.fromEntries(
      Object.entries(value as Doc).flatMap(([name, inner]) => {
        if (isDoc(inner)) return isDoc(current) && current[name] ? [[name, current[name]]] : []
        return [
          [
            name,
            name === TEAMS
              ? splitList(inner)
                  .map((team) => at.idOf('team', team, at))
                  .join(',')
              : inner,
          ],
        ]
      }),
    ),
  fromWire: (wire, at) =>
    sorted(
      Object.fromEntries(
        Object.entries(wire as Doc).map(([name, value]) => {
          if (isDoc(value)) return [name, { secret: true }]
          if (name === TEAMS)
            return [
              name,
              splitList(value)
                .map((id) => at.nameOf('team', id))
                .join(','),
            ]
          return [name, name === ROLES ? splitList(value).join(',') : value]
        }),
      ),
    ),
}

const packageFields: readonly Field[] = [
  { key: 'name', wire: 'Name', codec: text(), usual: '', says: 'Name of the reference; blank is the main package.' },
  { key: 'packageId', wire: 'PackageId', codec: text(), usual: '', says: 'The package.', isRequired: true },
  { key: 'feed', wire: 'FeedId', codec: text(), usual: '', says: 'Id of the feed.' },
  { key: 'acquisition', wire: 'AcquisitionLocation', codec: text(), usual: 'Server', says: 'Where it is fetched.' },
  {
    key: 'properties',
    wire: 'Properties',
    codec: properties,
    usual: {},
    says: 'Such as Extract: whether it is unpacked.',
  },
]

const actionFields: readonly Field[] = [
  { key: 'name', wire: 'Name', codec: text(), usual: '', says: 'Name of the action.', isRequired: true },
  {
    key: 'type',
    wire: 'ActionType',
    codec: text(),
    usual: '',
    says: 'Type, such as Octopus.Script.',
    isRequired: true,
  },
  { key: 'notes', wire: 'Notes', codec: text(), usual: '', says: 'Notes for whoever reads the process.' },
  { key: 'disabled', wire: 'IsDisabled', codec: flag(), usual: false, says: 'Whether it is left out.' },
  { key: 'required', wire: 'IsRequired', codec: flag(), usual: false, says: 'Whether nobody may skip it.' },
  {
    key: 'actionCondition',
    wire: 'Condition',
    codec: text(),
    usual: 'Success',
    says: 'When the action runs within its step.',
  },
  {
    key: 'environments',
    wire: 'Environments',
    codec: references('environment'),
    usual: [],
    says: 'Runs in these environments only.',
  },
  {
    key: 'excludedEnvironments',
    wire: 'ExcludedEnvironments',
    codec: references('environment'),
    usual: [],
    says: 'Does not run in these environments.',
  },
  { key: 'channels', wire: 'Channels', codec: references('channel'), usual: [], says: 'Runs in these channels only.' },
  { key: 'tenantTags', wire: 'TenantTags', codec: texts(), usual: [], says: 'Runs for tenants with these tags only.' },
  {
    key: 'workerPool',
    wire: 'WorkerPoolId',
    codec: reference('worker pool'),
    usual: null,
    says: 'Pool of the worker.',
  },
  {
    key: 'packages',
    wire: 'Packages',
    codec: listOf(object(packageFields)),
    usual: [],
    says: 'Packages it refers to.',
  },
  {
    key: 'properties',
    wire: 'Properties',
    codec: properties,
    usual: {},
    says: 'Further properties by their API names.',
  },
]

const ownStepFields: readonly Field[] = [
  { key: 'name', wire: 'Name', codec: text(), usual: '', says: 'Name of the step.', isRequired: true },
  {
    key: 'condition',
    wire: 'Condition',
    codec: oneOf(['Success', 'Failure', 'Always', 'Variable']),
    usual: 'Success',
    says: 'When the step runs.',
  },
  {
    key: 'startTrigger',
    wire: 'StartTrigger',
    codec: oneOf(['StartAfterPrevious', 'StartWithPrevious']),
    usual: 'StartAfterPrevious',
    says: 'Whether it waits for the step before it.',
  },
  {
    key: 'packageRequirement',
    wire: 'PackageRequirement',
    codec: text(),
    usual: 'LetOctopusDecide',
    says: 'When packages are fetched.',
  },
]
const action = object(actionFields)
const step = object([
  ...ownStepFields,
  { key: 'properties', wire: 'Properties', codec: properties, usual: {}, says: 'Further properties of the step.' },
  { key: 'actions', wire: 'Actions', codec: listOf(action), usual: [], says: 'What it does.' },
])

const actionSchema = {
  ...objectSchema(actionFields),
  required: ['name'],
  properties: { ...(objectSchema(actionFields).properties as Doc), ...actionWords },
}
const stepSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    ...(actionSchema.properties as Doc),
    ...(objectSchema(ownStepFields).properties as Doc),
    ...stepWords,
    actions: {
      type: 'array',
      items: actionSchema,
      description: 'Several actions, or one with another name than the step.',
    },
  },
}

/**
 * The steps of a deployment process. A step with one action of its own name is written as one object; scripts, approvals
 * and child deployments have words of their own.
 */
export const processSteps: Codec = {
  schema: { type: 'array', items: stepSchema },
  complete: (written, at) => docsIn(written).map((given, index) => step.complete(expandStep(given), inside(at, index))),
  shorten: (complete) => docsIn(complete).map((one) => abbreviateStep(step.shorten(one) as Doc)),
  toWire: (complete, at, current) => listOf(step).toWire(complete, at, current),
  fromWire: (wire, at) =>
    docsIn(wire).map((given, index) => settleFound(step.fromWire(given, inside(at, index)) as Doc)),
}
