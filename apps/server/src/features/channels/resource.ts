import { randomUUID } from 'node:crypto'
import { parseVersionRange } from '@flotilla/domain/versions'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag, FreeForm, Nullable, Places, Text } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { mayInProject } from '../projects/scope.ts'
import { checkReferences } from '../references.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { searchPattern } from './search-pattern.ts'

type Fields = Readonly<Record<string, unknown>>

interface Rule {
  readonly Id: string
  readonly VersionRange: string
  readonly Tag: string
}

const rule = Type.Object({
  Id: Text(),
  VersionRange: Text(),
  Tag: Text(),
  VersioningStrategy: Type.Optional(Type.String()),
  VersionTagRegex: Type.Optional(Type.String({ maxLength: 1_000 })),
  ActionPackages: Type.Optional(
    Type.Array(Type.Object({ DeploymentAction: Text(), PackageReference: Text() }), { default: [] }),
  ),
})

/** Channels (API reference 5.6, domain reference 1.7). They belong to the project, and so do the rights to them. */
export const channelResource: Resource = {
  kind: KINDS.channel,
  tag: 'Channels',
  permissions: { view: 'ProjectView', create: 'ProjectEdit', edit: 'ProjectEdit', delete: 'ProjectEdit' },
  may: (db, caller, permission, document) => mayInProject(db, caller, permission, document.ProjectId as string),
  visible: (caller) => visibleWhere(caller, 'ProjectView', { space: sql`space_id`, project: sql`project_id` }),
  fields: {
    ProjectId: Type.String({ minLength: 1 }),
    Description: Text(),
    LifecycleId: Nullable(),
    IsDefault: Flag(),
    TenantTags: Places(),
    Rules: Type.Optional(Type.Array(rule, { default: [] })),
    GitReferenceRules: Type.Optional(Type.Array(Type.String(), { default: [] })),
    GitResourceRules: Type.Optional(Type.Array(FreeForm(), { default: [] })),
    Type: Type.Optional(Type.Union([Type.Literal('Lifecycle')], { default: 'Lifecycle' })),
    CustomFieldDefinitions: Type.Optional(
      Type.Array(Type.Object({ FieldName: Type.String(), Description: Text() }), { default: [] }),
    ),
    ParentEnvironmentId: Nullable(),
    EphemeralEnvironmentNameTemplate: Nullable(),
  },
  check: checkChannel,
  complete: async ({ tx, spaceId }, body) => ({
    ProjectId: canonicalId(body.ProjectId as string),
    LifecycleId: body.LifecycleId ? canonicalId(body.LifecycleId as string) : null,
    TenantTags: await settleTags(tx, spaceId, body.TenantTags),
    Rules: (body.Rules as readonly Rule[]).map((given) => ({ ...given, Id: given.Id || randomUUID() })),
  }),
  columns: (document) => ({ project_id: document.ProjectId }),
  afterCreate: async (change, document) => {
    await putLast(change.tx, document)
    await dethroneOthers(change, document)
  },
  afterUpdate: (change, document) => dethroneOthers(change, document),
  inUse: async (db, document) => {
    const { rows } = await sql<{ used: boolean }>`
      select exists (select 1 from release where channel_id = ${document.Id}) as used`.execute(db)
    return [
      ...(document.IsDefault
        ? [`The channel '${document.Name}' is the default of its project. Make another channel the default first.`]
        : []),
      ...(rows[0]!.used
        ? [`The channel '${document.Name}' has releases. Move them to another channel or delete them first.`]
        : []),
    ]
  },
  links: (document, address) => {
    const space = address.slice(0, address.lastIndexOf('/channels/'))
    return {
      Project: `${space}/projects/${document.ProjectId}`,
      Releases: `${address}/releases{?skip,take,searchByVersion}`,
    }
  },
}

async function checkChannel(change: Change, body: Fields): Promise<string[]> {
  const { tx, spaceId, before } = change
  const projectId = canonicalId(body.ProjectId as string)
  return [
    ...(await checkReferences(tx, change, [
      { field: 'ProjectId', kind: KINDS.project, ids: [projectId] },
      { field: 'LifecycleId', kind: KINDS.lifecycle, ids: body.LifecycleId ? [body.LifecycleId as string] : [] },
    ])),
    ...(before && before.ProjectId !== projectId ? ['ProjectId: a channel stays in its project.'] : []),
    ...(before?.IsDefault && !body.IsDefault
      ? ['IsDefault: a project needs a default channel. Make another channel the default instead.']
      : []),
    ...(await checkTags({ tx, spaceId, before }, { field: 'TenantTags', scope: 'Tenant', tags: body.TenantTags })),
    ...(await Promise.all((body.Rules as readonly Rule[]).map(checkRule))).flat(),
  ]
}

async function checkRule({ VersionRange, Tag }: Rule, index: number): Promise<string[]> {
  const range = VersionRange.trim() === '' || parseVersionRange(VersionRange).ok
  const pattern = await searchPattern(Tag, '').catch((error: unknown) => error as Error)
  return [
    ...(range ? [] : [`Rules[${index}].VersionRange: '${VersionRange}' is not a version range such as [1.0,2.0).`]),
    ...(pattern instanceof Error ? [`Rules[${index}].Tag: ${pattern.message}`] : []),
  ]
}

/** Exactly one channel of a project is the default: a new one takes the place of the old one. */
async function dethroneOthers({ tx }: Change, document: Fields): Promise<void> {
  if (!document.IsDefault) return
  await sql`update channel set document = jsonb_set(document, '{IsDefault}', 'false'), version = version + 1
    where project_id = ${document.ProjectId} and id <> ${document.Id} and document -> 'IsDefault' = 'true'`.execute(tx)
}

/** Where the channels of the project were put in order, a new one comes last; else their names are the order. */
async function putLast(tx: Tx, { Id, ProjectId }: Document): Promise<void> {
  await sql`update channel set sort_order = last.sort_order + 1
    from (select max(sort_order) as sort_order from channel where project_id = ${ProjectId}) last
    where channel.id = ${Id} and last.sort_order > 0`.execute(tx)
}
