import { err, ok, type Result } from '@flotilla/kit'

export type EntryPathRefusal = 'leads-out' | 'too-long' | 'not-a-name'

const LONGEST_PATH = 4_096
const LONGEST_NAME = 255

/**
 * Where an entry of an archive lies below the folder into which the archive is unpacked; blank for that folder itself. Names
 * of Windows, with its back-slashes, are understood.
 *
 * Errors: whatever would lie elsewhere, or that no file system takes.
 * Source: reliability reference G1, G2.
 */
export function entryPath(name: string): Result<string, EntryPathRefusal> {
  if (name.includes('\0')) return err('not-a-name')
  const path = name.replaceAll('\\', '/')
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return err('leads-out')
  const names = path.split('/').filter((each) => each !== '' && each !== '.')
  if (names.includes('..')) return err('leads-out')
  const joined = names.join('/')
  const isTooLong = bytesOf(joined) > LONGEST_PATH || names.some((each) => bytesOf(each) > LONGEST_NAME)
  return isTooLong ? err('too-long') : ok(joined)
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length
