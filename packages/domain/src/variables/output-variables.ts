import type { TargetId, VariableId } from '../ids.ts'
import type { Variable } from './variable.ts'

/** One value that an action has set. */
export interface Output {
  /** The action's name. */
  readonly action: string
  /** Null where the action ran once, without a machine. */
  readonly machine: { readonly id: TargetId; readonly name: string } | null
  readonly name: string
  readonly value: string
  readonly isSensitive: boolean
}

/**
 * The names under which later steps find an output: the plain one, and on a machine also the one that names it.
 *
 * Source: domain reference 4.11.
 */
export function outputVariableNames(action: string, machine: string | null, name: string): readonly string[] {
  const plain = `Octopus.Action[${action}].Output.${name}`
  return machine === null ? [plain] : [plain, `Octopus.Action[${action}].Output[${machine}].${name}`]
}

/**
 * The entries that an output adds for later steps. On a machine the plain name is added twice: unscoped, where the
 * machine that reported last wins, and scoped to the machine, which therefore sees its own value.
 *
 * Source: domain reference 4.11.
 */
export function outputVariables(output: Output): readonly Variable[] {
  const [plain, ...named] = outputVariableNames(output.action, output.machine?.name ?? null, output.name)
  const unscoped = [plain as string, ...named].map((name) => entry(output, name, {}))
  return output.machine ? [...unscoped, entry(output, plain as string, { Machine: [output.machine.id] })] : unscoped
}

function entry({ value, isSensitive }: Output, name: string, scope: Variable['scope']): Variable {
  return {
    id: ['output', ...(scope.Machine ?? []), name].join(':') as VariableId,
    name,
    value,
    isSensitive,
    type: isSensitive ? 'Sensitive' : 'String',
    scope,
    prompt: null,
    source: 'server',
    isLiteral: true,
  }
}
