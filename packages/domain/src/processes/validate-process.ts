import type { Action, Process, RunCondition, Step } from './process.ts'
import { propertyText } from './property-text.ts'
import type { ProcessIssue } from './read-document.ts'
import { parseWindow } from './rolling.ts'

/**
 * What would keep a process from working, in the order of the document. An empty list is a sound process.
 *
 * Source: domain reference 4.1, 4.2, 4.4; API reference 5.20.
 */
export function validateProcess(process: Process): readonly ProcessIssue[] {
  const steps = process.steps.map((step, index) => ({ step, path: `Steps[${index}]` }))
  const actions = steps.flatMap(({ step, path }) =>
    step.actions.map((action, index) => ({ action, step, path: `${path}.Actions[${index}]` })),
  )
  return [
    ...repeated(
      steps.map(({ step, path }) => ({ path: `${path}.Name`, text: step.name })),
      'step',
    ),
    ...repeated(
      actions.map(({ action, path }) => ({ path: `${path}.Name`, text: action.name })),
      'action',
    ),
    ...repeatedIds(steps.map(({ step, path }) => ({ path: `${path}.Id`, text: step.id }))),
    ...repeatedIds(actions.map(({ action, path }) => ({ path: `${path}.Id`, text: action.id }))),
    ...steps.flatMap(({ step, path }) => stepIssues(step, path)),
    ...actions.flatMap(({ action, step, path }) => [
      ...unless(action.actionType !== '', `${path}.ActionType`, `Action "${action.name}" needs a type.`),
      ...unless(
        action.runOn !== 'target' || step.roles.length > 0,
        `${path}.Properties`,
        `Action "${action.name}" runs on deployment targets, so step "${step.name}" must name at least one role.`,
      ),
      ...expressionIssues(action.condition, path, `Action "${action.name}"`),
      ...packageIssues(action, path),
    ]),
  ]
}

function stepIssues(step: Step, path: string): readonly ProcessIssue[] {
  const windowPath = `${path}.Properties[Octopus.Action.MaxParallelism]`
  // An expression gets its value only while the deployment runs.
  const isSoundWindow = step.window === null || step.window.includes('#{') || parseWindow(step.window).ok
  return [
    ...unless(step.actions.length > 0, `${path}.Actions`, `Step "${step.name}" has no action.`),
    ...unless(isSoundWindow, windowPath, `The window size of step "${step.name}" must be a whole number from 1.`),
    ...unless(
      step.window === null || step.roles.length > 0,
      windowPath,
      `Step "${step.name}" has a window size, so it must name at least one role.`,
    ),
    ...expressionIssues(step.condition, path, `Step "${step.name}"`),
  ]
}

/** A version is chosen for a package by the name of its reference; the primary one has none. */
function packageIssues(action: Action, path: string): readonly ProcessIssue[] {
  const { packages } = action
  const named = packages.map(({ name }, index) => ({ path: `${path}.Packages[${index}].Name`, text: name }))
  return [
    ...named.flatMap((reference, index) =>
      unless(
        isFirst(named, index),
        reference.path,
        reference.text === ''
          ? 'Only one package of an action can be without a name.'
          : `Another package of the action is already called "${reference.text}".`,
      ),
    ),
    ...packages.flatMap(({ packageId }, index) =>
      unless(packageId !== '', `${path}.Packages[${index}].PackageId`, 'Name the package.'),
    ),
    ...unless(
      !needsPrimaryPackage(action) || packages.some(({ name }) => name === ''),
      `${path}.Packages`,
      `Action "${action.name}" needs the package that it is about: one without a name.`,
    ),
  ]
}

const needsPrimaryPackage = ({ actionType, properties }: Action): boolean => {
  switch (actionType.toLowerCase()) {
    case 'octopus.tentaclepackage':
      return true
    case 'octopus.script':
      return propertyText(properties, 'Octopus.Action.Script.ScriptSource').toLowerCase() === 'package'
    default:
      return false
  }
}

function expressionIssues(condition: RunCondition, path: string, who: string): readonly ProcessIssue[] {
  const isSound = condition.kind !== 'Variable' || condition.expression !== ''
  return unless(isSound, `${path}.Condition`, `${who} runs by a variable expression, but has none.`)
}

interface Named {
  readonly path: string
  readonly text: string
}

function repeated(named: readonly Named[], kind: 'step' | 'action'): readonly ProcessIssue[] {
  return named.flatMap(({ path, text }, index) => [
    ...unless(text !== '', path, `Every ${kind} needs a name.`),
    ...unless(text === '' || isFirst(named, index), path, `Another ${kind} is already called "${text}".`),
  ])
}

function repeatedIds(named: readonly Named[]): readonly ProcessIssue[] {
  return named.flatMap(({ path, text }, index) =>
    unless(text === '' || isFirst(named, index), path, `The id "${text}" is already in use.`),
  )
}

function isFirst(named: readonly Named[], index: number): boolean {
  const key = named[index]?.text.toLowerCase()
  return named.findIndex(({ text }) => text.toLowerCase() === key) === index
}

function unless(isSound: boolean, path: string, message: string): readonly ProcessIssue[] {
  return isSound ? [] : [{ path, message }]
}
