import { Type } from 'typebox'
import { listDocuments } from '../../database/documents.ts'
import { Answer, Links } from '../../http/answers.ts'
import { MOST_ITEMS } from '../../http/paging.ts'
import { type AppRoute, type Deps, route, spaceAddress } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { actionTemplateResource } from './resource.ts'

/** The kinds of steps that this server carries out by itself (`steps/registry.ts`). */
export const BUILT_IN_STEPS = [
  {
    type: 'Octopus.Script',
    name: 'Run a Script',
    description: 'Runs a script on the server or on targets.',
    category: 'Script',
  },
  {
    type: 'Octopus.TentaclePackage',
    name: 'Deploy a Package',
    description: 'Deploys a package on targets, with the scripts that it brings along.',
    category: 'Package',
  },
  {
    type: 'Octopus.Manual',
    name: 'Manual Intervention Required',
    description: 'Waits until somebody approves.',
    category: 'Other',
  },
  {
    type: 'Octopus.HealthCheck',
    name: 'Health Check',
    description: 'Checks targets in the middle of a deployment, and takes in those that have come meanwhile.',
    category: 'Other',
  },
  {
    type: 'Octopus.DeployRelease',
    name: 'Deploy a Release',
    description: 'Deploys a release of another project that was chosen with the release.',
    category: 'Suite',
  },
  {
    type: 'Flotilla.DeployChildProject',
    name: 'Deploy Child Project',
    description: 'Finds out which release of another project to promote or redeploy, and deploys it.',
    category: 'Suite',
  },
] as const

const CUSTOM = { Id: 'custom', Name: 'Library' }
const CATEGORIES = [
  ...[...new Set(BUILT_IN_STEPS.map(({ category }) => category))].map((name) => ({
    Id: name.toLowerCase(),
    Name: name,
  })),
  CUSTOM,
]

const SearchedTemplate = Answer('ActionTemplateSearchItem', {
  Id: Type.String(),
  Type: Type.String(),
  Name: Type.String(),
  Description: Type.String(),
  Keywords: Type.String(),
  Author: Type.String(),
  IsInstalled: Type.Boolean(),
  IsBuiltIn: Type.Boolean(),
  Categories: Type.Array(Type.String()),
  Features: Type.Array(Type.String()),
  Links: Links(),
})

/** What can be made a step: kinds of steps and the space's own templates. Source: API reference 5.21. */
export function templateSearchRoutes({ database }: Deps): AppRoute[] {
  const common = {
    method: 'GET',
    scope: 'space',
    tags: [actionTemplateResource.tag],
    access: actionTemplateResource.permissions.view,
  } as const
  return [
    route({
      ...common,
      path: '/actiontemplates/search',
      summary: 'Kinds of steps, and the templates of the space, as an array',
      query: Type.Object({ type: Type.Optional(Type.String()) }),
      response: Type.Array(SearchedTemplate),
      handler: async ({ space, query }) => {
        const { items } = await listDocuments(database, KINDS.actionTemplate, { spaceId: space.id }, EVERYTHING)
        const wanted = query.type?.toLowerCase()
        return [
          ...BUILT_IN_STEPS.map(({ type, name, description, category }) => ({
            ...SAME,
            Id: type,
            Type: type,
            Name: name,
            Description: description,
            Author: 'Flotilla',
            IsBuiltIn: true,
            Categories: [category.toLowerCase()],
            Links: {},
          })),
          ...items.map((template) => ({
            ...SAME,
            Id: template.Id,
            Type: template.ActionType as string,
            Name: template.Name,
            Description: template.Description as string,
            Author: '',
            IsBuiltIn: false,
            Categories: [CUSTOM.Id],
            Links: {
              Self: `${spaceAddress(space.id)}/actiontemplates/${template.Id}`,
              Logo: `${spaceAddress(space.id)}/actiontemplates/${template.Id}/logo`,
            },
          })),
        ].filter(({ Type }) => wanted === undefined || Type.toLowerCase() === wanted)
      },
    }),
    route({
      ...common,
      path: '/actiontemplates/categories',
      summary: 'What kinds of steps are sorted into',
      response: Type.Array(Answer('ActionTemplateCategory', { Id: Type.String(), Name: Type.String() })),
      handler: async () => CATEGORIES,
    }),
  ]
}

const EVERYTHING = { skip: 0, take: MOST_ITEMS }
const SAME = { Keywords: '', IsInstalled: true, Features: [] as readonly string[] }
