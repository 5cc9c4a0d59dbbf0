import { err, ok, type Result } from '@flotilla/kit'
import { parseVersion } from '../versions/index.ts'

/** Endings that packages have, longer ones first where one ends in another. */
export const PACKAGE_EXTENSIONS = [
  ...['.tar.gz', '.tar.bz2', '.tar.xz', '.tgz', '.tbz', '.txz', '.tar'],
  ...['.zip', '.nupkg', '.jar', '.war', '.ear', '.rar'],
] as const

export interface PackageFile {
  readonly packageId: string
  /** As written. */
  readonly version: string
  /** With its dot, in lower case. */
  readonly extension: (typeof PACKAGE_EXTENSIONS)[number]
}

export type PackageFileRefusal =
  | { readonly kind: 'unknown-extension'; readonly name: string }
  | { readonly kind: 'no-version'; readonly name: string }
  | { readonly kind: 'malformed-package-id'; readonly name: string; readonly packageId: string }

const PACKAGE_ID = /^\w[\w-]*(?:\.[\w-]+)*$/
const LONGEST_PACKAGE_ID = 100

/** Whether a text may name a package: letters, digits, `_`, `-` and single dots, at most 100 (reliability G3). */
export const isPackageId = (text: string): boolean => text.length <= LONGEST_PACKAGE_ID && PACKAGE_ID.test(text)

/**
 * Reads id and version of a package from the name of its file, `{PackageId}.{version}.{ext}`. The version begins at the first
 * dot and digit from which the rest reads as a version, so an id may hold numbers: `Acme.7zip.1.0.zip`.
 *
 * Shape: `name` is a name without folders.
 * Source: API reference 5.24.
 */
export function parsePackageFileName(name: string): Result<PackageFile, PackageFileRefusal> {
  const lower = name.toLowerCase()
  const extension = PACKAGE_EXTENSIONS.find((each) => lower.endsWith(each))
  if (!extension) return err({ kind: 'unknown-extension', name })
  const stem = name.slice(0, -extension.length)
  // What a name may be long is checked before its parts are tried one by one.
  if (stem.length > LONGEST_STEM) return err({ kind: 'no-version', name })
  for (const { index } of stem.matchAll(/\.(?=\d)/g)) {
    const version = stem.slice(index + 1)
    if (/\s/.test(version) || !parseVersion(version).ok) continue
    const packageId = stem.slice(0, index)
    if (!isPackageId(packageId)) return err({ kind: 'malformed-package-id', name, packageId })
    return ok({ packageId, version, extension })
  }
  return err({ kind: 'no-version', name })
}

/** An id and a version, of their greatest lengths. */
const LONGEST_STEM = 450
