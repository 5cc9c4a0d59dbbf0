import { randomInt } from 'node:crypto'

/** Ids of what an owner has one of, and whose snapshots are kept. Source: API reference 1.5. */
export const processIdOf = (ownerId: string): string =>
  `${isRunbookId(ownerId) ? 'RunbookProcess' : 'deploymentprocess'}-${ownerId}`
export const variableSetIdOf = (ownerId: string): string => `variableset-${ownerId}`

/** A process belongs to a project, or to one of its runbooks. */
export const isRunbookId = (ownerId: string): boolean => ownerId.startsWith('Runbooks-')

/** Variables belong to a project, or to a set of the library. */
export const isLibrarySetId = (ownerId: string): boolean => ownerId.startsWith('LibraryVariableSets-')

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** `deploymentprocess-Projects-1-s-3-KXQFA`: the letters keep a client from making up an id that will exist. */
export function snapshotIdOf(liveId: string, version: number): string {
  let letters = ''
  for (let n = 0; n < 5; n += 1) letters += LETTERS[randomInt(LETTERS.length)]
  return `${liveId}-s-${version}-${letters}`
}
