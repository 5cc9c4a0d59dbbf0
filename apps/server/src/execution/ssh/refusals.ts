import type { StartRefusal, UnsafeDirectory } from '@flotilla/work-directory'

/** Why the program on the host did nothing; `other` holds its words. */
export type HostRefusal =
  | Extract<StartRefusal, { kind: 'payload-differs' | 'not-prepared' | 'work-directory-unsafe' }>
  | { readonly kind: 'other'; readonly words: readonly string[] }

/** What tools say of a file system that can't be written, in the language that the program has set. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/No space left on device/i, 'ENOSPC'],
  [/Read-only file system/i, 'EROFS'],
  [/Permission denied/i, 'EACCES'],
  [/Disk quota exceeded/i, 'EDQUOT'],
  [/Not a directory/i, 'ENOTDIR'],
]

/** Reads `refused KIND DETAIL...`. */
export function refusalOf(words: readonly string[]): HostRefusal {
  const [, kind, ...rest] = words
  if (kind === 'payload-differs') return { kind, heldHash: rest[0] ?? '' }
  if (kind === 'unsafe') return { kind: 'work-directory-unsafe', why: rest[0] as UnsafeDirectory['why'] }
  if (kind === 'not-prepared') {
    const detail = rest.join(' ')
    return { kind, code: CODES.find(([form]) => form.test(detail))?.[1] ?? 'EIO', detail }
  }
  return { kind: 'other', words: words.slice(1) }
}

export const explainRefusal = (refusal: HostRefusal): string => {
  switch (refusal.kind) {
    case 'not-prepared':
      return refusal.detail
    case 'other':
      return refusal.words.join(' ')
    default:
      return refusal.kind
  }
}
