import { type NamedValues, namedValues } from './named-values.ts'

export interface TaskFacts {
  readonly id: string
  readonly name: string
  /** As the API writes dates; null for a task that starts when it can, and never expires. */
  readonly queueTime: string | null
  readonly queueTimeExpiry: string | null
  readonly arguments: ReadonlyMap<string, string>
  readonly concurrencyTag: string
}

/** `Octopus.Task.*`. Source: domain reference 5.7. */
export function taskVariables(task: TaskFacts): NamedValues {
  return namedValues([
    ['Octopus.Task.Id', task.id],
    ['Octopus.Task.Name', task.name],
    ['Octopus.Task.QueueTime', task.queueTime],
    ['Octopus.Task.QueueTimeExpiry', task.queueTimeExpiry],
    ['Octopus.Task.ConcurrencyTag', task.concurrencyTag],
    ...[...task.arguments].map(([name, value]) => [`Octopus.Task.Argument[${name}]`, value] as const),
  ])
}

export const STATUS_CODES = ['Pending', 'Skipped', 'Abandoned', 'Canceled', 'Running', 'Succeeded', 'Failed'] as const
export type StatusCode = (typeof STATUS_CODES)[number]

/** How a step or action stands; the error is there only where it failed. */
export interface StatusFacts {
  readonly code: StatusCode
  readonly error: string | null
  readonly errorDetail: string | null
}

export interface StepFacts {
  readonly id: string
  readonly name: string
  /** `1`, `2`, … as the process counts its steps. */
  readonly number: string
}

/** `Octopus.Step.*` of the step that runs. Source: domain reference 5.7. */
export function stepVariables(step: StepFacts): NamedValues {
  return namedValues([
    ['Octopus.Step.Id', step.id],
    ['Octopus.Step.Name', step.name],
    ['Octopus.Step.Number', step.number],
  ])
}

/** `Octopus.Step[Name].Status.*`, for the steps that come after. Source: domain reference 5.7. */
export function stepStatusVariables(stepName: string, status: StatusFacts): NamedValues {
  return statusVariables(`Octopus.Step[${stepName}]`, status)
}

/** `Octopus.Action[Name].Status.*`, for the actions that come after. Source: domain reference 5.7. */
export function actionStatusVariables(actionName: string, status: StatusFacts): NamedValues {
  return statusVariables(`Octopus.Action[${actionName}]`, status)
}

export interface ActionFacts {
  readonly id: string
  readonly name: string
  /** `1`, or `2.1` for a child action. */
  readonly number: string
  readonly isSkipped: boolean
  readonly targetRoles: readonly string[]
  /** The step template that the action was made from. */
  readonly template: { readonly id: string; readonly version: string } | null
  readonly packages: readonly PackageFacts[]
}

/** A package of an action, in the version of the release. */
export interface PackageFacts {
  /** Blank for the action's primary package. */
  readonly name: string
  readonly packageId: string
  readonly version: string
  readonly feedId: string
}

/** `Octopus.Action.*` of the action that runs. Source: domain reference 5.7. */
export function actionVariables(action: ActionFacts): NamedValues {
  return namedValues([
    ['Octopus.Action.Id', action.id],
    ['Octopus.Action.Name', action.name],
    ['Octopus.Action.Number', action.number],
    ['Octopus.Action.IsSkipped', action.isSkipped ? 'True' : ''],
    ['Octopus.Action.TargetRoles', action.targetRoles.join(',')],
    ['Octopus.Action.Template.Id', action.template?.id],
    ['Octopus.Action.Template.Version', action.template?.version],
    ...action.packages.flatMap(({ name, packageId, version, feedId }) => {
      const prefix = name === '' ? 'Octopus.Action.Package' : `Octopus.Action.Package[${name}]`
      return [
        [`${prefix}.PackageId`, packageId],
        [`${prefix}.PackageVersion`, version],
        [`${prefix}.FeedId`, feedId],
      ] as const
    }),
  ])
}

function statusVariables(prefix: string, { code, error, errorDetail }: StatusFacts): NamedValues {
  return namedValues([
    [`${prefix}.Status.Code`, code],
    [`${prefix}.Status.Error`, error],
    [`${prefix}.Status.ErrorDetail`, errorDetail],
  ])
}
