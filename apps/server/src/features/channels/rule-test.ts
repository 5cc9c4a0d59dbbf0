import { parseVersion } from '@flotilla/domain/versions'
import { type Static, Type } from 'typebox'
import { Answer, Links } from '../../http/answers.ts'
import { explainRuleRefusal, judgeWithPatterns } from './check-rules.ts'

const Given = () => Type.Optional(Type.String())

/** `feetType` is how the reference's link spells it, so clients do. */
export const RuleTest = Type.Object({
  version: Given(),
  versionRange: Given(),
  preReleaseTag: Given(),
  feetType: Given(),
  feedType: Given(),
})

export const RuleTestAnswer = Answer('RuleTest', {
  SatisfiesVersionRange: Type.Boolean(),
  SatisfiesPreReleaseTag: Type.Boolean(),
  IsNull: Type.Boolean(),
  Errors: Type.Array(Type.String()),
  Links: Links(),
})

/** Tries the two halves of a channel's version rule on a version. Source: API reference 5.6, domain reference 1.7. */
export async function testRule({ version = '', versionRange = '', preReleaseTag = '' }: Static<typeof RuleTest>) {
  if (!parseVersion(version).ok)
    return {
      SatisfiesVersionRange: false,
      SatisfiesPreReleaseTag: false,
      IsNull: version.trim() === '',
      Errors: version.trim() === '' ? [] : [`Version: '${version.slice(0, 100)}' is not a version.`],
      Links: {},
    }
  const range = await judgeWithPatterns([{ versionRange, tag: null }], version)
  const isUnreadable = !range.ok && range.error.kind !== 'outside-range'
  const tag = await judgeWithPatterns([{ versionRange: null, tag: preReleaseTag }], version).catch(
    (error: unknown) => error as Error,
  )
  return {
    SatisfiesVersionRange: range.ok,
    SatisfiesPreReleaseTag: !(tag instanceof Error) && tag.ok,
    IsNull: false,
    Errors: [
      ...(isUnreadable ? [`VersionRange: ${explainRuleRefusal(range.error)}.`] : []),
      ...(tag instanceof Error ? [`PreReleaseTag: ${tag.message}`] : []),
    ],
    Links: {},
  }
}
