import { createHash } from 'node:crypto'
import { spaceAddress } from '../context.ts'
import type { StoredAnswer } from './tenant-answers.ts'
import type { MissingAnswer, TenantWorld } from './tenant-world.ts'
import type { TemplateOwner } from './variable-templates.ts'

type IsSeen = (answer: Pick<StoredAnswer, 'ownerId' | 'environmentIds'>) => boolean

/** All answers of a tenant by project, environment and template, and by library set and template (API reference 5.16). */
export function presentTenantVariables(world: TenantWorld, isSeen: IsSeen) {
  const { tenant, projects, sets } = world
  const answersOf = (owner: TemplateOwner) => world.answers.filter((each) => each.ownerId === owner.id && isSeen(each))
  const address = spaceAddress(tenant.SpaceId as string)
  return {
    TenantId: tenant.Id,
    TenantName: tenant.Name,
    SpaceId: tenant.SpaceId,
    ProjectVariables: Object.fromEntries(
      projects.map(({ owner, environmentIds }) => [
        owner.id,
        {
          ProjectId: owner.id,
          ProjectName: owner.name,
          Templates: owner.templates,
          Variables: Object.fromEntries(
            environmentIds.map((environmentId) => [
              environmentId,
              Object.fromEntries(
                answersOf(owner)
                  .filter((answer) => answer.environmentIds.includes(environmentId))
                  .map(({ templateId, value }) => [templateId, value]),
              ),
            ]),
          ),
          Links: { Project: `${address}/projects/${owner.id}` },
        },
      ]),
    ),
    LibraryVariables: Object.fromEntries(
      sets.map(({ owner }) => [
        owner.id,
        {
          LibraryVariableSetId: owner.id,
          LibraryVariableSetName: owner.name,
          Templates: owner.templates,
          // This shape knows no environments; answers for some of them are in `commonvariables` only.
          Variables: Object.fromEntries(
            answersOf(owner)
              .filter(({ environmentIds }) => environmentIds.length === 0)
              .map(({ templateId, value }) => [templateId, value]),
          ),
          Links: { LibraryVariableSet: `${address}/libraryvariablesets/${owner.id}` },
        },
      ]),
    ),
    ConcurrencyToken: concurrencyToken(world),
    Links: { Self: `${address}/tenants/${tenant.Id}/variables` },
  }
}

/** Another one whenever an answer is another one; secrets that were typed again get no other. */
export const concurrencyToken = ({ answers }: TenantWorld): string =>
  createHash('sha256').update(JSON.stringify(answers)).digest('base64url').slice(0, 22)

export type AnswerKind = 'project' | 'common'

const ownersOf = ({ projects, sets }: TenantWorld, kind: AnswerKind): readonly TemplateOwner[] =>
  (kind === 'project' ? projects : sets).map(({ owner }) => owner)

const ownerFields = (kind: AnswerKind, { id, name }: TemplateOwner) =>
  kind === 'project' ? { ProjectId: id, ProjectName: name } : { LibraryVariableSetId: id, LibraryVariableSetName: name }

/** The answers to templates of projects, or of library sets, as a list. */
export function presentAnswers(world: TenantWorld, kind: AnswerKind, isSeen: IsSeen) {
  return ownersOf(world, kind).flatMap((owner) =>
    world.answers
      .filter((answer) => answer.ownerId === owner.id && isSeen(answer))
      .flatMap((answer) => {
        const template = owner.templates.find(({ Id }) => Id === answer.templateId)
        return template
          ? [
              {
                Id: answer.id,
                ...ownerFields(kind, owner),
                TemplateId: answer.templateId,
                Template: template,
                Value: answer.value,
                Scope: { EnvironmentIds: answer.environmentIds },
                Links: {},
              },
            ]
          : []
      }),
  )
}

/** What is missing, in the shape of `presentAnswers`. */
export const presentMissing = (missing: readonly MissingAnswer[], kind: AnswerKind) =>
  missing
    .filter(({ owner }) => (owner.source === 'project') === (kind === 'project'))
    .map(({ owner, template, environmentId }) => ({
      ...ownerFields(kind, owner),
      TemplateId: template.Id,
      Template: template,
      Scope: { EnvironmentIds: environmentId === null ? [] : [environmentId] },
      Links: {},
    }))

/** What is missing, as `tenants/variables-missing` tells it. */
export const presentMissingVariable = ({ owner, template, environmentId }: MissingAnswer) => ({
  ...(owner.source === 'project' ? { ProjectId: owner.id } : { LibraryVariableSetId: owner.id }),
  ...(environmentId === null ? {} : { EnvironmentId: environmentId }),
  VariableTemplateId: template.Id,
  VariableTemplateName: template.Name,
  Links: {},
})
