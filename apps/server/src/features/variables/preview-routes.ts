import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { channelResource } from '../channels/resource.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { environmentResource } from '../environments/resource.ts'
import { machineResource } from '../machines/resource.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { projectResource } from '../projects/resource.ts'
import { runbookResource } from '../runbooks/resource.ts'
import { type Resource, requireVisible } from '../standard-routes.ts'
import { tenantResource } from '../tenants/resource.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { processIdOf, variableSetIdOf } from '../versioned.ts'
import { previewVariables } from './preview.ts'
import { VariablePreviewAnswer } from './preview-answer.ts'
import type { PreviewPlace } from './preview-entries.ts'
import { findVariableSet } from './queries.ts'
import { loadVariableRights } from './rights.ts'
import { loadScopeValues } from './scope-values.ts'

const word = () => Type.Optional(Type.String())

/** What value a variable would have in a place, and why (API reference 5.18). */
export function variablePreviewRoutes({ database, clock, serverUri }: Deps): AppRoute[] {
  return [
    route({
      method: 'GET',
      scope: 'space',
      tags: ['Variables'],
      access: 'signed-in',
      path: '/variables/preview',
      summary: 'The values that variables would have in a place, and why',
      query: Type.Object({
        project: Type.String({ minLength: 1 }),
        environment: word(),
        channel: word(),
        tenant: word(),
        machine: word(),
        role: word(),
        action: word(),
        runbook: word(),
        name: word(),
      }),
      response: VariablePreviewAnswer,
      handler: async ({ space, query, caller }) => {
        const place = await findPlace(database, caller, space, query)
        const { project } = place
        const set = await findVariableSet(database, variableSetIdOf(project.Id))
        const rights = set && (await loadVariableRights(database, caller, set))
        const ask = { space, place, name: query.name, serverUri: serverUri() }
        return {
          Id: set?.id ?? null,
          SpaceId: space.id,
          OwnerId: project.Id,
          Version: set?.version ?? 0,
          Variables: rights?.maySeeSet ? await previewVariables(database, caller, ask, clock.now()) : [],
          ScopeValues: set ? await loadScopeValues(database, caller, set) : {},
          LastModifiedOn: set ? wireDate(set.modifiedAt) : null,
          LastModifiedBy: null,
          Links: { Self: `${spaceAddress(space.id)}/variables/preview` },
        }
      },
    }),
  ]
}

type Asked = Readonly<Record<'project', string>> &
  Readonly<
    Partial<
      Record<'environment' | 'channel' | 'tenant' | 'machine' | 'role' | 'action' | 'runbook', string | undefined>
    >
  >

/** The things that a preview names, as far as the caller may see them; 404 for others. */
async function findPlace(db: Queryable, caller: Caller, space: Space, asked: Asked): Promise<PreviewPlace> {
  const find = async (resource: Resource, id: string | undefined) =>
    id ? await requireVisible(db, resource, caller, space.id, id) : null
  const project = await requireVisible(db, projectResource, caller, space.id, asked.project)
  const channel = await find(channelResource, asked.channel)
  if (channel && channel.ProjectId !== project.Id)
    throw badRequest(`channel: '${asked.channel}' is not a channel of ${project.Name}.`)
  const runbook = await find(runbookResource, asked.runbook)
  if (runbook && runbook.ProjectId !== project.Id)
    throw badRequest(`runbook: '${asked.runbook}' is not a runbook of ${project.Name}.`)
  const tenant = await find(tenantResource, asked.tenant)
  const machine = await find(machineResource, asked.machine)
  return {
    project,
    environment: await find(environmentResource, asked.environment),
    channel,
    tenant: tenant && tenantOf(tenant),
    machine: machine && { id: machine.Id, name: machine.Name, roles: machine.Roles as readonly string[] },
    roles: asked.role ? [asked.role] : [],
    step: asked.action ? await findAction(db, runbook?.Id ?? project.Id, asked.action) : null,
    runbookId: runbook?.Id ?? null,
  }
}

/** By id or name of an action, or by the name of a step with one action. */
async function findAction(db: Queryable, ownerId: string, wanted: string): Promise<PreviewPlace['step']> {
  const { steps } = await loadProcess(db, processIdOf(ownerId))
  const word = wanted.trim().toLowerCase()
  const all = steps.flatMap((step) => step.actions.map((action) => ({ step, action })))
  const found =
    all.find(({ action }) => action.id === wanted || action.name.toLowerCase() === word) ??
    all.find(({ step }) => step.name.toLowerCase() === word && step.actions.length === 1)
  if (!found) throw badRequest(`action: the process has no step or action '${wanted}'.`)
  return { actionId: found.action.id, roles: found.step.roles }
}
