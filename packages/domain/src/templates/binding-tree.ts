import { foldCase } from './chars.ts'
import { parseVariableName } from './parser.ts'
import type { Path } from './syntax.ts'

/**
 * A place in the tree of names. Children are found whatever their case; named and indexed ones are apart, so `a.b` and
 * `a[b]` are different nodes. Children live in maps, so `__proto__` is a name like any other and indexes keep the order
 * in which they were defined.
 *
 * `verbatim` values are data from outside: they are inserted as they are and never evaluated (reliability reference Y3).
 */
export interface Node {
  readonly value: string | null
  readonly verbatim: boolean
  readonly named: ReadonlyMap<string, Node>
  readonly indexed: ReadonlyMap<string, Node>
}

/** One variable. A null value counts as the empty text. */
export interface VariableEntry {
  readonly name: string
  readonly value: string | null
  /** True for text from targets, packages, feeds, webhooks or outputs, which is never evaluated. */
  readonly verbatim?: boolean
}

const NONE: ReadonlyMap<string, Node> = new Map()

export const EMPTY_NODE: Node = { value: null, verbatim: false, named: NONE, indexed: NONE }

/** A node that has a value and no children. */
export const valueNode = (value: string, verbatim: boolean): Node => ({ ...EMPTY_NODE, value, verbatim })

/** A node with the given named children. */
export const containerNode = (
  children: readonly (readonly [name: string, child: Node])[],
  self = EMPTY_NODE,
): Node => ({
  ...self,
  named: new Map(children.map(([name, child]) => [foldCase(name), child])),
})

export const namedChild = (node: Node, name: string): Node | undefined => node.named.get(foldCase(name))

/** The child at an index; `*` is the first one. */
export function indexedChild(node: Node, index: string): Node | undefined {
  if (index === '*' && node.indexed.size > 0) return node.indexed.values().next().value
  return node.indexed.get(foldCase(index))
}

interface GrowingNode extends Node {
  value: string | null
  verbatim: boolean
  named: Map<string, GrowingNode>
  indexed: Map<string, GrowingNode>
}

const sprout = (value: string | null): GrowingNode => ({ value, verbatim: false, named: new Map(), indexed: new Map() })

/**
 * Hangs variables in a tree by their names, in order; of two names with the same path the later one counts. A name that is
 * no path is left out.
 *
 * Source: template reference 3.
 */
export function buildTree(entries: Iterable<VariableEntry>): Node {
  const root = sprout(null)
  for (const { name, value, verbatim } of entries) {
    const path = parseVariableName(name)
    if (!path) continue
    const node = grow(root, path)
    node.value = value ?? ''
    node.verbatim = verbatim ?? false
  }
  return root
}

function grow(root: GrowingNode, path: Path): GrowingNode {
  let node = root
  for (const step of path) {
    if (step.kind === 'variable-index') throw new Error('a variable name holds no variable index')
    const children = step.kind === 'name' ? node.named : node.indexed
    const key = foldCase(step.text)
    let child = children.get(key)
    if (!child) {
      // An index without a value of its own stands for its own text, so that a loop over it has something to say.
      child = sprout(step.kind === 'index' ? step.text : null)
      children.set(key, child)
    }
    node = child
  }
  return node
}
