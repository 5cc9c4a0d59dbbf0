import { err, ok, type Result } from '@flotilla/kit'
import type { ActionId, ChannelId, EnvironmentId, ProjectId, StepId } from '../ids.ts'
import { runsInServer } from './action-types.ts'
import type { Action, PackageReference, Process, PropertyValue, RunCondition, RunOn, Step } from './process.ts'
import { ACTION_CONDITIONS, PACKAGE_REQUIREMENTS, START_TRIGGERS, STEP_CONDITIONS } from './process.ts'
import { propertyText } from './property-text.ts'
import { isObject, type ProcessIssue, type Reader, readObject } from './read-document.ts'

/**
 * Reads the API's deployment process document.
 *
 * Shape: what is missing or null has its default. Ids may be blank: whoever stores a process gives new ones.
 * Errors: every field that has the wrong type, or a word that its enumeration does not know. What reads well may
 * still make no sense; that is for `validateProcess`.
 * Source: API reference 1.3, 5.20; domain reference 4.1, 4.2.
 */
export function parseProcess(document: unknown): Result<Process, readonly ProcessIssue[]> {
  const issues: ProcessIssue[] = []
  const read = readObject(document, '', issues)
  const projectId = read.text('ProjectId')
  const process: Process = {
    id: read.text('Id'),
    projectId: projectId === '' ? null : (projectId as ProjectId),
    steps: read.objects('Steps').map(parseStep),
  }
  return issues.length > 0 ? err(issues) : ok(process)
}

function parseStep(read: Reader): Step {
  const properties = parseProperties(read)
  const roles = splitList(propertyText(properties, 'Octopus.Action.TargetRoles'))
  const window = propertyText(properties, 'Octopus.Action.MaxParallelism') || null
  const condition = read.word('Condition', STEP_CONDITIONS)
  const actions = read.objects('Actions')
  const isPerMachine = window !== null || actions.length > 1
  return {
    id: read.text('Id') as StepId,
    name: read.text('Name').trim(),
    slug: read.text('Slug'),
    startTrigger: read.word('StartTrigger', START_TRIGGERS),
    packageRequirement: read.word('PackageRequirement', PACKAGE_REQUIREMENTS),
    condition: withExpression(condition, propertyText(properties, 'Octopus.Step.ConditionVariableExpression')),
    roles,
    window,
    actions: actions.map((action) => parseAction(action, { hasRoles: roles.length > 0, isPerMachine })),
    properties,
  }
}

function parseAction(read: Reader, step: { readonly hasRoles: boolean; readonly isPerMachine: boolean }): Action {
  const properties = parseProperties(read)
  const actionType = read.text('ActionType').trim()
  const expression = propertyText(properties, 'Octopus.Action.ConditionVariableExpression')
  return {
    id: read.text('Id') as ActionId,
    name: read.text('Name').trim(),
    slug: read.text('Slug'),
    actionType,
    isDisabled: read.flag('IsDisabled'),
    isRequired: read.flag('IsRequired'),
    runOn: runOnOf(actionType, propertyText(properties, 'Octopus.Action.RunOnServer'), step),
    environmentIds: read.texts('Environments') as readonly EnvironmentId[],
    excludedEnvironmentIds: read.texts('ExcludedEnvironments') as readonly EnvironmentId[],
    channelIds: read.texts('Channels') as readonly ChannelId[],
    tenantTags: read.texts('TenantTags'),
    condition: withExpression(read.word('Condition', ACTION_CONDITIONS), expression),
    workerPoolId: read.text('WorkerPoolId') || null,
    workerPoolVariable: read.text('WorkerPoolVariable'),
    packages: read.objects('Packages').map(parsePackage),
    properties,
  }
}

function parsePackage(read: Reader): PackageReference {
  return {
    name: read.text('Name'),
    packageId: read.text('PackageId'),
    feedId: read.text('FeedId'),
    acquisitionLocation: read.text('AcquisitionLocation') || 'Server',
    extract: propertyText(parseProperties(read), 'Extract'),
  }
}

function parseProperties(read: Reader): ReadonlyMap<string, PropertyValue> {
  const properties = new Map<string, PropertyValue>()
  for (const [name, value] of read.entries('Properties')) {
    if (typeof value === 'string') properties.set(name, value)
    else if (typeof value === 'boolean') properties.set(name, value ? 'True' : 'False')
    else if (typeof value === 'number') properties.set(name, String(value))
    else if (isObject(value)) properties.set(name, { sensitive: true })
    // Null is a property that is not set.
    else if (value !== null) read.complain(`Properties[${name}]`, 'This must be text or a secret.')
  }
  return properties
}

function runOnOf(
  actionType: string,
  runOnServer: string,
  step: { readonly hasRoles: boolean; readonly isPerMachine: boolean },
): RunOn {
  // Roles give such an action a machine only where the step takes machines one by one (domain reference 4.3, 4.10).
  if (runsInServer(actionType)) return step.hasRoles && step.isPerMachine ? 'on-behalf-of-targets' : 'server'
  // A health check looks at machines from the server, and without roles there is nothing to look at.
  if (actionType.toLowerCase() === 'octopus.healthcheck') return step.hasRoles ? 'on-behalf-of-targets' : 'target'
  if (runOnServer.toLowerCase() === 'true') return step.hasRoles ? 'on-behalf-of-targets' : 'server'
  // Without roles a step runs once (4.1), unless it says in so many words that it runs on machines.
  return step.hasRoles || runOnServer !== '' ? 'target' : 'server'
}

function withExpression<Kind extends RunCondition['kind']>(
  kind: Kind,
  expression: string,
): Extract<RunCondition, { readonly kind: Kind }> {
  const condition = kind === 'Variable' ? { kind, expression } : { kind }
  return condition as Extract<RunCondition, { readonly kind: Kind }>
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
