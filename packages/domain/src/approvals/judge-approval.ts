import type { TaskId } from '../ids.ts'
import type { Interruption, InterruptionAnswer, PersonRights } from './interruption.ts'
import { isInTeam } from './interruption.ts'

/** Someone who answered an interruption of the parent's task; the rights are those on the child, at this moment. */
export interface Approver extends PersonRights {
  readonly name: string
  readonly taskId: TaskId
  readonly answer: InterruptionAnswer
}

export interface ApprovalAsk {
  /** Of the child's task. */
  readonly interruption: Interruption
  /** In the order in which they answered. */
  readonly approvers: readonly Approver[]
  /** The task that `approvalSource` gave; answers to any other do not count. */
  readonly approvalTaskId: TaskId
  /** Words for the note. `link` leads to the task in the web UI. */
  readonly approval: {
    readonly parentProject: string
    readonly parentRelease: string
    readonly environment: string
    readonly tenant: string | null
    readonly link: string
  }
}

export type ApprovalVerdict =
  | { readonly kind: 'approve'; readonly approver: Approver; readonly note: string }
  | {
      readonly kind: 'leave'
      readonly why: 'already-answered' | 'not-an-approval' | 'held-by-someone' | 'nobody-approved' | 'nobody-entitled'
    }

/**
 * Whether an approval given on the parent answers an intervention of its child.
 *
 * Someone counts who answered `Proceed` and may, now, answer this intervention too: as a member of one of its teams, or,
 * where it names no team, as one who may deploy the child there, for that is who it waits for. Being allowed to answer
 * anything is no replacement for the team: the team's own approval was asked for. One that a person has taken
 * responsibility for is left to that person.
 * Source: domain reference 9.1, 10.12, 10.15; reliability reference P5, Z6.
 */
export function judgeApproval(ask: ApprovalAsk): ApprovalVerdict {
  const { interruption, approvers, approvalTaskId } = ask
  if (interruption.answeredBy !== null) return { kind: 'leave', why: 'already-answered' }
  // A guided failure asks what to do about an error; nobody has approved that.
  if (interruption.type !== 'ManualIntervention') return { kind: 'leave', why: 'not-an-approval' }
  if (interruption.responsibleUserId !== null) return { kind: 'leave', why: 'held-by-someone' }
  const approved = approvers.filter(({ taskId, answer }) => taskId === approvalTaskId && answer === 'Proceed')
  if (approved.length === 0) return { kind: 'leave', why: 'nobody-approved' }
  const approver = approved.find((person) => isEntitled(person, interruption))
  if (!approver) return { kind: 'leave', why: 'nobody-entitled' }
  return { kind: 'approve', approver, note: writeNote(approver, ask) }
}

/** Why an intervention of a child is left for a person, as one sentence. */
export function explainLeft(why: Extract<ApprovalVerdict, { kind: 'leave' }>['why']): string {
  switch (why) {
    case 'already-answered':
      return 'The intervention has been answered.'
    case 'not-an-approval':
      return 'The task asks what to do about a failure, which an approval does not answer.'
    case 'held-by-someone':
      return 'Somebody has taken responsibility for the intervention.'
    case 'nobody-approved':
      return 'Nobody has approved the release of the parent project.'
    case 'nobody-entitled':
      return 'Nobody who approved the parent project may answer this intervention; it waits for a person.'
  }
}

function isEntitled(person: Approver, { responsibleTeamIds }: Interruption): boolean {
  if (person.isDisabled) return false
  if (responsibleTeamIds.length === 0) return person.mayDeploy
  return isInTeam(person, responsibleTeamIds) && (person.maySubmitAny || person.maySubmitResponsible)
}

function writeNote(approver: Approver, { approvalTaskId, approval }: ApprovalAsk): string {
  const forTenant = approval.tenant === null ? '' : ` for tenant ${approval.tenant}`
  const what = `release ${approval.parentRelease} of ${approval.parentProject} in ${approval.environment}${forTenant}`
  return `Approved by ${approver.name}, who approved ${what}: see [${approvalTaskId}](${approval.link}).`
}
