import { assertNever } from '@flotilla/kit'
import type { ProjectId } from '../ids.ts'

/** What is known when the time of a trigger that runs a runbook has come, for one place. */
export interface RunFacts {
  readonly trigger: { readonly isDisabled: boolean }
  readonly project: { readonly id: ProjectId; readonly isDisabled: boolean }
  /** Null when it has been deleted since the trigger was saved. */
  readonly runbook: { readonly name: string; readonly publishedSnapshotId: string | null } | null
}

export type WhyNotRun =
  | { readonly code: 'trigger-disabled' }
  | { readonly code: 'project-disabled'; readonly projectId: ProjectId }
  | { readonly code: 'no-runbook' }
  | { readonly code: 'not-published'; readonly runbookName: string }

export type RunDecision =
  | { readonly kind: 'run'; readonly snapshotId: string }
  | { readonly kind: 'not'; readonly why: WhyNotRun }

/**
 * Decides what a scheduled trigger that runs a runbook does in one place. It runs what is published then: what nobody has
 * published is a draft, which runs only when somebody says so. Where the runbook may run, and for whom, is for the creation of the
 * run to say, as for any other.
 * Source: domain reference 7.1, API reference 5.22.
 */
export function decideRun({ trigger, project, runbook }: RunFacts): RunDecision {
  if (trigger.isDisabled) return not({ code: 'trigger-disabled' })
  if (project.isDisabled) return not({ code: 'project-disabled', projectId: project.id })
  if (runbook === null) return not({ code: 'no-runbook' })
  const { publishedSnapshotId, name } = runbook
  return publishedSnapshotId
    ? { kind: 'run', snapshotId: publishedSnapshotId }
    : not({ code: 'not-published', runbookName: name })
}

/** Why nothing is run, as one sentence for a user; `nameOf` gives the name that belongs to any id. */
export function explainWhyNotRun(why: WhyNotRun, nameOf: (id: string) => string): string {
  switch (why.code) {
    case 'trigger-disabled':
      return 'The trigger is disabled.'
    case 'project-disabled':
      return `Project ${nameOf(why.projectId)} is disabled.`
    case 'no-runbook':
      return 'The runbook has been deleted.'
    case 'not-published':
      return `Runbook ${why.runbookName} has no published snapshot. Publish one.`
    default:
      return assertNever(why)
  }
}

const not = (why: WhyNotRun): RunDecision => ({ kind: 'not', why })
