import { childAt, EMPTY_NODE, leafOf, type Node, valueNode } from './binding-tree.ts'
import { printPath } from './canonical.ts'
import { foldCase } from './chars.ts'
import type { JsonValue } from './json-value.ts'
import { Abort, failRuntime } from './problem.ts'
import { newSheet, type Run, type Sheet } from './run.ts'
import { childScope, isAnyUnderWay, refuseCycle, type Scope, tooDeep, whileResolving } from './scope.ts'
import type { Path, Step } from './syntax.ts'

/** Where a path led: a bare value, or a node whose value could not be evaluated or that has none. */
export type Resolved = Node

/**
 * Finds what `path` stands for in `scope`, with its value evaluated. Null when there is nothing; a node with a null value
 * when there is a mere container.
 *
 * Missing tokens inside the value are reported on `sheet`.
 * Source: template reference 4.
 */
export function resolve(run: Run, path: Path, scope: Scope, sheet: Sheet): Resolved | null {
  run.budget.spend(1 + path.length)
  refuseCycle(scope, path)
  const plain = plainValue(path, scope)
  if (plain) return use(plain, sheet)
  return whileResolving(scope, path, () => {
    const fixed = fixIndexes(run, path, scope)
    if (!fixed) return null
    const node = walk(run, fixed, scope)
    if (node) return evaluated(run, path, node, scope, sheet)
    return scope.parent ? resolve(run, fixed, scope.parent, sheet) : null
  })
}

/** The value alone, for who does not ask what lies below it. */
export function resolveText(run: Run, path: Path, scope: Scope, sheet: Sheet): string | null {
  const plain = plainValue(path, scope)
  if (!plain || isAnyUnderWay(scope)) return resolve(run, path, scope, sheet)?.value ?? null
  run.budget.spend(1 + path.length)
  if (plain.verbatim) sheet.isTainted = true
  return plain.value
}

/**
 * The node of a path that leads straight to a value without tokens, which is what most paths do. Null for everything else:
 * variable indexes, JSON, containers, values to evaluate, nothing found.
 */
function plainValue(path: Path, scope: Scope): Node | null {
  for (let place: Scope | null = scope; place; place = place.parent) {
    let node: Node | undefined = place.tree
    for (let index = 0; index < path.length; index += 1) {
      const step = path[index]!
      if (step.kind === 'variable-index') return null
      const child: Node | undefined = childAt(node, step)
      if (!child && node.value) return null
      node = child
      if (!node) break
    }
    if (node) return node.value === null || node.isTemplate ? null : node
  }
  return null
}

/** A value that is inserted as it stands, as a node without children. */
function use(node: Node, sheet: Sheet): Resolved {
  if (node.verbatim) sheet.isTainted = true
  return leafOf(node)
}

/** Replaces variable indexes by the values of their paths; null if one has no value. */
function fixIndexes(run: Run, path: Path, scope: Scope): Path | null {
  if (!path.some((step) => step.kind === 'variable-index')) return path
  const steps: Step[] = []
  for (const step of path) {
    if (step.kind !== 'variable-index') steps.push(step)
    else {
      const text = resolve(run, step.path, scope, newSheet())?.value ?? null
      if (text === null) return null
      steps.push({ kind: 'index', text, key: foldCase(text) })
    }
  }
  return steps
}

function walk(run: Run, path: Path, scope: Scope): Node | null {
  let node = scope.tree
  for (const step of path) {
    if (step.kind === 'variable-index') return null
    const next = childAt(node, step) ?? insideJson(run, node, { path, key: step.text }, scope)
    if (!next) return null
    node = next
  }
  return node
}

/** The member `key` of a node whose value is JSON. Source: template reference 5. */
function insideJson(run: Run, node: Node, { path, key }: { path: Path; key: string }, scope: Scope): Node | null {
  if (!node.value || key === '') return null
  const host = hostText(run, node, path, scope)
  const json = host && run.json.read(host.text)
  const member = json ? memberOf(json, key) : undefined
  return host && member ? valueNode(run.json.render(member), host.verbatim) : null
}

/** The JSON text of a node. What outside text flowed into stays verbatim, or a member of it would be evaluated again. */
function hostText(run: Run, node: Node, path: Path, scope: Scope): { text: string; verbatim: boolean } | null {
  const text = node.value ?? ''
  if (!node.isTemplate) return { text, verbatim: node.verbatim }
  const sheet = newSheet()
  try {
    const value = evaluateIn(run, text, path, scope, sheet)
    return { text: value ?? text, verbatim: sheet.isTainted }
  } catch (error) {
    // A text that looks into itself, as `{"a": "#{Cfg.b}", "b": 1}` may, just has nothing there.
    if (error instanceof Abort && error.isCycle) return null
    throw error
  }
}

/** Evaluates a value of `path`, found in `scope`. */
const evaluateIn = (run: Run, text: string, path: Path, scope: Scope, sheet: Sheet): string | null =>
  run.budget.inValueOf(
    printPath(path),
    () => run.evaluateValue(text, childScope(scope, EMPTY_NODE), sheet),
    () => tooDeep(scope, path),
  )

/** Members are found with their exact case. An absent member is found and empty. */
function memberOf(json: JsonValue, key: string): JsonValue | undefined {
  if (json.kind === 'object') return json.properties.get(key) ?? { kind: 'null' }
  if (json.kind !== 'array' || !/^[\t-\r ]*[+-]?\d+[\t-\r ]*$/.test(key)) return undefined
  const index = Number(key)
  if (index > 2_147_483_647 || index < -2_147_483_648) return undefined
  if (index < 0) failRuntime(`index ${key} of a JSON array is negative`)
  return json.items[index] ?? { kind: 'null' }
}

/** The value evaluates in the scope where its node was found, so it never sees the loop variables of who asked. */
function evaluated(run: Run, path: Path, node: Node, scope: Scope, sheet: Sheet): Resolved {
  if (node.value === null) return node
  if (!node.isTemplate) return use(node, sheet)
  const inner = newSheet()
  const text = evaluateIn(run, node.value, path, scope, inner)
  if (text === null) return node
  for (const token of inner.missing) sheet.missing.add(token)
  if (inner.isTainted) sheet.isTainted = true
  return valueNode(text, inner.isTainted)
}
