import { assertNever, err, ok, type Result } from '@flotilla/kit'
import { CHILD_PARAMETERS, type ChildParameterKey } from './child-parameters.ts'

export const DEPLOYMENT_MODES = ['Promote', 'Redeploy', 'AlwaysLatest'] as const
export type DeploymentMode = (typeof DEPLOYMENT_MODES)[number]

export const NOT_FOUND_RULES = ['Error', 'Warning', 'Skip'] as const
/** What the step does when no release is found. */
export type NotFoundRule = (typeof NOT_FOUND_RULES)[number]

/** One line of the prompted values: a value for the variable of that name. */
export interface GivenValue {
  readonly variableName: string
  readonly value: string
}

/** What a deploy-child step asks for. Names are as typed, trimmed; null means that nothing was asked. */
export interface ChildRequest {
  /** Where the child lives; null is this server, where the step acts with the rights of who started the parent. */
  readonly server: { readonly url: string; readonly apiKey: string } | null
  readonly spaceName: string
  readonly projectName: string
  readonly mode: DeploymentMode
  readonly releaseFilter: string | null
  readonly notFound: NotFoundRule
  readonly destinationName: string
  readonly sourceName: string | null
  readonly channelName: string | null
  readonly tenantName: string | null
  readonly promptedValues: readonly GivenValue[]
  /** Names or ids. Null: the parent's own choice of machines holds. Empty: names were asked for, but none was given. */
  readonly machineNames: readonly string[] | null
  readonly ignoresMismatch: boolean
  readonly refreshesVariables: boolean
  readonly savesNotes: boolean
  readonly isWhatIf: boolean
  readonly waitsForFinish: boolean
  readonly copiesLog: boolean
  readonly longestWaitSeconds: number
  /** As typed; null is now. */
  readonly futureTime: string | null
  readonly usesParentApprovals: boolean
  readonly approvalEnvironmentName: string | null
  readonly approvalTenantName: string | null
}

export type ParameterRefusal =
  | { readonly kind: 'parameter-missing'; readonly parameter: string }
  | {
      readonly kind: 'parameter-unknown-value'
      readonly parameter: string
      readonly value: string
      readonly allowed: readonly string[]
    }
  | { readonly kind: 'parameter-not-a-number'; readonly parameter: string; readonly value: string }

/**
 * Reads the properties of a deploy-child step, with their expressions already evaluated.
 *
 * A property that is left out has its default (`withChildDefaults` adds those that are expressions before they are
 * evaluated). A yes/no spelling that is not known is not yes.
 * Errors: all that is wrong, in the order of the parameters. An unknown or blank mode is wrong: guessing one would
 * deploy something that nobody asked for.
 * Source: domain reference 10.1, 10.15.
 */
export function parseChildParameters(
  properties: ReadonlyMap<string, string>,
): Result<ChildRequest, readonly ParameterRefusal[]> {
  const text = (key: ChildParameterKey): string =>
    (properties.get(CHILD_PARAMETERS[key].name) ?? literalDefault(key)).trim()
  const refusals = [...missingParameters(text), ...unknownValues(text)]
  if (refusals.length > 0) return err(refusals)
  return ok({
    server: text('apiKey') === '' ? null : { url: text('serverUrl'), apiKey: text('apiKey') },
    spaceName: text('spaceName'),
    projectName: text('projectName'),
    mode: oneOf(DEPLOYMENT_MODES, text('mode')) ?? 'Promote',
    releaseFilter: textOrNull(text('releaseFilter')),
    notFound: oneOf(NOT_FOUND_RULES, text('notFound')) ?? 'Warning',
    destinationName: text('destination'),
    sourceName: textOrNull(text('source')),
    channelName: textOrNull(text('channel')),
    tenantName: resolvedOrNull(text('tenant')),
    promptedValues: parseGivenValues(properties.get(CHILD_PARAMETERS.promptedValues.name) ?? ''),
    machineNames: isNothing(text('machines')) ? null : parseNames(text('machines')),
    ignoresMismatch: isYes(text('ignoreMismatch')),
    refreshesVariables: !['', 'no'].includes(text('refreshVariables').toLowerCase()),
    savesNotes: isYes(text('notesAsArtifact')),
    isWhatIf: isYes(text('whatIf')),
    waitsForFinish: isYes(text('wait')),
    copiesLog: isYes(text('enhancedLog')),
    longestWaitSeconds: Number(text('longestWait') || CHILD_PARAMETERS.longestWait.defaultValue),
    futureTime: isNothing(text('futureTime')) ? null : text('futureTime'),
    usesParentApprovals: isYes(text('useApprovals')),
    approvalEnvironmentName: textOrNull(text('approvalEnvironment')),
    approvalTenantName: resolvedOrNull(text('approvalTenant')),
  })
}

