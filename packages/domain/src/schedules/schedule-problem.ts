import { assertNever } from '@flotilla/kit'

/** What is wrong with a schedule filter, and in which field. */
export type ScheduleProblem =
  | { readonly kind: 'required'; readonly field: string }
  | { readonly kind: 'no-day'; readonly field: string }
  | { readonly kind: 'unreadable-time'; readonly field: string; readonly text: string }
  | {
      readonly kind: 'unknown-value'
      readonly field: string
      readonly text: string
      readonly allowed: readonly string[]
    }
  | { readonly kind: 'bad-interval'; readonly field: string; readonly most: number }
  | { readonly kind: 'ends-before-it-begins'; readonly field: string }
  | { readonly kind: 'unreadable-cron'; readonly field: string; readonly text: string; readonly why: string }
  | { readonly kind: 'never-due'; readonly field: string; readonly text: string }
  | { readonly kind: 'unknown-time-zone'; readonly field: string; readonly text: string }

/** The problem as a sentence that follows the field's name and a colon. */
export function explainScheduleProblem(problem: ScheduleProblem): string {
  switch (problem.kind) {
    case 'required':
      return 'is required.'
    case 'no-day':
      return 'at least one day of the week is required.'
    case 'unreadable-time':
      return `'${problem.text}' is not a time of day. Write it as 09:30 or as 2026-01-01T09:30:00.`
    case 'unknown-value':
      return `'${problem.text}' must be one of ${problem.allowed.join(', ')}.`
    case 'bad-interval':
      return `must be a whole number from 1 to ${problem.most}.`
    case 'ends-before-it-begins':
      return 'must not be before the window begins; a window lies within one day.'
    case 'unreadable-cron':
      return `'${problem.text}' must have 6 fields, seconds first, and optionally a year: ${problem.why}.`
    case 'never-due':
      return `'${problem.text}' matches no day of any year.`
    case 'unknown-time-zone':
      return `'${problem.text}' is not known. Use a name such as Europe/Stockholm or UTC.`
    default:
      return assertNever(problem)
  }
}
