import type { VariableId } from '../ids.ts'
import { isCandidate, scopeWeight } from './scope.ts'
import type { Variable, VariableContext } from './variable.ts'

export interface ResolvedVariable {
  readonly variable: Variable
  /** As the winning entry spells it. */
  readonly name: string
  /** Not evaluated; a value that was never set is empty. */
  readonly value: string
}

/** Several values fit equally well, and only their ids decided. */
export interface VariableWarning {
  readonly kind: 'ambiguous-value'
  readonly name: string
  readonly chosen: VariableId
  readonly among: readonly VariableId[]
}

export interface ResolvedVariables {
  /** By name in lower case. */
  readonly values: ReadonlyMap<string, ResolvedVariable>
  readonly warnings: readonly VariableWarning[]
}

/**
 * Picks the value that each variable has in one place.
 *
 * The most specific scope wins; then the server's own values beat the project's, and those a library set's, of which
 * the first included wins. Among the server's own values the later one wins, so that a later step's output replaces
 * an earlier one. What still ties is decided by id, with a warning. Parts of an entry that does not win are not there.
 *
 * Source: domain reference 5.1, 5.3.
 */
export function resolveVariables(variables: readonly Variable[], context: VariableContext): ResolvedVariables {
  return resolvePresent(presentVariables(variables, context), context)
}

/** All but the parts of entries that do not win. */
export function presentVariables(variables: readonly Variable[], context: VariableContext): readonly Variable[] {
  const whole = variables.filter(({ partOf }) => !partOf)
  if (whole.length === variables.length) return variables
  const { values } = resolvePresent(whole, context)
  return variables.filter(({ partOf }) => !partOf || values.get(partOf.name.toLowerCase())?.variable.id === partOf.id)
}

function resolvePresent(variables: readonly Variable[], context: VariableContext): ResolvedVariables {
  const values = new Map<string, ResolvedVariable>()
  const warnings: VariableWarning[] = []
  for (const [key, candidates] of groupByName(variables.filter((each) => isCandidate(each, context)))) {
    const best = candidates.length === 1 ? candidates : strongest(candidates, context)
    const winner = best[0] as Variable
    values.set(key, { variable: winner, name: winner.name, value: winner.value ?? '' })
    if (best.length > 1) {
      warnings.push({ kind: 'ambiguous-value', name: winner.name, chosen: winner.id, among: best.map(({ id }) => id) })
    }
  }
  return { values, warnings }
}

/** Entries by their name in lower case, in the order given. */
export function groupByName(variables: readonly Variable[]): ReadonlyMap<string, readonly Variable[]> {
  const byName = new Map<string, Variable[]>()
  for (const variable of variables) {
    const key = variable.name.toLowerCase()
    const sameName = byName.get(key)
    if (sameName) sameName.push(variable)
    else byName.set(key, [variable])
  }
  return byName
}

/** The winner first, then whatever ties with it. */
function strongest(candidates: readonly Variable[], context: VariableContext): readonly Variable[] {
  const heaviest = withLeast(candidates, (variable) => -scopeWeight(variable.scope, context))
  const best = withLeast(heaviest, (variable) => sourceRank(variable))
  if (best[0]?.source === 'server') return best.slice(-1)
  return best.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function withLeast(variables: readonly Variable[], rank: (variable: Variable) => number): readonly Variable[] {
  const ranks = variables.map(rank)
  // Not spread into Math.min: a name may have more entries than a call may have arguments.
  const least = ranks.reduce((lowest, each) => Math.min(lowest, each), Number.POSITIVE_INFINITY)
  return variables.filter((_, index) => ranks[index] === least)
}

function sourceRank({ source }: Variable): number {
  if (source === 'server') return -2
  return source === 'project' ? -1 : source.order
}
