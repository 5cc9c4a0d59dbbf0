import { err, ok, type Result } from '@flotilla/kit'
import type { GivenValue } from './parse-child-parameters.ts'

/** When a "Deploy a Release" step deploys, given what the child's place holds. */
export const DEPLOYMENT_CONDITIONS = ['Always', 'IfNotCurrentVersion', 'IfNewer'] as const
export type DeploymentCondition = (typeof DEPLOYMENT_CONDITIONS)[number]

/** The properties of a "Deploy a Release" step. */
export const DEPLOY_RELEASE_PROPERTIES = {
  projectId: 'Octopus.Action.DeployRelease.ProjectId',
  condition: 'Octopus.Action.DeployRelease.DeploymentCondition',
  variables: 'Octopus.Action.DeployRelease.Variables',
} as const

export interface DeployReleaseSettings {
  /** As written: an id, of which it is not known whether there is such a project. */
  readonly projectId: string
  readonly condition: DeploymentCondition
  /** Values as written: each may hold expressions, which get their values when the step runs. */
  readonly variables: readonly GivenValue[]
}

export interface DeployReleaseProblem {
  readonly property: string
  /** A sentence for people. */
  readonly message: string
}

/**
 * Reads the properties of a "Deploy a Release" step.
 *
 * Shape: `textOf` answers the text of a property, blank when it is not set. The variables are JSON, an object of names and
 * texts or a list of `{Name, Value}`; of a name that comes twice the last one counts.
 * Errors: every property that cannot be understood.
 * Source: domain reference 4.10.
 */
export function parseDeployRelease(
  textOf: (property: string) => string,
): Result<DeployReleaseSettings, readonly DeployReleaseProblem[]> {
  const projectId = textOf(DEPLOY_RELEASE_PROPERTIES.projectId).trim()
  const word = textOf(DEPLOY_RELEASE_PROPERTIES.condition).trim() || 'Always'
  const condition = DEPLOYMENT_CONDITIONS.find((each) => each.toLowerCase() === word.toLowerCase())
  const variables = parseVariables(textOf(DEPLOY_RELEASE_PROPERTIES.variables).trim())
  const problems = [
    ...problem(projectId === '', 'projectId', 'Name the project of which a release is deployed.'),
    ...problem(!condition, 'condition', `"${word}" is not one of ${DEPLOYMENT_CONDITIONS.join(', ')}.`),
    ...problem(!variables, 'variables', 'This must be a JSON object of variable names and texts.'),
  ]
  return condition && variables && problems.length === 0 ? ok({ projectId, condition, variables }) : err(problems)
}

function parseVariables(text: string): readonly GivenValue[] | undefined {
  if (text === '') return []
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof json !== 'object' || json === null) return undefined
  const pairs = Array.isArray(json) ? json.map(pairOf) : Object.entries(json).map(([name, value]) => given(name, value))
  const read = pairs.flatMap((pair) => pair ?? [])
  if (read.length < pairs.length) return undefined
  return [...new Map(read.map((pair) => [pair.variableName.toLowerCase(), pair])).values()]
}

function pairOf(entry: unknown): GivenValue | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined
  const { Name, Value } = entry as { readonly Name?: unknown; readonly Value?: unknown }
  return typeof Name === 'string' ? given(Name, Value) : undefined
}

/** Numbers and booleans are the text that they are written as; a value that is not set is blank. */
function given(name: string, value: unknown): GivenValue | undefined {
  const variableName = name.trim()
  if (variableName === '' || (typeof value === 'object' && value !== null)) return undefined
  return { variableName, value: String(value ?? '') }
}

const problem = (
  isOne: boolean,
  property: keyof typeof DEPLOY_RELEASE_PROPERTIES,
  message: string,
): readonly DeployReleaseProblem[] => (isOne ? [{ property: DEPLOY_RELEASE_PROPERTIES[property], message }] : [])
