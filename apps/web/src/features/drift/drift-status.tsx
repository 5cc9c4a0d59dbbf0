import type { ComponentDrift } from '@flotilla/api'
import { State, type Tone } from '../../ui/state.tsx'

type Status = ComponentDrift['Machines'][number]['Status']

const STATUSES: Readonly<Record<Status, { readonly tone: Tone; readonly word: string }>> = {
  UpToDate: { tone: 'good', word: 'Up to date' },
  Missing: { tone: 'warn', word: 'Missing' },
  OtherRelease: { tone: 'warn', word: 'Other release' },
  Replaced: { tone: 'warn', word: 'Machine replaced' },
  AttemptFailed: { tone: 'bad', word: 'Attempt failed' },
  NotApplicable: { tone: 'none', word: 'Left out' },
}

/** How what a target has compares with what it should have. */
export function DriftStatus({ of: status }: { readonly of: Status }) {
  return <State {...STATUSES[status]} />
}
