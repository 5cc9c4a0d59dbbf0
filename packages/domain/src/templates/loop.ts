import { containerNode, type Node, namesNode, valueNode } from './binding-tree.ts'
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
 * The scopes of the rounds of a loop over `items`, by place: each has the loop variable and the facts about the round.
 *
 * Errors: ends the evaluation for a loop variable named `octopus`, whose name those facts need, and when all loops
 * together made too many rounds.
 */
export function loopScopes(
  run: Run,
  loop: { readonly variable: string; readonly path: Path },
  scope: Scope,
  items: readonly Node[],
): (place: number) => Scope {
  const variable = foldCase(loop.variable)
  return (place) => {
    run.budget.spendRound(loop.path)
    if (variable === OCTOPUS) failRuntime(`a loop variable cannot be named "${loop.variable}"`)
    return childScope(scope, namesNode(new RoundNames(variable, items, place)))
  }
}

const OCTOPUS = foldCase('Octopus')

/** The two names of a round. Most rounds never ask for the facts, so they are made when somebody does. */
class RoundNames {
  readonly size = 2
  private readonly variable: string
  private readonly items: readonly Node[]
  private readonly place: number

  constructor(variable: string, items: readonly Node[], place: number) {
    this.variable = variable
    this.items = items
    this.place = place
  }

  get(key: string): Node | undefined {
    if (key === this.variable) return this.items[this.place]
    return key === OCTOPUS ? roundFacts(this.place, this.items.length) : undefined
  }
}

function roundFacts(place: number, count: number): Node {
  const flag = (value: boolean): Node => valueNode(value ? 'True' : 'False', false)
  const facts = containerNode([
    ['Index', valueNode(String(place), false)],
    ['First', flag(place === 0)],
    ['Last', flag(place === count - 1)],
  ])
  return containerNode([['Template', containerNode([['Each', facts]])]])
}
