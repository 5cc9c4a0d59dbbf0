import { containerNode, EMPTY_NODE, type Node, valueNode } from './binding-tree.ts'
import { printPath } from './canonical.ts'
import { foldCase } from './chars.ts'
import type { JsonValue } from './json-value.ts'
import { failRuntime } from './problem.ts'
import { resolve } from './resolve.ts'
import type { Run, Sheet } from './run.ts'
import { childScope, type Scope } from './scope.ts'
import type { Path } from './syntax.ts'

/**
 * The items a loop over `path` runs through: indexed children, else the members of a JSON value, else the pieces of the
 * value between commas, untrimmed. Nothing found means no items, and is not reported.
 *
 * Source: template reference 9.
 */
export function loopItems(run: Run, path: Path, scope: Scope, sheet: Sheet): readonly Node[] {
  const collection = resolve(run, path, scope, sheet)
  if (!collection) return []
  if (collection.indexed.size > 0) return [...collection.indexed.values()]
  if (collection.value === null) return []
  const { value, verbatim } = collection
  const json = run.json.read(value)
  if (json) return jsonItems(run, json, verbatim)
  return value.split(',').map((piece) => valueNode(piece, verbatim))
}

function jsonItems(run: Run, json: JsonValue, verbatim: boolean): readonly Node[] {
  if (json.kind === 'array') return json.items.map((item) => valueNode(run.json.render(item), verbatim))
  if (json.kind !== 'object') return []
  return Array.from(json.properties, ([key, item]) => {
    const self = valueNode(key, verbatim)
    const member = valueNode(run.json.render(item), verbatim)
    return containerNode(
      [
        ['Key', self],
        ['Value', member],
      ],
      self,
    )
  })
}

/**
 * The scope of one round: the loop variable and the facts about the round.
 *
 * Errors: ends the evaluation for a loop variable named `octopus`, whose name those facts need, and when all loops
 * together made too many rounds.
 */
export function loopScope(
  run: Run,
  loop: { readonly variable: string; readonly path: Path },
  scope: Scope,
  round: { readonly item: Node; readonly place: number; readonly count: number },
): Scope {
  run.budget.spendRound(printPath(loop.path))
  if (foldCase(loop.variable) === 'OCTOPUS') failRuntime(`a loop variable cannot be named "${loop.variable}"`)
  const flag = (value: boolean): Node => valueNode(value ? 'True' : 'False', false)
  const facts = containerNode([
    ['Index', valueNode(String(round.place), false)],
    ['First', flag(round.place === 0)],
    ['Last', flag(round.place === round.count - 1)],
  ])
  const octopus = containerNode([['Template', containerNode([['Each', facts]])]])
  return childScope(
    scope,
    containerNode(
      [
        [loop.variable, round.item],
        ['Octopus', octopus],
      ],
      EMPTY_NODE,
    ),
  )
}
