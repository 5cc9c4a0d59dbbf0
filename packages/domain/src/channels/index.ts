export type { ChannelRule, PackageReference, RuleRefusal, Searches, VersionRule } from './judge-version-rule.ts'
export { judgeVersionRule, judgeVersionRules, rulesForPackage } from './judge-version-rule.ts'
