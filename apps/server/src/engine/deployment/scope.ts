import { createHash } from 'node:crypto'
import type { EnvironmentId, VariableId } from '@flotilla/domain'
import type { Action, Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import {
  createVariables,
  evaluate,
  isTruthy,
  type TemplateError,
  type TemplateOptions,
  type VariableSet,
} from '@flotilla/domain/templates'
import {
  actionStatusVariables,
  actionVariables,
  builtInVariables,
  failureVariables,
  machineVariables,
  outputVariables,
  resolveVariables,
  type StatusCode,
  stepStatusVariables,
  stepVariables,
  systemVariables,
  type Variable,
} from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import type { RunState } from './run-state.ts'

/** Where a value is asked for: in a step, an action, on a machine. */
export interface ScopePlace {
  readonly step?: Step
  readonly action?: Action
  readonly target?: Target
}

/** The variables as they are at one moment in one place. */
export class Scope {
  readonly #variables: VariableSet
  readonly #options: TemplateOptions
  readonly #names: readonly { readonly name: string; readonly value: string; readonly isLiteral: boolean }[]

  constructor(run: RunState, place: ScopePlace, now: number) {
    const { step, action, target } = place
    const { names } = run.snapshot
    const system = systemVariables(
      new Map(run.snapshot.systemValues),
      failureVariables(run.failure),
      ...statusesOf(run),
      ...(step
        ? [stepVariables({ id: step.id, name: step.name, number: String(run.process.steps.indexOf(step) + 1) })]
        : []),
      ...(step && action
        ? [
            actionVariables({
              id: action.id,
              name: action.name,
              number: run.snapshot.actions[action.id]?.number ?? '',
              isSkipped: false,
              targetRoles: step.roles,
              template: null,
            }),
          ]
        : []),
      ...(target
        ? [
            machineVariables({
              id: target.id,
              name: target.name,
              roles: target.roles,
              hostname: null,
              targetedRoles: (step?.roles ?? []).filter((role) =>
                target.roles.some((own) => own.toLowerCase() === role.toLowerCase()),
              ),
            }),
          ]
        : []),
    )
    const resolved = resolveVariables(
      [
        ...run.variables,
        ...(action ? parametersOf(run, action) : []),
        ...run.outputs.flatMap(outputVariables),
        ...builtInVariables(system),
      ],
      {
        environmentId: names.environment.id as EnvironmentId,
        channelId: names.channel.id as never,
        tenantId: (names.tenant?.id ?? null) as never,
        tenantTags: names.tenant?.tags ?? [],
        projectId: names.project.id as never,
        actionId: action?.id,
        stepRoles: step?.roles,
        targetId: target?.id,
        targetRoles: target?.roles,
      },
    )
    this.#names = [...resolved.values.values()].map(({ name, value, variable }) => ({
      name,
      value,
      isLiteral: variable.isLiteral === true,
    }))
    this.#variables = createVariables(
      this.#names.map(({ name, value, isLiteral }) => ({ name, value, verbatim: isLiteral })),
    )
    this.#options = { now, hash: (algorithm, bytes) => createHash(algorithm.toLowerCase()).update(bytes).digest('hex') }
  }

  /** Fills in a template. A text that cannot be read as one stays as it is. */
  evaluate(text: string): string {
    return evaluate(text, this.#variables, this.#options).text ?? ''
  }

  isTruthy(text: string): Result<boolean, TemplateError> {
    const { error } = evaluate(text, this.#variables, this.#options)
    return error ? err(error) : ok(isTruthy(text, this.#variables, this.#options))
  }

  /** Every variable with its value filled in: what a script sees. */
  values(): readonly { readonly name: string; readonly value: string }[] {
    return this.#names.map(({ name, value, isLiteral }) => ({ name, value: isLiteral ? value : this.evaluate(value) }))
  }

  value(name: string): string | undefined {
    const found = this.#names.find((each) => each.name.toLowerCase() === name.toLowerCase())
    return found && (found.isLiteral ? found.value : this.evaluate(found.value))
  }
}

/** Parameters of a step template are variables of the action (domain reference 4.9); `Octopus.*` properties are settings. */
const parametersOf = (run: RunState, action: Action): readonly Variable[] =>
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

function statusesOf(run: RunState) {
  const codes: Readonly<Record<string, StatusCode>> = {
    skipped: 'Skipped',
    failed: 'Failed',
    unknown: 'Failed',
    cancelled: 'Canceled',
  }
  return run.process.steps.flatMap((step) => {
    const own = run.outcomes.get(stepKey(step))
    const status = (recorded: { outcome: string; message: string }) => ({
      code: codes[recorded.outcome] ?? ('Succeeded' as const),
      error: recorded.message || null,
      errorDetail: recorded.message || null,
    })
    return own
      ? [
          stepStatusVariables(step.name, status(own)),
          ...step.actions.map((action) => actionStatusVariables(action.name, status(own))),
        ]
      : []
  })
}

/** The key of the root of a deployment's log. */
export const ROOT = 'task'

/** The key of a step, in the log and among the outcomes. */
export const stepKey = (step: Step): string => `step:${step.id}`
