import type { Node } from './binding-tree.ts'
import { printPath } from './canonical.ts'
import { Abort } from './problem.ts'
import type { Path, Position, Step } from './syntax.ts'

/** Where names are looked up: a tree of its own, then its parent. `resolving` holds the look-ups that are under way here. */
export interface Scope {
  readonly tree: Node
  readonly parent: Scope | null
  resolving: readonly Path[]
}

// Most scopes, as that of a loop's round, never have a look-up under way.
const NO_PATHS: readonly Path[] = []

export const rootScope = (tree: Node): Scope => ({ tree, parent: null, resolving: NO_PATHS })

export const childScope = (parent: Scope, tree: Node): Scope => ({ tree, parent, resolving: NO_PATHS })

/**
 * Ends the evaluation when the same look-up is already under way in `scope` or further out.
 *
 * Source: template reference 6.3.
 */
export function refuseCycle(scope: Scope, path: Path): void {
  for (let place: Scope | null = scope; place; place = place.parent) {
    if (place.resolving === NO_PATHS) continue
    for (const other of place.resolving) if (isSameLookUp(other, path)) throw recursion(place.resolving, path, true)
  }
}

/** Whether any look-up is under way in `scope` or further out, of which another might be a repetition. */
export function isAnyUnderWay(scope: Scope): boolean {
  for (let place: Scope | null = scope; place; place = place.parent) if (place.resolving !== NO_PATHS) return true
  return false
}

/** Notes that `path` is being resolved in `scope` while `work` runs. */
export function whileResolving<T>(scope: Scope, path: Path, work: () => T): T {
  const before = scope.resolving
  scope.resolving = [...before, path]
  try {
    return work()
  } finally {
    scope.resolving = before
  }
}

/** The error for values nested beyond the depth limit, told along the longest chain of look-ups there is. */
export function tooDeep(scope: Scope, path: Path): Abort {
  let chain: readonly Path[] = []
  for (let place: Scope | null = scope; place; place = place.parent) {
    if (place.resolving.length > chain.length) chain = place.resolving
  }
  return recursion(chain.at(-1) === path ? chain.slice(0, -1) : chain, path, false)
}

function recursion(before: readonly Path[], path: Path, isCycle: boolean): Abort {
  const symbol = printPath(path)
  return new Abort({ kind: 'recursion', symbol, chain: [...before.map(printPath), symbol] }, isCycle)
}

function isSameLookUp(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, place) => isSameStep(step, b[place]!))
}

/** Case counts, and so does the place in the text: the same name written elsewhere is another look-up. */
function isSameStep(a: Step, b: Step): boolean {
  return a.kind === b.kind && textOf(a) === textOf(b) && isSamePosition(a.position, b.position)
}

const textOf = (step: Step): string => (step.kind === 'variable-index' ? printPath(step.path) : step.text)

function isSamePosition(a: Position | undefined, b: Position | undefined): boolean {
  return a?.offset === b?.offset && a?.line === b?.line && a?.column === b?.column
}
