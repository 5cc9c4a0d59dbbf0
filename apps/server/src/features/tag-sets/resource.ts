import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { ListParameter, listOf } from '../../http/paging.ts'
import { Text, Whole } from '../fields.ts'
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
  added: { SortOrder: Type.Integer(), IsSystem: Type.Boolean() },
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
  query: { scopes: ListParameter() },
  filter: ({ scopes }) => {
    const wanted = listOf(scopes as string | undefined)?.map((scope) => scope.toLowerCase())
    const own = sql`jsonb_array_elements_text(document -> 'Scopes') scope`
    return wanted
      ? { where: sql<boolean>`exists (select 1 from ${own} where lower(scope) = any(${wanted}::text[]))` }
      : {}
  },
  check: async (change, body) => [
    // A canonical name has exactly one slash.
    ...([body.Name, ...tagsIn(body).map(({ Name }) => Name)] as string[])
      .filter((name) => name.includes('/'))
      .map((name) => `Name: '${name}' must not contain a slash.`),
    ...tagsIn(body).flatMap(({ Name }, at) => (Name === '' ? [`Tags[${at}].Name: must not be blank.`] : [])),
    ...repeated(tagsIn(body).map(({ Name }) => Name)).map((name) => `Tags: '${name}' is there more than once.`),
    ...(await lostTags(change, body)),
  ],
  complete: async (change, body) => {
    const first = highestNumber(change) + 1
    let added = 0
    const ids = new Set(tagsBefore(change).map(({ Id }) => Id))
    return {
      IsSystem: false,
      SortOrder: change.before
        ? (body.SortOrder ?? change.before.SortOrder)
        : await endOfList(change.tx, KINDS.tagSet, change.spaceId),
      Tags: tagsIn(body).map((tag, index) => ({
        ...tag,
        Id: keptId(change, tag, ids) ?? `${change.id}/Tags-${first + added++}`,
        CanonicalTagName: `${body.Name}/${tag.Name}`,
        SortOrder: index,
      })),
    }
  },
  columns: (document) => ({ sort_order: document.SortOrder }),
  inUse: async (db, document) => {
    const used = await tagsInUse(db, document.SpaceId as string, document.Name)
    return used.length === 0 ? [] : [`${used.join(', ')} is in use. Take it off everything that has it first.`]
  },
}

const tagsIn = (body: Fields): readonly GivenTag[] =>
  ((body.Tags ?? []) as readonly GivenTag[]).map(({ Name, ...rest }) => ({ ...rest, Name: Name.trim() }))

const tagsBefore = ({ before }: Pick<Change, 'before'>): readonly Tag[] => (before?.Tags ?? []) as readonly Tag[]

/** The id of a tag that is there already, which one tag takes: that of its `Id`, else that of its name. */
function keptId(change: Change, tag: GivenTag, free: Set<string>): string | undefined {
  const before = tagsBefore(change)
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
  const found = before.find(({ Id }) => same(Id, tag.Id)) ?? before.find(({ Name }) => same(Name, tag.Name))
  return found && free.delete(found.Id) ? found.Id : undefined
}

const highestNumber = (change: Change): number =>
  Math.max(0, ...tagsBefore(change).map(({ Id }) => Number(Id.split('/Tags-')[1] ?? 0)))

const repeated = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index)

/** Everything stores a tag by its name: one that is in use can be neither deleted nor renamed, and nor can its set. */
async function lostTags(change: Change, body: Fields): Promise<string[]> {
  if (!change.before) return []
  const kept = new Set(tagsIn(body).map(({ Name }) => `${body.Name}/${Name}`))
  // Any text may stand after the name of such a set.
  const keepsAll = body.Type === 'FreeText' && body.Name === change.before.Name
  const used = keepsAll ? [] : await tagsInUse(change.tx, change.spaceId, change.before.Name)
  return used
    .filter((tag) => !kept.has(tag))
    .map((tag) => `Tags: '${tag}' is in use, so it cannot be deleted or renamed.`)
}

/** The tags of a set that something has, or is limited to. */
async function tagsInUse(db: Queryable, spaceId: string, setName: string): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    select distinct tag from (
      select jsonb_array_elements_text(document -> 'TenantTags') tag from tenant where space_id = ${spaceId}
      union all select jsonb_array_elements_text(document -> 'EnvironmentTags') from environment where space_id = ${spaceId}
      union all select jsonb_array_elements_text(document -> 'ProjectTags') from project where space_id = ${spaceId}
      union all select jsonb_array_elements_text(document -> 'RunbookTags') from runbook where space_id = ${spaceId}
      union all select jsonb_array_elements_text(document -> 'TenantTags') from channel where space_id = ${spaceId}
      union all select jsonb_array_elements_text(document -> 'TenantTags') from account where space_id = ${spaceId}
      union all select unnest(tenant_tags) from machine where space_id = ${spaceId}
      union all select jsonb_array_elements_text(document -> 'TargetTags') from machine where space_id = ${spaceId}
      union all select jsonb_path_query(document, '$.Action.TenantTags[*]') #>> '{}' from project_trigger where space_id = ${spaceId}
      union all select jsonb_path_query(document, '$.Steps[*].Actions[*].TenantTags[*]') #>> '{}' from deployment_process
        where space_id = ${spaceId} and snapshot_of is null
      union all select jsonb_path_query(document, '$.Variables[*].Scope.TenantTag[*]') #>> '{}' from variable_set
        where space_id = ${spaceId} and snapshot_of is null
    ) used where starts_with(tag, ${`${setName}/`}) order by tag`.execute(db)
  return rows.map((row) => row.tag)
}
