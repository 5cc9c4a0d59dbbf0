import { err, ok, type Result } from '@flotilla/kit'
import type { ProjectId } from '../ids.ts'

/** How deep children may be nested: a parent whose children deploy nothing is nested once. */
export const MAX_CHILD_NESTING = 5

export type ChildCycleRefusal =
  /** From a project back to itself: the first and the last of the path are the same. */
  | { readonly kind: 'child-cycle'; readonly path: readonly ProjectId[] }
  | { readonly kind: 'nested-too-deep'; readonly path: readonly ProjectId[]; readonly limit: number }

/**
 * Whether projects that deploy each other may run: none may come to wait for itself, nor for too long a chain.
 *
 * Shape: `children` holds, for each project, those that its process deploys; one that is not a key deploys none.
 * Errors: a path to show, from `root` down to the project that is too much.
 * Source: reliability reference C5 and limits O.
 */
export function judgeNesting(
  root: ProjectId,
  children: ReadonlyMap<ProjectId, readonly ProjectId[]>,
): Result<void, ChildCycleRefusal> {
  const heights = new Map<ProjectId, readonly ProjectId[]>()
  const cycle = findCycle(root, { children, longest: heights, above: [] })
  if (cycle) return err({ kind: 'child-cycle', path: cycle })
  const path = heights.get(root) ?? [root]
  return path.length - 1 > MAX_CHILD_NESTING
    ? err({ kind: 'nested-too-deep', path: path.slice(0, MAX_CHILD_NESTING + 2), limit: MAX_CHILD_NESTING })
    : ok()
}

interface Search {
  readonly children: ReadonlyMap<ProjectId, readonly ProjectId[]>
  /** Longest path below each project that is done, so that each is looked at once. */
  readonly longest: Map<ProjectId, readonly ProjectId[]>
  readonly above: readonly ProjectId[]
}

function findCycle(project: ProjectId, search: Search): readonly ProjectId[] | null {
  const { children, longest, above } = search
  if (above.includes(project)) return [...above.slice(above.indexOf(project)), project]
  if (longest.has(project)) return null
  let below: readonly ProjectId[] = []
  for (const child of children.get(project) ?? []) {
    const cycle = findCycle(child, { children, longest, above: [...above, project] })
    if (cycle) return cycle
    const path = longest.get(child) ?? []
    if (path.length > below.length) below = path
  }
  longest.set(project, [project, ...below])
  return null
}
