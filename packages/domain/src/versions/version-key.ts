import type { Version } from './version.ts'

/**
 * A text by which versions sort as `compareVersions` orders them, when texts are compared byte by byte (collation "C"): so
 * that a database can order, and look up, by version.
 * Source: domain reference 2.2.
 */
export function versionKey({ numbers, prerelease, metadata }: Version): string {
  const labels = prerelease.map((label) => `${labelKey(label)}!`).join('')
  // `~` is above, the space below everything in labels: a final version is above its pre-releases, fewer labels below more.
  return `${numbers.map(numberKey).join('')}${prerelease.length === 0 ? '~' : labels} ${metadata.toLowerCase()}`
}

/** Numbers come before texts. */
const labelKey = (label: string): string =>
  /^\d+$/.test(label) ? `0${numberKey(BigInt(label))}` : `1${label.toLowerCase()}`

/** The number of digits goes first, so that 9 comes before 10. */
function numberKey(value: bigint): string {
  const digits = value.toString()
  return `${String(digits.length).padStart(3, '0')}${digits}`
}
