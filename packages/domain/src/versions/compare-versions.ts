import type { Version } from './version.ts'

/**
 * The total order of versions: numeric parts, then pre-release labels, then metadata. Negative when `a` is lower.
 * Two versions compare as 0 exactly when they differ at most in case, leading zeros or unwritten zero parts.
 * Source: domain reference 2.2.
 */
export function compareVersions(a: Version, b: Version): number {
  return comparePrecedence(a, b) || compareText(a.metadata, b.metadata)
}

/** The same order without metadata: what ranges look at, so that `[1.0]` holds `1.0+build.7`. */
export function comparePrecedence(a: Version, b: Version): number {
  for (const [i, part] of a.numbers.entries()) {
    const difference = compareNumbers(part, b.numbers[i] ?? 0n)
    if (difference !== 0) return difference
  }
  return comparePrerelease(a.prerelease, b.prerelease)
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  // A final version is above all its pre-releases.
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (const [i, label] of a.entries()) {
    const other = b[i]
    if (other === undefined) return 1
    const difference = compareLabels(label, other)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareLabels(a: string, b: string): number {
  const isNumber = { a: /^\d+$/.test(a), b: /^\d+$/.test(b) }
  if (isNumber.a && isNumber.b) return compareNumbers(BigInt(a), BigInt(b))
  // As in SemVer, a number is below any text; otherwise the order would not be transitive.
  if (isNumber.a !== isNumber.b) return isNumber.a ? -1 : 1
  return compareText(a, b)
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareText(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}
