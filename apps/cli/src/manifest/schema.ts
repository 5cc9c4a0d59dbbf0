import { objectSchema } from './codec.ts'
import type { Doc } from './document.ts'
import {
  channelKind,
  environmentKind,
  type Kind,
  libraryVariableSetKind,
  lifecycleKind,
  projectGroupKind,
  projectKind,
  tagSetKind,
  targetKind,
  teamKind,
  teamRoleFields,
  tenantKind,
  triggerKind,
  userKind,
} from './kinds.ts'
import { processSteps } from './process-steps.ts'
import { variablesSchema } from './variable-set.ts'

/** The JSON Schema of a manifest. Editors use the copy in `docs/reference/manifest.schema.json`. */
export const manifestSchema: Doc = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Flotilla manifest',
  description: 'What a space should have. A key that is left out is left as it is; nothing is ever deleted.',
  type: 'object',
  additionalProperties: false,
  properties: {
    tagSets: list(tagSetKind),
    environments: list(environmentKind),
    lifecycles: list(lifecycleKind),
    projectGroups: list(projectGroupKind),
    libraryVariableSets: list(libraryVariableSetKind, { variables: variablesSchema }),
    users: list(userKind),
    teams: list(teamKind, {
      roles: { type: 'array', items: objectSchema(teamRoleFields), description: 'What its members may do.' },
    }),
    projects: list(projectKind, {
      channels: list(channelKind),
      process: { description: 'The steps of the deployment process, in order.', ...processSteps.schema },
      variables: { description: 'Its variables.', ...variablesSchema },
      triggers: list(triggerKind),
    }),
    tenants: list(tenantKind),
    targets: list(targetKind),
  },
}

function list({ fields, says, word }: Kind, more: Doc = {}): Doc {
  const { properties, required, ...schema } = objectSchema(fields)
  return {
    type: 'array',
    description: says,
    items: {
      ...schema,
      required: ['name', ...(required as readonly string[])],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 200, description: `Name of the ${word}.` },
        ...(properties as Doc),
        ...more,
      },
    },
  }
}
