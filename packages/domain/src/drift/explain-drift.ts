import { assertNever } from '@flotilla/kit'
import { explainTarget } from '../targets/index.ts'
import type { Installation, MachineDrift } from './judge-drift.ts'

/** Names for the sentence. */
export interface DriftNames {
  readonly project: string
  readonly environment: string
  /** Null for an untenanted deployment. */
  readonly tenant: string | null
  /** Of the release that the machine should hold. */
  readonly version: string
}

/** How a machine stands to what it should hold, as one sentence for a user. Times are UTC. */
export function explainDrift({ machine, reason }: MachineDrift, names: DriftNames): string {
  const { name } = machine
  const should = `${names.environment}${names.tenant === null ? '' : ` (${names.tenant})`} runs release ${names.version}`
  switch (reason.code) {
    case 'up-to-date':
      return `${name} has release ${reason.installed.version} ${by(reason.installed)}.`
    case 'missing':
      return `${name} has never had ${names.project}; ${should}.`
    case 'replaced':
      return `${name} was replaced by another machine after it got release ${reason.installed.version} ${by(reason.installed)}; ${should}.`
    case 'other-release':
      return `${name} has ${article(reason.age)} release, ${reason.installed.version}, ${by(reason.installed)}; ${should}.`
    case 'attempt-failed': {
      const { deploymentId, version, failedAt } = reason.failed
      const before = reason.installed ? ` Before that it had release ${reason.installed.version}.` : ''
      return `${deploymentId} of release ${version} did not come to its end on ${name} at ${time(failedAt)}, so nobody knows what it holds; ${should}.${before}`
    }
    case 'not-applicable':
      return explainTarget(reason.why, machine, names)
    default:
      return assertNever(reason)
  }
}

const article = (age: 'older' | 'newer' | 'other'): string =>
  age === 'newer' ? 'a newer' : age === 'older' ? 'an older' : 'another'

const by = ({ deploymentId, installedAt }: Installation): string => `since ${time(installedAt)}, by ${deploymentId}`

const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
