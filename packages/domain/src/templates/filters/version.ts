import { trim } from '../chars.ts'
import { failRuntime } from '../problem.ts'
import type { Filter } from './filter.ts'

// Parts of version texts. Source: template reference 11.6.

/** No version is longer, and the pattern below takes quadratic time on texts that almost match. */
const MAX_LENGTH = 1_000

// [v] up to four integers, [separator] prefix [separator counter], [+ metadata]
const shape =
  /^(?:[vV]?\s*(\d+)\s*(?:\.\s*(\d+)\s*)?(?:\.\s*(\d+)\s*)?(?:\.\s*(\d+)\s*)?)?[.\-_\\]?(([A-Za-z\d]*)(?:[.\-_\\]([A-Za-z\d.\-_\\]*))?)(?:\+([\w\-.\\+]*))?$/

type Parts = readonly (string | undefined)[]

function readVersion(text: string): Parts {
  const trimmed = trim(text)
  const match = trimmed !== '' && trimmed.length <= MAX_LENGTH ? shape.exec(trimmed) : null
  if (!match) failRuntime(`"${text.slice(0, 100)}" is not a version`)
  const parts: Parts = match
  for (const number of parts.slice(1, 5)) {
    if (Number(number ?? 0) > 2_147_483_647) failRuntime(`"${trimmed}" has a number that is too large`)
  }
  return parts
}

/** A part that is a number, without leading zeros. */
const numeric =
  (part: number): Filter =>
  (value) =>
    String(Number(readVersion(value)[part] ?? 0))

const textual =
  (part: number): Filter =>
  (value) =>
    readVersion(value)[part] ?? ''

export const versionFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ['VersionMajor', numeric(1)],
  ['VersionMinor', numeric(2)],
  ['VersionPatch', numeric(3)],
  ['VersionRevision', numeric(4)],
  ['VersionPreRelease', textual(5)],
  ['VersionPreReleasePrefix', textual(6)],
  ['VersionPreReleaseCounter', textual(7)],
  ['VersionMetadata', textual(8)],
]
