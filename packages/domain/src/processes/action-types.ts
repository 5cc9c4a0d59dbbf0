import type { Action } from './process.ts'
import { propertyText } from './property-text.ts'

/** Actions that the server itself carries out: they ask, send or watch, and start no process on any machine. */
const IN_SERVER = new Set(['octopus.manual', 'octopus.email', 'octopus.deployrelease', 'flotilla.deploychildproject'])

const NEITHER_RETRIED_NOR_TIMED = new Set([...IN_SERVER, 'octopus.healthcheck'])

export interface RetryRule {
  /** Attempts after the first; 0 is no retry. */
  readonly maximumCount: number
  /** Between later retries; the first one starts at once. */
  readonly minimumBackoffSeconds: number
}

/** Whether the server itself carries out this type of action. Source: domain reference 4.2. */
export function runsInServer(actionType: string): boolean {
  return IN_SERVER.has(actionType.toLowerCase())
}

/**
 * Whether a deployment may leave this action out by choice: not when it is marked required, nor when it asks a team
 * that the process names.
 *
 * Source: domain reference 3.1, 4.1, 9.1.
 */
export function canBeSkipped(action: Pick<Action, 'actionType' | 'isRequired' | 'properties'>): boolean {
  const isManual = action.actionType.toLowerCase() === 'octopus.manual'
  const asksTeam = isManual && propertyText(action.properties, 'Octopus.Action.Manual.ResponsibleTeamIds') !== ''
  return !action.isRequired && !asksTeam
}

/** How often a failed action is tried again by itself. Source: domain reference 4.5. */
export function retryRule(action: Pick<Action, 'actionType' | 'properties'>): RetryRule {
  const count = isRetryable(action) ? wholeNumber(action, 'Octopus.Action.AutoRetry.MaximumCount') : undefined
  return {
    maximumCount: count ?? 0,
    minimumBackoffSeconds: wholeNumber(action, 'Octopus.Action.AutoRetry.MinimumBackoff') ?? 15,
  }
}

/** How long one attempt may take, in minutes, which may have a fraction; null is no limit. Source: domain reference 4.5. */
export function timeLimitMinutes(action: Pick<Action, 'actionType' | 'properties'>): number | null {
  const text = propertyText(action.properties, 'Octopus.Action.ExecutionTimeout.Minutes')
  const isNumber = /^[0-9]{1,7}(\.[0-9]{1,6})?$/.test(text)
  return (isNumber && isRetryable(action) && Number(text)) || null
}

function isRetryable({ actionType }: Pick<Action, 'actionType'>): boolean {
  return !NEITHER_RETRIED_NOR_TIMED.has(actionType.toLowerCase())
}

function wholeNumber({ properties }: Pick<Action, 'properties'>, name: string): number | undefined {
  const text = propertyText(properties, name)
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined
}
