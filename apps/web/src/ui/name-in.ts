import type { Choosable } from './choose.tsx'

/** The name of one of many; its id while the names are not read, or where one may not see it. */
export const nameIn = (all: readonly Choosable[] | undefined, id: string): string =>
  all?.find(({ Id }) => Id === id)?.Name ?? id
