import type { Machine } from '@flotilla/api'
import { State, type Tone } from '../../ui/state.tsx'

const STATUSES: Readonly<Record<string, { readonly tone: Tone; readonly word: string }>> = {
  Healthy: { tone: 'good', word: 'Healthy' },
  HasWarnings: { tone: 'warn', word: 'Has warnings' },
  Unhealthy: { tone: 'bad', word: 'Unhealthy' },
  Unavailable: { tone: 'bad', word: 'Unavailable' },
  Unknown: { tone: 'unknown', word: 'Not checked yet' },
}

/** What the last health check found, or that the target is switched off. */
export function Health({ of: machine }: { readonly of: Pick<Machine, 'HealthStatus' | 'IsDisabled'> }) {
  if (machine.IsDisabled) return <State tone="stopped" word="Disabled" />
  const { tone, word } = STATUSES[machine.HealthStatus] ?? { tone: 'unknown', word: machine.HealthStatus }
  return <State tone={tone} word={word} />
}
