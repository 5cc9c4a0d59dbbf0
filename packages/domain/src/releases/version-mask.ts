import type { Version } from '../versions/index.ts'
import { compareVersions, parseVersion } from '../versions/index.ts'

/** 2 to 4 parts of digits, `i` or `c`; the suffix is kept, except that its later labels may be letters as well. */
const MASK = /^((?:\d+|[ic])(?:\.(?:\d+|[ic])){1,3})(?:-([\w-]+(?:\.[\w-]+)*))?(\+[\w.-]+)?$/

interface Mask {
  readonly parts: readonly string[]
  readonly labels: readonly string[]
  readonly metadata: string
}

/** Whether a version text holds letters to be resolved when the release is saved: `2.1.c.i`, `1.0.0-beta.i`. */
export function isVersionMask(text: string): boolean {
  return readMask(text) !== undefined
}

/**
 * The version that a mask counts on from: the highest of those that agree with what stands to the left of its first
 * letter. Hence a new template `2.0.i` starts at 2.0.0 while 1.x releases exist, and `1.0.0-beta.i` counts betas only.
 * Null when there is none.
 *
 * Shape: `versions` in any order; those that cannot be read do not count.
 */
export function latestForMask(text: string, versions: readonly string[]): Version | null {
  const mask = readMask(text)
  if (!mask) return null
  return versions
    .map((version) => parseVersion(version))
    .filter((parsed) => parsed.ok)
    .map((parsed) => parsed.value)
    .filter((version) => agrees(mask, version))
    .reduce<Version | null>((best, version) => (!best || compareVersions(version, best) > 0 ? version : best), null)
}

/**
 * Replaces the letters of a mask: `c` by the latest version's number there, `i` by one more. A letter to the right of
 * an incremented part restarts at 0, and without a latest version every letter is 0. A text that is no mask is returned
 * unchanged.
 *
 * Shape: `latest` from `latestForMask`.
 * Source: domain reference 2.2.
 */
export function resolveVersionMask(text: string, latest: Version | null): string {
  const mask = readMask(text)
  if (!mask) return text
  const numbers = resolveLetters(mask.parts, latest?.numbers ?? null).join('.')
  const labels = resolveLetters(mask.labels, latest ? latest.prerelease.map(labelNumber) : null).join('.')
  return numbers + (labels === '' ? '' : `-${labels}`) + mask.metadata
}

function readMask(text: string): Mask | undefined {
  const found = MASK.exec(text.trim())
  if (!found) return undefined
  const [, numbers = '', suffix, metadata = ''] = found
  const mask = { parts: numbers.split('.'), labels: suffix?.split('.') ?? [], metadata }
  return mask.parts.some(isLetter) || mask.labels.some(isLabelLetter) ? mask : undefined
}

function agrees({ parts, labels }: Mask, version: Version): boolean {
  const firstLetter = parts.findIndex(isLetter)
  const fixed = firstLetter < 0 ? parts : parts.slice(0, firstLetter)
  if (!fixed.every((part, at) => version.numbers[at] === BigInt(part))) return false
  if (firstLetter >= 0) return true
  // With a letter in the suffix only, all numbers are given: those not written are 0.
  const fixedLabels = labels.slice(0, labels.findIndex(isLabelLetter))
  return (
    version.numbers.slice(fixed.length).every((part) => part === 0n) &&
    fixedLabels.every((label, at) => version.prerelease[at]?.toLowerCase() === label.toLowerCase())
  )
}

/** A suffix that begins with a lone `i` or `c` is a name, as in `1.0.0-c`; a counter follows a name. */
function isLabelLetter(label: string, at: number): boolean {
  return at > 0 && isLetter(label)
}

function isLetter(part: string): boolean {
  return part === 'i' || part === 'c'
}

function resolveLetters(parts: readonly string[], latest: readonly bigint[] | null): readonly string[] {
  let isRestarted = false
  return parts.map((part, at) => {
    if (!isLetter(part)) return part
    const current = latest?.[at] ?? 0n
    const next = part === 'i' && latest ? current + 1n : current
    const resolved = isRestarted ? 0n : next
    isRestarted ||= part === 'i'
    return String(resolved)
  })
}

function labelNumber(label: string): bigint {
  return /^\d+$/.test(label) ? BigInt(label) : 0n
}
