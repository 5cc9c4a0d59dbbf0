import type { Queryable } from '../../database/connection.ts'
import { textsIn } from '../references.ts'

/** What a tag may be put on, or what is filtered by it. */
export const TAG_SCOPES = ['Tenant', 'Environment', 'Project', 'Runbook', 'Target'] as const
export const TAG_SET_TYPES = ['MultiSelect', 'SingleSelect', 'FreeText'] as const

export interface Tag {
  readonly Id: string
  readonly Name: string
  readonly CanonicalTagName: string
}

interface TagSet {
  readonly Name: string
  readonly Type: (typeof TAG_SET_TYPES)[number]
  readonly Scopes: readonly string[]
  readonly Tags: readonly Tag[]
}

interface TagsAsked {
  readonly field: string
  readonly scope: (typeof TAG_SCOPES)[number]
  readonly tags: unknown
  /** The thing's own tags, where a single-select set allows one; otherwise a filter. */
  readonly isOwn?: boolean
}

/**
 * Checks tags by their canonical names, `Set/Tag`, compared without case. Tags that the stored document `before` already has
 * are accepted, so that what a GET gives may be sent back.
 */
export async function checkTags(
  at: { readonly tx: Queryable; readonly spaceId: string; readonly before?: unknown },
  { field, scope, tags, isOwn }: TagsAsked,
): Promise<string[]> {
  const wanted = (tags ?? []) as readonly string[]
  if (wanted.length === 0) return []
  const sets = await loadTagSets(at.tx, at.spaceId)
  const known = textsIn(at.before)
  const used = wanted.map((tag) => ({ tag, set: setOf(sets, tag) }))
  const problems = used
    .filter(({ tag, set }) => !known.has(tag) && !(set?.Scopes.includes(scope) && canonicalIn(set, tag)))
    .map(({ tag }) => `${field}: there is no tag '${tag}' for a ${scope.toLowerCase()}.`)
  if (!isOwn) return problems
  for (const set of sets.filter(({ Type }) => Type === 'SingleSelect')) {
    const ofSet = used.filter((use) => use.set === set)
    if (ofSet.length > 1) {
      problems.push(
        `${field}: only one tag of '${set.Name}' may be chosen, not ${ofSet.map(({ tag }) => tag).join(', ')}.`,
      )
    }
  }
  return problems
}

/** Tags as their sets spell them, each once; a tag that is gone stays as it is written. */
export async function settleTags(db: Queryable, spaceId: string, tags: unknown): Promise<string[]> {
  const wanted = (tags ?? []) as readonly string[]
  if (wanted.length === 0) return []
  const sets = await loadTagSets(db, spaceId)
  return [
    ...new Set(
      wanted.map((tag) => {
        const set = setOf(sets, tag)
        return (set && canonicalIn(set, tag)) ?? tag
      }),
    ),
  ]
}

const setOf = (sets: readonly TagSet[], tag: string): TagSet | undefined =>
  sets.find((set) => tag.toLowerCase().startsWith(`${set.Name.toLowerCase()}/`))

function canonicalIn(set: TagSet, tag: string): string | undefined {
  const found = set.Tags.find(({ CanonicalTagName }) => CanonicalTagName.toLowerCase() === tag.toLowerCase())
  if (found) return found.CanonicalTagName
  const text = tag.slice(set.Name.length + 1)
  return set.Type === 'FreeText' && text.trim() !== '' && !text.includes('/') ? `${set.Name}/${text}` : undefined
}

async function loadTagSets(db: Queryable, spaceId: string): Promise<readonly TagSet[]> {
  const rows = await db.selectFrom('tag_set').select('document').where('space_id', '=', spaceId).execute()
  return rows.map((row) => row.document as unknown as TagSet)
}
