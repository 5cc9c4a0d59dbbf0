import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { Text, Texts, Whole } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { endOfList } from '../sort-order.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { TAG_SCOPES, TAG_SET_TYPES, type Tag } from './check-tags.ts'

type Fields = Readonly<Record<string, unknown>>

interface GivenTag {
  readonly Id: string
  readonly Name: string
  readonly Color: string
}

/** Tag sets (API reference 5.17, domain reference 8.5). Anybody who sees tenants sees the tags. */
export const tagSetResource: Resource = {
  kind: KINDS.tagSet,
  tag: 'Tag sets',
  permissions: { view: 'TenantView', create: 'TagSetCreate', edit: 'TagSetEdit', delete: 'TagSetDelete' },
  fields: {
    Description: Text(),
    SortOrder: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
    Type: Type.Optional(
      Type.Union(
        TAG_SET_TYPES.map((type) => Type.Literal(type)),
        { default: 'MultiSelect' },
      ),
    ),
    Scopes: Type.Optional(
      Type.Array(Type.Union(TAG_SCOPES.map((scope) => Type.Literal(scope))), { default: ['Tenant'], minItems: 1 }),
    ),
    Tags: Type.Optional(
      Type.Array(
        Type.Object({
          Id: Text(),
          Name: Type.String({ minLength: 1, maxLength: 200 }),
          Color: Type.Optional(Type.String({ default: '#333333' })),
          Description: Text(),
          SortOrder: Whole(0),
        }),
        { default: [] },
      ),
    ),
  },
  query: { scopes: Texts() },
  filter: ({ scopes }) => {
    const wanted = scopes as readonly string[]
    return wanted.length === 0 ? {} : { where: sql<boolean>`document -> 'Scopes' ?| ${[...wanted]}::text[]` }
  },
  check: async (change, body) => [
    // A canonical name has exactly one slash.
    ...([body.Name, ...tagsIn(body).map(({ Name }) => Name)] as string[])
      .filter((name) => name.includes('/'))
      .map((name) => `Name: '${name}' must not contain a slash.`),
    ...repeated(tagsIn(body).map(({ Name }) => Name)).map((name) => `Tags: '${name}' is there more than once.`),
    ...(await lostTags(change, body)),
  ],
  complete: async (change, body) => {
    const first = highestNumber(change) + 1
    let added = 0
    return {
      IsSystem: false,
      SortOrder: change.before
        ? (body.SortOrder ?? change.before.SortOrder)
        : await endOfList(change.tx, KINDS.tagSet, change.spaceId),
      Tags: tagsIn(body).map((tag, index) => ({
        ...tag,
        Id: idsBefore(change).has(tag.Id) ? tag.Id : `${change.id}/Tags-${first + added++}`,
        CanonicalTagName: `${body.Name}/${tag.Name}`,
        SortOrder: index,
      })),
    }
  },
  columns: (document) => ({ sort_order: document.SortOrder }),
  inUse: async (db, document) => {
    const tags = tagsBefore({ before: document })
    const used = await tagsInUse(db, document.SpaceId as string, tags)
    return used.length === 0 ? [] : [`${used.join(', ')} is in use. Take it off everything that has it first.`]
  },
}

const tagsIn = (body: Fields): readonly GivenTag[] =>
  ((body.Tags ?? []) as readonly GivenTag[]).map(({ Name, ...rest }) => ({ ...rest, Name: Name.trim() }))

const tagsBefore = ({ before }: Pick<Change, 'before'>): readonly Tag[] => (before?.Tags ?? []) as readonly Tag[]
const idsBefore = (change: Change): ReadonlySet<string> => new Set(tagsBefore(change).map(({ Id }) => Id))
const highestNumber = (change: Change): number =>
  Math.max(0, ...tagsBefore(change).map(({ Id }) => Number(Id.split('/Tags-')[1] ?? 0)))

const repeated = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index)

/** Everything stores a tag by its name: one that is in use can be neither deleted nor renamed, and nor can its set. */
async function lostTags(change: Change, body: Fields): Promise<string[]> {
  const kept = new Set(tagsIn(body).map(({ Name }) => `${body.Name}/${Name}`))
  const lost = tagsBefore(change).filter(({ CanonicalTagName }) => !kept.has(CanonicalTagName))
  const used = await tagsInUse(change.tx, change.spaceId, lost)
  return used.map((tag) => `Tags: '${tag}' is in use, so it cannot be deleted or renamed.`)
}

async function tagsInUse(db: Queryable, spaceId: string, tags: readonly Tag[]): Promise<string[]> {
  if (tags.length === 0) return []
  const names = tags.map(({ CanonicalTagName }) => CanonicalTagName)
  // A tag is stored as a JSON text of its own everywhere, so the quoted text finds it wherever it stands.
  const { rows } = await sql<{ tag: string }>`
    select wanted.tag from unnest(${names}::text[]) as wanted(tag) where
      exists (select 1 from tenant where space_id = ${spaceId} and document -> 'TenantTags' ? wanted.tag)
      or exists (select 1 from environment where space_id = ${spaceId} and document -> 'EnvironmentTags' ? wanted.tag)
      or exists (select 1 from project where space_id = ${spaceId} and document -> 'ProjectTags' ? wanted.tag)
      or exists (select 1 from channel where space_id = ${spaceId} and document -> 'TenantTags' ? wanted.tag)
      or exists (select 1 from machine where space_id = ${spaceId} and (tenant_tags @> array[wanted.tag] or document -> 'TargetTags' ? wanted.tag))
      or exists (select 1 from project_trigger where space_id = ${spaceId} and position(to_jsonb(wanted.tag)::text in document::text) > 0)
      or exists (select 1 from deployment_process where space_id = ${spaceId} and snapshot_of is null
        and jsonb_path_exists(document, '$.Steps[*].Actions[*].TenantTags[*] ? (@ == $name)', jsonb_build_object('name', wanted.tag)))
      or exists (select 1 from variable_set where space_id = ${spaceId} and snapshot_of is null
        and jsonb_path_exists(document, '$.Variables[*].Scope.TenantTag[*] ? (@ == $name)', jsonb_build_object('name', wanted.tag)))`.execute(
    db,
  )
  return rows.map((row) => row.tag)
}
