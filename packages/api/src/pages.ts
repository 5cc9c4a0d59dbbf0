import type { Client, Query } from './client.ts'

const PAGE_SIZE = 500

interface Page<T> {
  readonly Items: readonly T[]
  readonly TotalResults: number
}

/** The items of a collection, page by page, until all were given or `limit` of them. */
export async function listItems<T>(
  client: Client,
  path: string,
  query: Query = {},
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly T[]> {
  const items: T[] = []
  while (items.length < limit) {
    const take = Math.min(PAGE_SIZE, limit - items.length)
    const page = await client.get<Page<T>>(path, { ...query, skip: items.length, take })
    items.push(...page.Items)
    if (page.Items.length === 0 || items.length >= page.TotalResults) break
  }
  return items
}

/** Addresses have a limited length. */
const IDS_A_REQUEST = 100

/** The items of a collection that have these ids, in any order; what is not there or may not be seen is left out. */
export async function listByIds<T>(client: Client, path: string, ids: readonly string[]): Promise<readonly T[]> {
  const wanted = [...new Set(ids)]
  const found: T[] = []
  for (let at = 0; at < wanted.length; at += IDS_A_REQUEST) {
    found.push(...(await listItems<T>(client, path, { ids: wanted.slice(at, at + IDS_A_REQUEST) })))
  }
  return found
}
