import type { PackageReference } from '../processes/index.ts'
import type { PackageFile } from './parse-package-file.ts'

/** What becomes of a package where an action runs: it is unpacked, lies there as it was pushed, or does not come there at all. */
export type PackageUse = 'extracted' | 'file' | 'none'

/**
 * What an action wants of a package. `isExtracted`: its `Extract`, evaluated; the primary package is unpacked whatever that says.
 * Source: domain reference 4.7, 4.9.
 */
export function usePackage(reference: PackageReference, isExtracted: boolean): PackageUse {
  if (reference.acquisitionLocation.trim().toLowerCase() === 'notacquired') return 'none'
  return reference.name === '' || isExtracted ? 'extracted' : 'file'
}

/**
 * The name of the folder, or the file, in which a script finds a package, below the directory in which it begins. Blank: the
 * primary package lies right there.
 */
export function placedName(
  { name }: Pick<PackageReference, 'name'>,
  use: Exclude<PackageUse, 'none'>,
  extension: PackageFile['extension'],
): string {
  const folder = /^\.*$/.test(name) ? name.replaceAll('.', '_') : name.replaceAll(/[/\0]/g, '_')
  return use === 'extracted' ? folder : `${folder}${extension}`
}

/** Languages of scripts by the ending of their files. Source: domain reference 4.7. */
const SYNTAXES = {
  '.sh': 'Bash',
  '.ps1': 'PowerShell',
  '.py': 'Python',
  '.js': 'JavaScript',
  '.cjs': 'JavaScript',
} as const

/** The language that a script of a package is written in, by the name of its file; undefined where that does not say. */
export const syntaxOfFile = (path: string): string | undefined =>
  Object.entries(SYNTAXES).find(([ending]) => path.toLowerCase().endsWith(ending))?.[1]
