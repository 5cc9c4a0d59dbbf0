import { Type } from 'typebox'

/** `skip` and `take` as every collection takes them (API reference 1.6). */
export const Paging = {
  skip: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 })),
  take: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 30 })),
}

export interface Page {
  readonly skip: number
  readonly take: number
}

/** How many rows one answer holds at most, whatever `take` asks for; the rest is behind `Page.Next` (reliability O). */
export const MOST_ITEMS = 10_000

export const pageOf = (query: { readonly skip?: number | undefined; readonly take?: number | undefined }): Page => ({
  skip: query.skip ?? 0,
  take: Math.min(query.take ?? 30, MOST_ITEMS),
})

/** Reads a list parameter in its three spellings: `a,b`, `a%2Cb` and repeated. Undefined when it was not given. */
export function listOf(value: string | readonly string[] | undefined): string[] | undefined {
  if (value === undefined) return undefined
  return (typeof value === 'string' ? [value] : [...value])
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The schema of a list parameter. */
export const ListParameter = () => Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]))
const BOOLEANS = ['true', 'false', 'True', 'False'] as const
export const BooleanParameter = () => Type.Optional(Type.Union(BOOLEANS.map((text) => Type.Literal(text))))
export const isTrue = (text: string | undefined): boolean | undefined =>
  text === undefined ? undefined : text.toLowerCase() === 'true'

/** How many `Page.0`, `Page.1`, … links an envelope lists at most. */
const MOST_PAGE_LINKS = 10

/**
 * The envelope of a collection. `address` is the route without query; `query` the other parameters in force, which every
 * page link keeps. `Page.Next` exists only if there is more: the Go client follows it until it is absent.
 */
export function collection<T>(
  itemType: string,
  items: readonly T[],
  total: number,
  page: Page,
  address: string,
  query: Readonly<Record<string, unknown>> = {},
) {
  const pages = page.take === 0 ? 1 : Math.max(1, Math.ceil(total / page.take))
  const last = pages - 1
  const kept = Object.entries(query).filter(
    ([name, value]) => value !== undefined && name !== 'skip' && name !== 'take',
  )
  const more = new URLSearchParams()
  for (const [name, value] of kept)
    for (const each of Array.isArray(value) ? value : [value]) more.append(name, String(each))
  const suffix = more.size > 0 ? `&${more}` : ''
  const at = (skip: number, take: number = page.take): string => `${address}?skip=${skip}&take=${take}${suffix}`
  const links: Record<string, string> = {
    Self: address,
    Template: `${address}{?${['skip', 'take', ...kept.map(([name]) => name)].join(',')}}`,
    'Page.All': at(0, 2_147_483_647),
    'Page.Current': at(page.skip),
    'Page.Last': at(last * page.take),
  }
  if (page.take > 0 && page.skip + items.length < total) links['Page.Next'] = at(page.skip + page.take)
  if (page.skip > 0) links['Page.Previous'] = at(Math.max(0, page.skip - page.take))
  for (let n = 0; n < Math.min(pages, MOST_PAGE_LINKS); n += 1) links[`Page.${n}`] = at(n * page.take)
  return {
    ItemType: itemType,
    IsStale: false,
    TotalResults: total,
    ItemsPerPage: page.take,
    NumberOfPages: pages,
    LastPageNumber: last,
    Items: items,
    Links: links,
  }
}
