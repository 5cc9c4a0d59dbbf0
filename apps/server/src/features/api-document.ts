import type { Documentation } from '../http/openapi/document.ts'
import { exampleValues } from './example-values.ts'
import { KINDS } from './kinds.ts'

/** The words of the OpenAPI document that no single route has. */
export const API_DOCUMENTATION: Documentation = {
  title: 'Flotilla',
  description: `The HTTP API of Flotilla: that of Octopus Deploy, and beside it what that has no word for.

**Addresses.** What belongs to a space answers at three spellings: \`/api/{space}/projects\` with the space's id, which is the one
shown here; \`/api/spaces/{id or slug}/projects\`; and \`/api/projects\`, which means the default space. Case does not matter.

**Bodies.** Names of properties match without case, unknown ones are ignored, and \`null\` means left out. What a GET answers, a PUT
accepts. A body may have 5 MB, nest 64 levels deep, hold lists of 10,000 entries and texts of 1 MB.

**Credentials.** An API key in \`X-Octopus-ApiKey\`, or a bearer token in \`Authorization\`. Browsers may carry the
session cookie of sign-in; changes then need its token in \`X-Octopus-Csrf-Token\`.

**Collections** come in pages: \`skip\` and \`take\`; \`Links["Page.Next"]\` is there while there is more.

**Refusals** have a body of the schema \`Error\`.`,
  compounds: [
    ...Object.values(KINDS).map(({ idKind }) => idKind),
    'ApiKeys',
    'BuildInformation',
    'CommunityActionTemplates',
    'DeploymentProcesses',
    'DeploymentSettings',
    'MachineRoles',
    'MissingPackages',
    'RunbookProcesses',
    'RunbookRuns',
    'RunbookSnapshots',
    'ScheduledProjectTriggers',
    'ScopedUserRoles',
    'ServerStatus',
    'SortOrder',
    'TaskTypes',
    'TeamMembership',
    'TenantVariables',
  ],
  tags: {},
  parameters: {
    space: { description: 'Id of the space.', example: 'Spaces-1' },
    id: { description: 'Id; of what has a slug, the slug too.', example: '1' },
    version: { description: 'Version.', example: '2026.1.0' },
  },
  securitySchemes: {
    ApiKey: { type: 'apiKey', in: 'header', name: 'X-Octopus-ApiKey', description: 'An API key of a user.' },
    Bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a token that was given for one.' },
  },
  exampleValues,
}
