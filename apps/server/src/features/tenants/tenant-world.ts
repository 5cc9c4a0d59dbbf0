import type { EnvironmentId, ProjectId, SpaceId, TenantId } from '@flotilla/domain'
import { type AccessScope, mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import type { Caller } from '../context.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { isAnswered, loadStoredAnswers, type StoredAnswer } from './tenant-answers.ts'
import { tenantOf } from './to-domain.ts'
import { loadTemplateOwnersOfEach, type TemplateDocument, type TemplateOwner } from './variable-templates.ts'

/** A connected project with its own templates. */
interface ConnectedProject {
  readonly owner: TemplateOwner
  readonly environmentIds: readonly string[]
  readonly scope: AccessScope
}

/** Everything that is asked of a tenant, and what it has answered. */
export interface TenantWorld {
  readonly tenant: Document
  readonly projects: readonly ConnectedProject[]
  /** Library sets with common templates that connected projects include, and the environments of those projects. */
  readonly sets: readonly { readonly owner: TemplateOwner; readonly environmentIds: readonly string[] }[]
  readonly answers: readonly StoredAnswer[]
}

/** What nobody has answered: a template of an owner, in an environment; a common one is missing in all of them. */
export interface MissingAnswer {
  readonly owner: TemplateOwner
  readonly template: TemplateDocument
  readonly environmentId: string | null
}

export async function loadTenantWorld(db: Queryable, tenant: Document): Promise<TenantWorld> {
  const connected = tenantOf(tenant).projectEnvironments
  const { rows } = await sql<{ document: Document }>`
    select document from project where id = any(${[...connected.keys()]}::text[]) order by lower(name)`.execute(db)
  const projects: ConnectedProject[] = []
  const sets = new Map<string, { owner: TemplateOwner; environmentIds: Set<string> }>()
  const documents = rows.map(({ document }) => document)
  const owners = await loadTemplateOwnersOfEach(db, documents)
  for (const [index, document] of documents.entries()) {
    const environmentIds = connected.get(document.Id as ProjectId) ?? []
    const [own, ...common] = owners[index]!
    projects.push({ owner: own!, environmentIds, scope: scopeOfProject(document) })
    for (const owner of common.filter(({ templates }) => templates.length > 0)) {
      const known = sets.get(owner.id) ?? { owner, environmentIds: new Set() }
      for (const id of environmentIds) known.environmentIds.add(id)
      sets.set(owner.id, known)
    }
  }
  return {
    tenant,
    projects,
    sets: [...sets.values()].map(({ owner, environmentIds }) => ({ owner, environmentIds: [...environmentIds] })),
    answers: await loadStoredAnswers(db, tenant.Id),
  }
}

/** Stands for a place that no right is restricted to, so that only rights to all places reach it. */
const EVERYWHERE = '*'

/**
 * Whether the caller may see or change an answer. One of a project is judged in its environments; a common one reaches all
 * projects, so that it takes a right that is not restricted to some of them to change it.
 */
export function mayWithAnswer(
  caller: Caller,
  permission: 'VariableView' | 'VariableEdit',
  { tenant, projects }: TenantWorld,
  { ownerId, environmentIds }: Pick<StoredAnswer, 'ownerId' | 'environmentIds'>,
): boolean {
  const project = projects.find(({ owner }) => owner.id === ownerId)
  const isView = permission === 'VariableView'
  const scope: AccessScope = {
    ...(project?.scope ?? {
      spaceId: tenant.SpaceId as SpaceId,
      ...(isView ? {} : { projectId: EVERYWHERE as ProjectId }),
    }),
    tenantId: tenant.Id as TenantId,
  }
  const may = (place: Partial<AccessScope>) => mayDo(caller.grants, permission, { ...scope, ...place })
  if (environmentIds.length === 0) return may(isView ? {} : { environmentId: EVERYWHERE as EnvironmentId })
  const each = environmentIds.map((environmentId) => ({ environmentId: environmentId as EnvironmentId }))
  return isView ? each.some(may) : each.every(may)
}

/** Which answers the caller may see. */
export const seenBy =
  (caller: Caller, world: TenantWorld) =>
  (answer: Pick<StoredAnswer, 'ownerId' | 'environmentIds'>): boolean =>
    mayWithAnswer(caller, 'VariableView', world, answer)

/** What stands against deployments of the tenant: templates without answer and default, where they are asked. */
export function missingAnswers({ projects, sets, answers }: TenantWorld): readonly MissingAnswer[] {
  const isMissing = (template: TemplateDocument, ownerId: string, environmentId: string | null) =>
    !hasDefault(template) &&
    !answers.some(
      (answer) =>
        answer.ownerId === ownerId &&
        answer.templateId === template.Id &&
        isAnswered(answer) &&
        (answer.environmentIds.length === 0 ||
          (environmentId !== null && answer.environmentIds.includes(environmentId))),
    )
  const ofProjects = projects.flatMap(({ owner, environmentIds }) =>
    environmentIds.flatMap((environmentId) =>
      owner.templates
        .filter((template) => isMissing(template, owner.id, environmentId))
        .map((template) => ({ owner, template, environmentId })),
    ),
  )
  const ofSets = sets.flatMap(({ owner, environmentIds }) =>
    owner.templates.flatMap((template): MissingAnswer[] => {
      const where = environmentIds.filter((id) => isMissing(template, owner.id, id))
      if (where.length === 0) return []
      if (where.length === environmentIds.length) return [{ owner, template, environmentId: null }]
      return where.map((environmentId) => ({ owner, template, environmentId }))
    }),
  )
  return [...ofProjects, ...ofSets]
}

const hasDefault = ({ DefaultValue }: TemplateDocument): boolean =>
  typeof DefaultValue === 'string'
    ? DefaultValue.trim() !== ''
    : (DefaultValue as { HasValue?: boolean } | null | undefined)?.HasValue === true
