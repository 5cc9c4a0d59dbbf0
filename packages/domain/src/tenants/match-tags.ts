import type { TenantId } from '../ids.ts'

/** Tenants chosen by name, by tag, or both. */
export interface TenantSelection {
  readonly tenantIds: readonly TenantId[]
  /** Canonical names, `Set/Tag`. */
  readonly tenantTags: readonly string[]
}

/**
 * Whether something that carries `tags` passes a tag filter: any of the tags of one set, in every set that the filter
 * names. An empty filter passes everything, as an empty `TenantTags` of a channel or an action means "no limit".
 * Compared without case.
 * Source: domain reference 8.5.
 */
export function matchesTags(filter: readonly string[], tags: readonly string[]): boolean {
  const carried = new Set(tags.map((tag) => tag.toLowerCase()))
  const matchedBySet = new Map<string, boolean>()
  for (const tag of filter.map((wanted) => wanted.toLowerCase())) {
    const set = tagSetOf(tag)
    matchedBySet.set(set, (matchedBySet.get(set) ?? false) || carried.has(tag))
  }
  return [...matchedBySet.values()].every((isMatched) => isMatched)
}

/**
 * Whether a selection of tenants takes this one: the named tenants, and those that match the tags.
 * A selection that names nobody and no tag selects nobody: here nothing must never come to mean everything.
 * Source: domain reference 8.5.
 */
export function isTenantSelected(
  selection: TenantSelection,
  tenant: { readonly id: TenantId; readonly tags: readonly string[] },
): boolean {
  if (selection.tenantIds.includes(tenant.id)) return true
  return selection.tenantTags.length > 0 && matchesTags(selection.tenantTags, tenant.tags)
}

function tagSetOf(canonicalName: string): string {
  const slash = canonicalName.indexOf('/')
  return slash < 0 ? canonicalName : canonicalName.slice(0, slash)
}
