import { foldCase } from './chars.ts'
import { hasToken, parseVariableName } from './parser.ts'
import type { Path } from './syntax.ts'

/**
 * A place in the tree of names. Children are found whatever their case; named and indexed ones are apart, so `a.b` and
 * `a[b]` are different nodes. Children live in maps, so `__proto__` is a name like any other and indexes keep the order
 * in which they were defined.
 *
 * `verbatim` values are data from outside: they are inserted as they are and never evaluated (reliability reference Y3).
 * `isTemplate` tells whether the value must be evaluated: it has tokens and is not verbatim.
 */
export interface Node {
  readonly value: string | null
  readonly verbatim: boolean
  readonly isTemplate: boolean
  readonly named: Pick<ReadonlyMap<string, Node>, 'get' | 'size'>
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

export const EMPTY_NODE: Node = { value: null, verbatim: false, isTemplate: false, named: NONE, indexed: NONE }

/** A node that has a value and no children. */
export const valueNode = (value: string, verbatim: boolean): Node => ({
  value,
  verbatim,
  isTemplate: !verbatim && hasToken(value),
  named: NONE,
  indexed: NONE,
})

/** A node that only has these names. */
export const namesNode = (named: Node['named']): Node => ({
  value: null,
  verbatim: false,
  isTemplate: false,
  named,
  indexed: NONE,
})

/** A node with the given named children. */
export const containerNode = (
  children: readonly (readonly [name: string, child: Node])[],
  self = EMPTY_NODE,
): Node => ({
  ...self,
  named: new Map(children.map(([name, child]) => [foldCase(name), child])),
})

/** The child that a step leads to; the index `*` leads to the first one. */
export function childAt(
  node: Node,
  { kind, key }: { readonly kind: 'name' | 'index'; readonly key: string },
): Node | undefined {
  if (kind === 'name') return node.named.get(key)
  return key === '*' && node.indexed.size > 0 ? node.indexed.values().next().value : node.indexed.get(key)
}

/** The same value without children. */
export function leafOf(node: Node): Node {
  if (node.named.size === 0 && node.indexed.size === 0) return node
  return { value: node.value, verbatim: node.verbatim, isTemplate: node.isTemplate, named: NONE, indexed: NONE }
}

interface GrowingNode extends Node {
  value: string | null
  verbatim: boolean
  isTemplate: boolean
  named: ReadonlyMap<string, GrowingNode>
  indexed: ReadonlyMap<string, GrowingNode>
}

// Most nodes stay leaves, so their maps come with their first child.
const NO_CHILDREN: ReadonlyMap<string, GrowingNode> = new Map()

const sprout = (): GrowingNode => ({ ...EMPTY_NODE, named: NO_CHILDREN, indexed: NO_CHILDREN })

function setValue(node: GrowingNode, value: string, verbatim: boolean): void {
  node.value = value
  node.verbatim = verbatim
  node.isTemplate = !verbatim && hasToken(value)
}

/**
 * Hangs variables in a tree by their names, in order; of two names with the same path the later one counts. A name that is
 * no path is left out.
 *
 * Source: template reference 3.
 */
export function buildTree(entries: Iterable<VariableEntry>): Node {
  const root = sprout()
  for (const { name, value, verbatim } of entries) {
    const path = parseVariableName(name)
    if (!path) continue
    setValue(grow(root, path), value ?? '', verbatim ?? false)
  }
  return root
}

function grow(root: GrowingNode, path: Path): GrowingNode {
  let node = root
  for (const step of path) {
    if (step.kind === 'variable-index') throw new Error('a variable name holds no variable index')
    const place = step.kind === 'name' ? 'named' : 'indexed'
    let child = node[place].get(step.key)
    if (!child) {
      child = sprout()
      // An index without a value of its own stands for its own text, so that a loop over it has something to say.
      if (step.kind === 'index') setValue(child, step.text, false)
      node[place] = withChild(node[place], step.key, child)
    }
    node = child
  }
  return node
}

function withChild(children: ReadonlyMap<string, GrowingNode>, key: string, child: GrowingNode) {
  return children === NO_CHILDREN ? new Map([[key, child]]) : (children as Map<string, GrowingNode>).set(key, child)
}
