import { type Field, text, texts } from './codec.ts'
import type { Doc } from './document.ts'
import type { NamedKind } from './names.ts'

/** One kind of thing that a manifest sets up and the API keeps as a document. */
export interface Kind {
  /** The list in a manifest. */
  readonly list: string
  /** What one is called. */
  readonly word: string
  readonly named: NamedKind | null
  readonly route: string
  /** The API's field that holds the name. */
  readonly nameField: string
  readonly fields: readonly Field[]
  readonly says: string
  /** What the API must be told of a new one although it is as usual. */
  readonly ofNew?: Doc
}

export const description: Field = {
  key: 'description',
  wire: 'Description',
  codec: text(),
  usual: '',
  says: 'For people.',
}
export const tags = (key: string, says: string): Field => ({ key, wire: 'TenantTags', codec: texts(), usual: [], says })
