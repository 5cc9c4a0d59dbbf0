import type { VariableId } from '@flotilla/domain'
import { type Action, propertyText, type Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import {
  actionVariables,
  machineVariables,
  type NamedValues,
  stepVariables,
  type Variable,
  workerPoolVariables,
} from '@flotilla/domain/variables'
import type { RunState } from './run-state.ts'
import { poolOf } from './worker-pools.ts'

/** What step, action, machine and worker add to the variables of a deployment. Source: domain reference 5.7. */
export function placeVariables(
  run: RunState,
  { step, action, target }: { readonly step?: Step; readonly action?: Action; readonly target?: Target },
): readonly NamedValues[] {
  return [
    ...(step
      ? [stepVariables({ id: step.id, name: step.name, number: String(run.process.steps.indexOf(step) + 1) })]
      : []),
    ...(step && action ? [ofAction(run, step, action), ...ofWorker(run, action, target)] : []),
    ...(target ? [ofMachine(run, step, target)] : []),
  ]
}

function ofAction(run: RunState, step: Step, action: Action): NamedValues {
  const text = (name: string) => propertyText(action.properties, name)
  const templateId = text('Octopus.Action.Template.Id')
  return actionVariables({
    id: action.id,
    name: action.name,
    number: run.snapshot.actions[action.id]?.number ?? '',
    isSkipped: false,
    targetRoles: step.roles,
    template: templateId === '' ? null : { id: templateId, version: text('Octopus.Action.Template.Version') },
    packages: (run.snapshot.packages ?? [])
      .filter(({ actionName }) => actionName === action.name)
      .map(({ referenceName, ...taken }) => ({ name: referenceName, ...taken })),
  })
}

/** The pool that an action takes its worker from. What runs on machines takes none. */
function ofWorker(run: RunState, action: Action, target: Target | undefined): readonly NamedValues[] {
  if (action.runOn === 'target') return []
  const pool = poolOf(run, action, target ?? null)
  return pool.ok && pool.value ? [workerPoolVariables(pool.value)] : []
}

const ofMachine = ({ snapshot }: RunState, step: Step | undefined, target: Target): NamedValues =>
  machineVariables({
    id: target.id,
    name: target.name,
    roles: target.roles,
    hostname: snapshot.hostnames?.[target.id] ?? null,
    targetedRoles: (step?.roles ?? []).filter((role) =>
      target.roles.some((own) => own.toLowerCase() === role.toLowerCase()),
    ),
  })

/** Parameters of a step template are variables of the action (domain reference 4.9); `Octopus.*` properties are settings. */
export const parametersOf = (run: RunState, action: Action): readonly Variable[] =>
  [...action.properties]
    .filter(([name]) => !/^octopus\./i.test(name))
    .map(([name, value]) => ({
      id: `parameter:${name}` as VariableId,
      name,
      value: typeof value === 'string' ? value : (run.actionSecret(action.id, name) ?? ''),
      isSensitive: typeof value !== 'string',
      type: 'String',
      scope: { Action: [action.id] },
      prompt: null,
      source: 'project',
    }))
