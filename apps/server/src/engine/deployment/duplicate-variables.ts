import { isFalsyText } from '@flotilla/domain/templates'
import { groupByName, resolveVariables, type Variable, type VariableContext } from '@flotilla/domain/variables'
import { ROOT } from './keys.ts'
import { runContext } from './run-context.ts'
import type { RunState } from './run-state.ts'
import { Scope } from './scope.ts'

/**
 * Says once in the task's log which variables have several values that fit equally well somewhere in this deployment, unless
 * the project does not want to hear it.
 *
 * Source: domain reference 5.3, 5.7 (`OctopusSuppressDuplicateVariableWarning`).
 */
export async function warnOfDuplicates(run: RunState, now: number): Promise<void> {
  const suspects = [...groupByName(run.variables).values()].filter(mayTie).flat()
  if (suspects.length === 0) return
  if (!isFalsyText(new Scope(run, {}, now).value('OctopusSuppressDuplicateVariableWarning') ?? '')) return
  const told = new Set<string>()
  for (const context of contextsOf(run)) {
    for (const { name } of resolveVariables(suspects, context).warnings) told.add(name)
  }
  await run.log.lines(
    ROOT,
    [...told].map((name) => ({
      category: 'Warning',
      text: `The variable ${run.mask(name)} has more than one value that fits equally well, so the first by id is used. Scope the values, remove one, or set OctopusSuppressDuplicateVariableWarning to True.`,
      occurredAt: new Date(now),
      key: `duplicate:${name.toLowerCase()}`,
    })),
  )
}

/** Only values of the same source whose scopes name the same kinds can tie; a role counts as the one that the step asks for. */
function mayTie(entries: readonly Variable[]): boolean {
  const shapes = entries.map(({ scope, source }) =>
    JSON.stringify([
      source,
      Object.entries(scope)
        .filter(([, values]) => (values?.length ?? 0) > 0)
        .map(([kind]) => (kind === 'TargetRole' ? 'Role' : kind))
        .sort(),
    ]),
  )
  return new Set(shapes).size < shapes.length
}

function* contextsOf(run: RunState): Generator<VariableContext> {
  const context = runContext(run.snapshot)
  yield context
  const machines = new Map(run.snapshot.machines.map((machine) => [machine.id, machine]))
  for (const step of run.process.steps) {
    for (const action of step.actions) {
      const inAction = { ...context, actionId: action.id, stepRoles: step.roles }
      yield inAction
      for (const id of run.snapshot.actions[action.id]?.machineIds ?? []) {
        const machine = machines.get(id as never)
        if (machine) yield { ...inAction, targetId: machine.id, targetRoles: machine.roles }
      }
    }
  }
}
