import type { Queryable } from '../../database/connection.ts'
import { type Document, type DocumentKind, findDocument, findDocumentByName } from '../../database/documents.ts'
import { wordsOfType } from '../../http/item-types.ts'

type Within = { readonly spaceId: string; readonly projectId?: string }

/** The document with this id, slug or name: commands take any of them (API reference 5.9). */
export const findNamed = async (
  db: Queryable,
  kind: DocumentKind,
  text: string,
  within: Within,
): Promise<Document | undefined> =>
  (await findDocument(db, kind, text, within)) ?? (await findDocumentByName(db, kind, text, within))

export interface Found {
  /** Each once, in the order in which they were named. */
  readonly documents: readonly Document[]
  /** A sentence for each name that nothing has. */
  readonly problems: readonly string[]
}

/** The documents that a list of ids, slugs and names stands for. `field` is where the names come from. */
export async function findAllNamed(
  db: Queryable,
  kind: DocumentKind,
  field: string,
  texts: readonly string[],
  within: Within,
): Promise<Found> {
  const found = new Map<string, Document>()
  const problems: string[] = []
  for (const text of texts) {
    const document = await findNamed(db, kind, text, within)
    if (document) found.set(document.Id, document)
    else problems.push(unknown(field, kind, text))
  }
  return { documents: [...found.values()], problems }
}

/** The sentence about a name that nothing has. */
export const unknown = (field: string, kind: DocumentKind, text: string): string =>
  `${field}: the ${WORDS[kind.itemType] ?? wordsOfType(kind.itemType)} '${text}' does not exist.`

const WORDS: Readonly<Record<string, string>> = { DeploymentTarget: 'machine' }
