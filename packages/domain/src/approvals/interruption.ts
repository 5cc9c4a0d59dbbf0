import { err, ok, type Result } from '@flotilla/kit'
import type { TeamId, UserId } from '../ids.ts'

export const MANUAL_ANSWERS = ['Proceed', 'Abort'] as const
export const GUIDED_FAILURE_ANSWERS = ['Fail', 'Retry', 'Ignore', 'Exclude'] as const
export type InterruptionAnswer = (typeof MANUAL_ANSWERS)[number] | (typeof GUIDED_FAILURE_ANSWERS)[number]

/** A task that waits for a person. `answeredBy` is null while it waits. */
export interface Interruption {
  readonly type: 'ManualIntervention' | 'GuidedFailure'
  /** What it may be answered with; a guided failure does not always offer everything. */
  readonly answers: readonly InterruptionAnswer[]
  readonly responsibleTeamIds: readonly TeamId[]
  readonly responsibleUserId: UserId | null
  readonly answeredBy: UserId | null
}

/** What a person may do at this moment, for the project, environment and tenant of the interrupted task. */
export interface PersonRights {
  readonly userId: UserId
  readonly isDisabled: boolean
  readonly teamIds: readonly TeamId[]
  /** `InterruptionSubmit`: may answer any interruption. */
  readonly maySubmitAny: boolean
  /** `InterruptionViewSubmitResponsible`: may answer those of the own teams. */
  readonly maySubmitResponsible: boolean
  /** `DeploymentCreate`. */
  readonly mayDeploy: boolean
}

export type SubmissionRefusal =
  | { readonly kind: 'already-answered'; readonly by: UserId }
  | { readonly kind: 'not-permitted' }
  | { readonly kind: 'not-in-responsible-team'; readonly teamIds: readonly TeamId[] }
  | { readonly kind: 'responsibility-not-taken' }
  | { readonly kind: 'responsibility-of-other'; readonly userId: UserId }
  | { readonly kind: 'unknown-answer'; readonly answer: string; readonly allowed: readonly string[] }

/**
 * Whether a person may take responsibility for an interruption, from someone else too.
 *
 * Any member of any of its teams; without teams, anyone who may deploy the project there. The right to submit any
 * interruption stands above the teams.
 * Errors: the first reason why not. Judge it in the transaction that stores the change.
 * Source: domain reference 9.1, 9.5; reliability reference P1, P4.
 */
export function judgeResponsibility(interruption: Interruption, person: PersonRights): Result<void, SubmissionRefusal> {
  const { answeredBy, responsibleTeamIds: teamIds } = interruption
  if (answeredBy !== null) return err({ kind: 'already-answered', by: answeredBy })
  if (person.isDisabled) return err({ kind: 'not-permitted' })
  if (person.maySubmitAny) return ok()
  if (teamIds.length === 0) return person.mayDeploy ? ok() : err({ kind: 'not-permitted' })
  if (!person.maySubmitResponsible) return err({ kind: 'not-permitted' })
  return isInTeam(person, teamIds) ? ok() : err({ kind: 'not-in-responsible-team', teamIds })
}

/**
 * Whether a person may answer an interruption: entitled still, responsible, and with an answer that it knows.
 *
 * Source: domain reference 9.1; reliability reference P1, P4.
 */
export function judgeSubmission(
  interruption: Interruption,
  person: PersonRights,
  answer: string,
): Result<void, SubmissionRefusal> {
  const entitled = judgeResponsibility(interruption, person)
  if (!entitled.ok) return entitled
  const { responsibleUserId, answers: allowed } = interruption
  if (responsibleUserId === null) return err({ kind: 'responsibility-not-taken' })
  if (responsibleUserId !== person.userId) return err({ kind: 'responsibility-of-other', userId: responsibleUserId })
  return (allowed as readonly string[]).includes(answer) ? ok() : err({ kind: 'unknown-answer', answer, allowed })
}

/** The refusal as a sentence for a user; `nameOf` gives the name that belongs to a user's or a team's id. */
export function explainSubmissionRefusal(refusal: SubmissionRefusal, nameOf: (id: string) => string): string {
  switch (refusal.kind) {
    case 'already-answered':
      return `${nameOf(refusal.by)} has already answered.`
    case 'not-permitted':
      return 'You do not have permission to answer this.'
    case 'not-in-responsible-team':
      return `Only members of ${refusal.teamIds.map(nameOf).join(' or ')} may answer.`
    case 'responsibility-not-taken':
      return 'Take responsibility before you answer.'
    case 'responsibility-of-other':
      return `${nameOf(refusal.userId)} has taken responsibility.`
    case 'unknown-answer':
      return `The answer must be one of ${refusal.allowed.join(', ')}.`
  }
}

/** Whether someone belongs to any of the teams. */
export function isInTeam(person: { readonly teamIds: readonly TeamId[] }, teamIds: readonly TeamId[]): boolean {
  return person.teamIds.some((id) => teamIds.includes(id))
}
