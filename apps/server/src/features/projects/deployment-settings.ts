import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { Answer, AnsweredDate, answered, Links, OrNull } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { type AppRoute, type Deps, require, route, spaceAddress } from '../context.ts'
import { replaceDocument, requireVisible, reread } from '../standard-routes.ts'
import { ConnectivityPolicy, projectResource, SHARED_SETTINGS } from './resource.ts'
import { scopeOfProject } from './scope.ts'

const settingNames = Object.keys(SHARED_SETTINGS)
const SettingsBody = Type.Object(
  { ConnectivityPolicy: ConnectivityPolicy(), ...SHARED_SETTINGS },
  { title: 'DeploymentSettingsBody' },
)
const DeploymentSettingsAnswer = Answer('DeploymentSettings', {
  Id: Type.String(),
  SpaceId: Type.String(),
  ProjectId: Type.String(),
  ...answered(SettingsBody.properties),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: OrNull(Type.String()),
  Links: Links(),
})

/** A project's deployment settings: some of the project's own fields under another address. */
export function deploymentSettingsRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: [projectResource.tag], path: '/projects/:id/deploymentsettings' } as const
  return [
    route({
      ...common,
      method: 'GET',
      summary: "Read a project's deployment settings",
      access: 'ProjectView',
      response: DeploymentSettingsAnswer,
      handler: async ({ space, params, caller }) =>
        present(await requireVisible(database, projectResource, caller, space.id, params.id)),
    }),
    route({
      ...common,
      method: 'PUT',
      summary: "Replace a project's deployment settings",
      access: 'ProjectEdit',
      body: SettingsBody,
      response: DeploymentSettingsAnswer,
      handler: ({ space, params, body, caller }) =>
        inTransaction(database, async (tx) => {
          const project = await requireVisible(tx, projectResource, caller, space.id, params.id)
          require(caller, 'ProjectEdit', scopeOfProject(project))
          const given = body as Readonly<Record<string, unknown>>
          const changed = {
            ...project,
            ...Object.fromEntries(settingNames.map((name) => [name, given[name]])),
            ProjectConnectivityPolicy: given.ConnectivityPolicy,
          }
          const replaced = await replaceDocument(projectResource, tx, caller, project, changed)
          return present(await reread(tx, projectResource.kind, replaced))
        }),
    }),
  ]
}

const present = (project: Document) => ({
  Id: `deploymentsettings-${project.Id}`,
  SpaceId: project.SpaceId,
  ProjectId: project.Id,
  ConnectivityPolicy: project.ProjectConnectivityPolicy,
  ...Object.fromEntries(settingNames.map((name) => [name, project[name]])),
  LastModifiedOn: wireDate(project.LastModifiedOn as Date),
  LastModifiedBy: project.LastModifiedBy,
  Links: { Self: `${spaceAddress(project.SpaceId as string)}/projects/${project.Id}/deploymentsettings` },
})
