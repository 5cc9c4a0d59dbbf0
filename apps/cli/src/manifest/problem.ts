import { UsageError } from '../failures.ts'

/** Something in a manifest that keeps it from being applied. */
export interface Problem {
  /** Where, as a path such as `projects[2].lifecycle`. */
  readonly path: string
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
}

/** Everything that is wrong with a manifest; nothing has been sent to the server. */
export class ManifestError extends UsageError {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, message, remedy }) => `${path}: ${message} ${remedy}`).join('\n'))
    this.name = 'ManifestError'
    this.problems = problems
  }
}