/** The refusal as a sentence for a user. */
export function explainParameterRefusal(refusal: ParameterRefusal): string {
  switch (refusal.kind) {
    case 'parameter-missing':
      return `The parameter ${refusal.parameter} is required and is blank.`
    case 'parameter-unknown-value':
      return `The parameter ${refusal.parameter} is "${refusal.value}"; it must be one of ${refusal.allowed.join(', ')}.`
    case 'parameter-not-a-number':
      return `The parameter ${refusal.parameter} is "${refusal.value}"; it must be a whole number of seconds above 0.`
    default:
      return assertNever(refusal)
  }
}

type ReadText = (key: ChildParameterKey) => string

function missingParameters(text: ReadText): readonly ParameterRefusal[] {
  // A key without a server is no reason to send it, or to act without it, somewhere else.
  const required: readonly ChildParameterKey[] = [
    ...(text('apiKey') === '' ? [] : (['serverUrl'] as const)),
    'spaceName',
    'projectName',
    'destination',
  ]
  return required
    .filter((key) => text(key) === '')
    .map((key) => ({ kind: 'parameter-missing', parameter: CHILD_PARAMETERS[key].name }))
}

function unknownValues(text: ReadText): readonly ParameterRefusal[] {
  const refusals: ParameterRefusal[] = []
  const demand = (key: ChildParameterKey, allowed: readonly string[]): void => {
    if (oneOf(allowed, text(key)) !== null) return
    refusals.push({
      kind: 'parameter-unknown-value',
      parameter: CHILD_PARAMETERS[key].name,
      value: text(key),
      allowed,
    })
  }
  demand('mode', DEPLOYMENT_MODES)
  if (text('notFound') !== '') demand('notFound', NOT_FOUND_RULES)
  if (!/^[0-9]{0,9}$/.test(text('longestWait')) || /^0+$/.test(text('longestWait'))) {
    refusals.push({
      kind: 'parameter-not-a-number',
      parameter: CHILD_PARAMETERS.longestWait.name,
      value: text('longestWait'),
    })
  }
  return refusals
}

function literalDefault(key: ChildParameterKey): string {
  const { defaultValue } = CHILD_PARAMETERS[key]
  return defaultValue.startsWith('#{') ? '' : defaultValue
}

function oneOf<T extends string>(allowed: readonly T[], text: string): T | null {
  return allowed.find((value) => value.toLowerCase() === text.toLowerCase()) ?? null
}

function isYes(text: string): boolean {
  return text.toLowerCase() === 'yes'
}

function isNothing(text: string): boolean {
  return text === '' || text.toLowerCase() === 'n/a'
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text
}

/** A system variable that is not set leaves its own expression behind: in an untenanted parent, that of the tenant. */
function resolvedOrNull(text: string): string | null {
  return text.toLowerCase().startsWith('#{octopus') ? null : textOrNull(text)
}

function parseNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  return names.filter((name) => !isNothing(name))
}

/** The first `::` of a line ends the name; all that follows is the value. Lines without one hold no value. */
function parseGivenValues(text: string): readonly GivenValue[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const at = line.indexOf('::')
    return at < 0 ? [] : [{ variableName: line.slice(0, at).trim(), value: line.slice(at + 2) }]
  })
}
