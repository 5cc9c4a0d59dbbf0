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
 * Runs the rounds of a loop over `items`, all in one scope: in it stand the loop variable and the facts about the round that
 * is under way, for nothing of a round is evaluated after it.
 *
 * Errors: ends the evaluation for a loop variable named `octopus`, whose name those facts need, and when all loops
 * together made too many rounds.
 */
export function runRounds(
  run: Run,
  loop: { readonly variable: string; readonly path: Path },
  parent: Scope,
  items: readonly Node[],
  round: (scope: Scope) => void,
): void {
  const names = new RoundNames(foldCase(loop.variable), items)
  const scope = childScope(parent, namesNode(names))
  for (let place = 0; place < items.length; place += 1) {
    run.budget.spendRound(loop.path)
    if (names.variable === OCTOPUS) failRuntime(`a loop variable cannot be named "${loop.variable}"`)
    names.place = place
    round(scope)
  }
}

const OCTOPUS = foldCase('Octopus')

/** The two names of a round. Most rounds never ask for the facts, so they are made when somebody does. */
class RoundNames {
  readonly size = 2
  readonly variable: string
  place = 0
  private readonly items: readonly Node[]

  constructor(variable: string, items: readonly Node[]) {
    this.variable = variable
    this.items = items
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
