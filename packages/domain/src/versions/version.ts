import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'

/** The longest version number that anything in the system may carry. Source: domain reference 2.2. */
export const MAX_VERSION_LENGTH = 349

export interface Version {
  /** As written, without spaces. */
  readonly text: string
  /**
   * Major, minor, patch and fourth part; those not written are 0. Bigints, because parts made of dates and counters
   * outgrow what a number holds exactly, and then two different versions would compare as equal.
   */
  readonly numbers: readonly [bigint, bigint, bigint, bigint]
  /** The labels after `-`, split at dots; empty for a final version. */
  readonly prerelease: readonly string[]
  /** What follows `+`; empty when there is none. */
  readonly metadata: string
}

export interface MalformedVersion {
  readonly kind: 'malformed-version'
  readonly text: string
}

const LOOSE_SEMVER = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([\w-]+(?:\.[\w-]+)*))?(?:\+([\w.-]+))?$/

/**
 * Reads loose SemVer: 1 to 4 numeric parts, pre-release labels, metadata. Leading zeros are allowed.
 *
 * Errors: `malformed-version` for everything else and for texts over 349 characters. Not every release number parses:
 * names such as `DeleteMe5.0` are legal for a release, and simply have no place in the order.
 * Source: domain reference 2.2.
 */
export function parseVersion(text: string): Result<Version, MalformedVersion> {
  const compact = text.trim().replaceAll(' ', '')
  const found = compact.length <= MAX_VERSION_LENGTH ? LOOSE_SEMVER.exec(compact) : null
  if (!found) return err({ kind: 'malformed-version', text })
  const [, major, minor, patch, fourth, labels, metadata] = found
  return ok({
    text: compact,
    numbers: [BigInt(major ?? 0), BigInt(minor ?? 0), BigInt(patch ?? 0), BigInt(fourth ?? 0)],
    prerelease: labels ? labels.split('.') : [],
    metadata: metadata ?? '',
  })
}

/**
 * Whether a version is a pre-release of that name: its labels are these, or begin with them. `beta` names `1.0-beta` and
 * `1.0-beta.3`, but not `1.0-beta2`.
 */
export function isPrereleaseOf(version: Version, labels: string): boolean {
  const wanted = labels.toLowerCase().split('.')
  return wanted.every((label, index) => version.prerelease[index]?.toLowerCase() === label)
}
