import { expect, test } from 'vitest'
import type { ProjectId } from '../ids.ts'
import { decideRun, explainWhyNotRun, type RunFacts } from './decide-run.ts'

const facts: RunFacts = {
  trigger: { isDisabled: false },
  project: { id: 'Projects-1' as ProjectId, isDisabled: false },
  runbook: { name: 'Clean up', publishedSnapshotId: 'RunbookSnapshots-3' },
}

test.each<{ name: string; at: Partial<RunFacts>; gives: string }>([
  { name: 'what is published', at: {}, gives: 'RunbookSnapshots-3' },
  { name: 'a disabled trigger', at: { trigger: { isDisabled: true } }, gives: 'The trigger is disabled.' },
  {
    name: 'a disabled project',
    at: { project: { ...facts.project, isDisabled: true } },
    gives: 'Project Projects-1 is disabled.',
  },
  { name: 'a runbook that is gone', at: { runbook: null }, gives: 'The runbook has been deleted.' },
  {
    name: 'a draft',
    at: { runbook: { name: 'Clean up', publishedSnapshotId: null } },
    gives: 'Runbook Clean up has no published snapshot. Publish one.',
  },
])('a scheduled run: $name', ({ at, gives }) => {
  const decision = decideRun({ ...facts, ...at })
  expect(decision.kind === 'run' ? decision.snapshotId : explainWhyNotRun(decision.why, (id) => id)).toBe(gives)
})
