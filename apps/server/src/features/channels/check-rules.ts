import {
  type ChannelRule,
  judgeVersionRules,
  type RuleRefusal,
  rulesForPackage,
  type VersionRule,
} from '@flotilla/domain/channels'
import type { Result } from '@flotilla/kit'
import type { Document } from '../../database/documents.ts'
import { choicePath } from '../releases/selected-packages.ts'
import { searchPattern } from './search-pattern.ts'

interface RuleDocument {
  readonly VersionRange?: string | null
  readonly Tag?: string | null
  readonly ActionPackages?: readonly { readonly DeploymentAction: string; readonly PackageReference?: string }[]
}

/** The version rules of a channel, as the domain sees them. */
const rulesOf = (channel: Document): readonly ChannelRule[] =>
  ((channel.Rules ?? []) as readonly RuleDocument[]).map((rule) => ({
    versionRange: rule.VersionRange ?? null,
    tag: rule.Tag ?? null,
    actionPackages: (rule.ActionPackages ?? []).map((each) => ({
      deploymentAction: each.DeploymentAction,
      packageReference: each.PackageReference ?? '',
    })),
  }))

/**
 * What stands against the packages of a release in a channel's version rules, one sentence each (domain reference 1.7).
 */
export async function ruleProblems(
  channel: Document,
  packages: readonly { readonly action: string; readonly reference: string; readonly version: string }[],
): Promise<readonly string[]> {
  const rules = rulesOf(channel)
  const problems: string[] = []
  for (const { action, reference, version } of packages) {
    const own = rulesForPackage(rules, { deploymentAction: action, packageReference: reference })
    let judged: Result<void, RuleRefusal>
    try {
      judged = await judgeWithPatterns(own, version)
    } catch (error) {
      problems.push(`ChannelId: ${(error as Error).message}`)
      continue
    }
    if (!judged.ok)
      problems.push(
        `${choicePath(action, reference)}: version ${version} for ${action} does not fit channel ${channel.Name}: ${explainRuleRefusal(judged.error)}.`,
      )
  }
  return problems
}

/**
 * Whether a version passes all of these rules. Errors: throws a sentence for a pattern that cannot be run.
 */
export async function judgeWithPatterns(
  rules: readonly VersionRule[],
  version: string,
): Promise<Result<void, RuleRefusal>> {
  // Patterns are searched outside the rules, since one of them may need a thread: first they are collected.
  const asked = new Map<string, { pattern: string; text: string }>()
  const key = (pattern: string, text: string) => JSON.stringify([pattern, text])
  judgeVersionRules(rules, version, (pattern, text) => Boolean(asked.set(key(pattern, text), { pattern, text })))
  const found = new Map<string, boolean>()
  for (const [each, { pattern, text }] of asked) found.set(each, await searchPattern(pattern, text))
  return judgeVersionRules(rules, version, (pattern, text) => found.get(key(pattern, text)) === true)
}

/** Why a rule refuses; the end of a sentence without its full stop. */
export function explainRuleRefusal(refusal: RuleRefusal): string {
  switch (refusal.kind) {
    case 'outside-range':
      return `it is outside ${refusal.versionRange}`
    case 'tag-mismatch':
      return `its pre-release part '${refusal.searchedText}' does not match ${refusal.tag}`
    case 'malformed-version':
      return 'it is not a version'
    default:
      return 'the rule has no readable version range'
  }
}
