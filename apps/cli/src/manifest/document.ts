/** A JSON object, as the API or a manifest has it. */
export type Doc = Readonly<Record<string, unknown>>

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const docsIn = (value: unknown): readonly Doc[] => (Array.isArray(value) ? value.filter(isDoc) : [])
export const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
export const nameOf = (doc: Doc): string => String(doc.Name ?? doc.name ?? '')
export const isSameName = (one: unknown, other: unknown): boolean =>
  String(one).toLowerCase() === String(other).toLowerCase()
