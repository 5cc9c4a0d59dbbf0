import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { MAX_VERSION_LENGTH } from '../versions/index.ts'

export type ReleaseVersionRefusal =
  | { readonly kind: 'version-required' }
  | { readonly kind: 'version-too-long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'version-not-one-line' }

/**
 * The version as it is to be saved: trimmed. It need not be a semantic version; names such as `DeleteMe5.0` are legal.
 *
 * Units: length in UTF-16 code units.
 * Errors: blank, over 349, or with line breaks or other control characters, which would break logs and file names.
 * Source: domain reference 2.2, API reference 5.7.
 */
export function validateReleaseVersion(text: string): Result<string, ReleaseVersionRefusal> {
  const version = text.trim()
  if (version === '') return err({ kind: 'version-required' })
  if (version.length > MAX_VERSION_LENGTH) {
    return err({ kind: 'version-too-long', length: version.length, limit: MAX_VERSION_LENGTH })
  }
  return /[\p{Cc}\u2028\u2029]/u.test(version) ? err({ kind: 'version-not-one-line' }) : ok(version)
}
