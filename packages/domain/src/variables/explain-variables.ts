import { assertNever } from '@flotilla/kit'
import { groupByName, presentVariables, resolveVariables } from './resolve-variables.ts'
import { decidingKind, isForged, mismatchedKinds, scopeWeight } from './scope.ts'
import type { ScopeKind, UserScopeKind, Variable, VariableContext } from './variable.ts'

/** Why an entry is, or is not, the value of its name in one place. */
export type VariableVerdict =
  /** `over` counts the other entries that apply; `because` is the strongest kind that sets it above the next best. */
  | { readonly kind: 'wins'; readonly over: number; readonly because: WinningReason | null }
  | { readonly kind: 'does-not-apply'; readonly kinds: readonly UserScopeKind[] }
  | { readonly kind: 'less-specific'; readonly lacks: ScopeKind }
  | { readonly kind: 'later-source' }
  | { readonly kind: 'replaced-by-later-value' }
  | { readonly kind: 'tie' }
  | { readonly kind: 'part-of-unused' }
  | { readonly kind: 'forged-scope' }

export type WinningReason = 'nearer-source' | 'later-value' | 'first-by-id' | { readonly scope: ScopeKind }

export interface JudgedVariable {
  readonly variable: Variable
  readonly verdict: VariableVerdict
}

/** One name with everything that was looked at for it: the winner, if any, comes first; the rest as given. */
export interface ExplainedVariable {
  readonly name: string
  readonly winner: Variable | null
  readonly candidates: readonly JudgedVariable[]
}

/**
 * Says for each name why its value is the one that it has in one place. It repeats no rule: the winner is that of
 * `resolveVariables`, and the reasons compare the others with it.
 *
 * Shape: names in the order in which they come up first, compared without case.
 * Source: domain reference 5.3.
 */
export function explainVariables(
  variables: readonly Variable[],
  context: VariableContext,
): readonly ExplainedVariable[] {
  const { values } = resolveVariables(variables, context)
  const present = new Set(presentVariables(variables, context))
  return [...groupByName(variables)].map(([key, entries]) => {
    const winner = values.get(key)?.variable ?? null
    const judged = entries.map((variable) => ({
      variable,
      verdict: present.has(variable) ? judgeVariable(variable, winner, context) : ({ kind: 'part-of-unused' } as const),
    }))
    const losers = judged.filter(({ variable }) => variable !== winner)
    return {
      name: (winner ?? (entries[0] as Variable)).name,
      winner,
      candidates: winner ? [{ variable: winner, verdict: victory(losers, context) }, ...losers] : losers,
    }
  })
}

/** A verdict as a sentence. */
export function explainVerdict(verdict: VariableVerdict): string {
  switch (verdict.kind) {
    case 'wins':
      return explainVictory(verdict)
    case 'does-not-apply':
      return `Does not apply here: its ${listed(verdict.kinds)} ${verdict.kinds.length === 1 ? 'is another' : 'are others'}.`
    case 'less-specific':
      return `Applies, but is less specific: the value used is scoped to ${withArticle(verdict.lacks)}, this one is not.`
    case 'later-source':
      return 'Applies, but the value used comes from a source that counts first: the server, then the project, then its library sets in their order.'
    case 'replaced-by-later-value':
      return 'Applied, until a later step gave it another value.'
    case 'tie':
      return 'Applies just as well as the value used; only its id comes later. Scope one of them, or remove it.'
    case 'part-of-unused':
      return 'Belongs to a value that is not used here.'
    case 'forged-scope':
      return 'Never applies: its scope is one that only the server may set.'
    default:
      return assertNever(verdict)
  }
}

function explainVictory({ over, because }: Extract<VariableVerdict, { kind: 'wins' }>): string {
  if (over === 0 || because === null) return 'Used: it is the only value that applies here.'
  const others = over === 1 ? 'the other value that applies' : `the ${over} other values that apply`
  if (because === 'nearer-source') return `Used: it fits as well as ${others}, and its source counts first.`
  if (because === 'later-value') return `Used: it was set after ${others}.`
  if (because === 'first-by-id') return `Used: it fits no better than ${others}; only its id comes first.`
  return `Used: it is more specific than ${others}, being scoped to ${withArticle(because.scope)}.`
}

function judgeVariable(variable: Variable, winner: Variable | null, context: VariableContext): VariableVerdict {
  if (isForged(variable)) return { kind: 'forged-scope' }
  const kinds = mismatchedKinds(variable.scope, context)
  if (kinds.length > 0 || winner === null) return { kind: 'does-not-apply', kinds }
  const lacks = decidingKind(winner.scope, variable.scope, context)
  if (lacks) return { kind: 'less-specific', lacks }
  if (!isSameSource(winner, variable)) return { kind: 'later-source' }
  return winner.source === 'server' ? { kind: 'replaced-by-later-value' } : { kind: 'tie' }
}

const DOES_NOT_APPLY: ReadonlySet<VariableVerdict['kind']> = new Set([
  'does-not-apply',
  'part-of-unused',
  'forged-scope',
])

/** What sets the winner above the best of the others that apply. */
function victory(losers: readonly JudgedVariable[], context: VariableContext): VariableVerdict {
  const applying = losers.filter(({ verdict }) => !DOES_NOT_APPLY.has(verdict.kind))
  const equal = (['tie', 'replaced-by-later-value', 'later-source'] as const).find((kind) =>
    applying.some(({ verdict }) => verdict.kind === kind),
  )
  return { kind: 'wins', over: applying.length, because: equal ? WHY_EQUALS_LOSE[equal] : leadOver(applying, context) }
}

const WHY_EQUALS_LOSE = {
  tie: 'first-by-id',
  'replaced-by-later-value': 'later-value',
  'later-source': 'nearer-source',
} as const

/** The strongest kind of scope that the next best entry lacks. */
function leadOver(applying: readonly JudgedVariable[], context: VariableContext): WinningReason | null {
  const weight = ({ variable }: JudgedVariable) => scopeWeight(variable.scope, context)
  const nextBest = applying.toSorted((a, b) => weight(b) - weight(a))[0]
  return nextBest?.verdict.kind === 'less-specific' ? { scope: nextBest.verdict.lacks } : null
}

const isSameSource = (a: Variable, b: Variable): boolean =>
  a.source === b.source ||
  (typeof a.source === 'object' && typeof b.source === 'object' && a.source.order === b.source.order)

const WORDS: Readonly<Record<ScopeKind, string>> = {
  Private: 'built-in value',
  ParentDeployment: 'parent deployment',
  Trigger: 'trigger',
  User: 'user',
  ProjectTemplate: 'project template',
  Action: 'step',
  Machine: 'machine',
  TargetRole: 'role that the step asks for',
  Role: 'role',
  Tenant: 'tenant',
  TenantTag: 'tenant tag',
  Environment: 'environment',
  Channel: 'channel',
  ProcessOwner: 'process',
  Project: 'project',
}

const withArticle = (kind: ScopeKind): string => `${/^[aeiou]/.test(WORDS[kind]) ? 'an' : 'a'} ${WORDS[kind]}`

const listed = (kinds: readonly ScopeKind[]): string =>
  kinds
    .map((kind) => WORDS[kind])
    .reduce((text, word, at) => `${text}${at === kinds.length - 1 ? ' and ' : ', '}${word}`)
