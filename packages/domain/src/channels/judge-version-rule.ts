import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { MalformedVersion, Version, VersionRangeRefusal } from '../versions/index.ts'
import { isInRange, parseVersion, parseVersionRange } from '../versions/index.ts'

/** What a channel demands of a package's version; a blank part demands nothing. */
export interface VersionRule {
  /** NuGet or Maven intervals. */
  readonly versionRange: string | null
  /** A regular expression for the pre-release part and the metadata. */
  readonly tag: string | null
}

/** A version rule and the package references that it is for. */
export interface ChannelRule extends VersionRule {
  readonly actionPackages: readonly PackageReference[]
}

export interface PackageReference {
  readonly deploymentAction: string
  /** Empty for an action's primary package. */
  readonly packageReference: string
}

export type RuleRefusal =
  | MalformedVersion
  | VersionRangeRefusal
  | { readonly kind: 'outside-range'; readonly version: string; readonly versionRange: string }
  | { readonly kind: 'tag-mismatch'; readonly version: string; readonly tag: string; readonly searchedText: string }

/** Whether a regular expression is found anywhere in a text. Handed in, because running one needs a time limit. */
export type Searches = (pattern: string, text: string) => boolean

/**
 * Whether a package version passes a channel's rule: its range and its tag must both hold, and a blank part always does.
 *
 * Errors: a version or a range that cannot be read refuses too, since nobody can say that it passes.
 * Source: domain reference 1.7.
 */
export function judgeVersionRule(
  rule: VersionRule,
  versionText: string,
  searches: Searches,
): Result<void, RuleRefusal> {
  const versionRange = unlessBlank(rule.versionRange)
  const tag = unlessBlank(rule.tag)
  if (versionRange === null && tag === null) return ok()
  const version = parseVersion(versionText)
  if (!version.ok) return version
  if (versionRange !== null) {
    const range = parseVersionRange(versionRange)
    if (!range.ok) return range
    if (!isInRange(range.value, version.value))
      return err({ kind: 'outside-range', version: versionText, versionRange })
  }
  const searchedText = tagTextOf(version.value)
  if (tag !== null && !searches(tag, searchedText)) {
    return err({ kind: 'tag-mismatch', version: versionText, tag, searchedText })
  }
  return ok()
}

/** Judges by several rules: all must hold, and the first refusal is the answer. Source: domain reference 1.7. */
export function judgeVersionRules(
  rules: readonly VersionRule[],
  versionText: string,
  searches: Searches,
): Result<void, RuleRefusal> {
  for (const rule of rules) {
    const verdict = judgeVersionRule(rule, versionText, searches)
    if (!verdict.ok) return verdict
  }
  return ok()
}

/** The rules that are for one package reference; names are compared without case. */
export function rulesForPackage(rules: readonly ChannelRule[], reference: PackageReference): readonly ChannelRule[] {
  return rules.filter((rule) => rule.actionPackages.some((candidate) => isSameReference(candidate, reference)))
}

function unlessBlank(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text
}

/** The metadata keeps its `+`, so that `^$` and `^(|\+.*)$` can tell a bare version from one with metadata only. */
function tagTextOf(version: Version): string {
  return version.prerelease.join('.') + (version.metadata === '' ? '' : `+${version.metadata}`)
}

function isSameReference(a: PackageReference, b: PackageReference): boolean {
  return (
    a.deploymentAction.toLowerCase() === b.deploymentAction.toLowerCase() &&
    a.packageReference.toLowerCase() === b.packageReference.toLowerCase()
  )
}
