import { SHORTEST_MASKED, unmaskableNames } from '@flotilla/domain/variables'
import { saying } from '../../features/tasks/log-entries.ts'
import { ROOT } from './keys.ts'
import { runContext } from './run-context.ts'
import type { RunState } from './run-state.ts'

/** Says once in the task's log which secrets cannot be hidden in it. Source: reliability reference M7. */
export function warnOfShortSecrets(run: RunState, now: number): void {
  const lines = unmaskableNames(run.variables, runContext(run.snapshot)).map((name) => ({
    category: 'Warning' as const,
    text: `The sensitive variable ${run.mask(name)} has fewer than ${SHORTEST_MASKED} characters, so it cannot be hidden in this log.`,
    occurredAt: new Date(now),
    key: `short-secret:${name.toLowerCase()}`,
  }))
  if (lines.length > 0) run.log.later(saying(ROOT, lines))
}
