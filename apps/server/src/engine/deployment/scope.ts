import { createHash } from 'node:crypto'
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
  builtInVariables,
  failureVariables,
  isScriptModuleVariable,
  type NamedValues,
  outputVariables,
  resolveVariables,
  type ScriptModule,
  scriptModules,
  systemVariables,
} from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import { MASK } from '../../execution/index.ts'
import { parametersOf, placeVariables } from './place-values.ts'
import { runContext } from './run-context.ts'
import type { RunFailure, RunState } from './run-state.ts'
import { statusVariables } from './statuses.ts'

/** Where a value is asked for: in a step, an action, on a machine. */
export interface ScopePlace {
  readonly step?: Step
  readonly action?: Action
  readonly target?: Target
  /** What has failed on the way here, before the deployment as a whole counts as failed. */
  readonly failureHere?: RunFailure | null
  /** What is known only where it runs, as of files that lie there. */
  readonly here?: NamedValues
}

interface NamedText {
  readonly name: string
  readonly value: string
  readonly isLiteral: boolean
  readonly isSensitive: boolean
}

/** The variables as they are at one moment in one place. */
export class Scope {
  readonly #variables: VariableSet
  readonly #options: TemplateOptions
  readonly #names: readonly NamedText[]
  /** The same place with more that is known there. */
  readonly with: (here: NamedValues) => Scope

  constructor(run: RunState, place: ScopePlace, now: number) {
    const { step, action, target, failureHere, here = new Map() } = place
    this.with = (more) => new Scope(run, { ...place, here: more }, now)
    const system = systemVariables(
      new Map(run.snapshot.systemValues),
      failureVariables(run.failure ?? failureHere ?? null),
      ...statusVariables(run, place),
      ...placeVariables(run, place),
      here,
    )
    const resolved = resolveVariables(
      [
        ...run.variables,
        ...(action ? parametersOf(run, action) : []),
        ...run.outputs.flatMap(outputVariables),
        ...builtInVariables(system),
      ],
      {
        ...runContext(run.snapshot),
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
      isSensitive: variable.isSensitive,
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

  /** The same, and what of the text could not be filled in. */
  fill(text: string): { readonly text: string; readonly unresolved: readonly string[] } {
    const { text: filled, missing, error } = evaluate(text, this.#variables, this.#options)
    return { text: filled ?? '', unresolved: error ? [JSON.stringify(error)] : missing }
  }

  isTruthy(text: string): Result<boolean, TemplateError> {
    const { error } = evaluate(text, this.#variables, this.#options)
    return error ? err(error) : ok(isTruthy(text, this.#variables, this.#options))
  }

  /** Every variable with its value filled in: what a script sees. */
  values(): readonly { readonly name: string; readonly value: string }[] {
    return this.#filled(({ name }) => !isScriptModuleVariable(name))
  }

  /** All variables by name, for people: as they were written, or filled in. Sensitive ones are not shown, however short. */
  listing(isEvaluated: boolean): readonly { readonly name: string; readonly value: string }[] {
    return this.#names
      .map(({ name, value, isLiteral, isSensitive }) => ({
        name,
        value: isSensitive ? MASK : isEvaluated && !isLiteral ? this.evaluate(value) : value,
      }))
      .sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
  }

  /** The code that the project's script modules give to scripts, with its templates filled in. */
  scriptModules(): readonly ScriptModule[] {
    return scriptModules(this.#filled(({ name }) => isScriptModuleVariable(name)))
  }

  #filled(isWanted: (variable: { readonly name: string }) => boolean) {
    return this.#names
      .filter(isWanted)
      .map(({ name, value, isLiteral }) => ({ name, value: isLiteral ? value : this.evaluate(value) }))
  }

  value(name: string): string | undefined {
    const found = this.#names.find((each) => each.name.toLowerCase() === name.toLowerCase())
    return found && (found.isLiteral ? found.value : this.evaluate(found.value))
  }
}
