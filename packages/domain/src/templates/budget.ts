import { printPath } from './canonical.ts'
import { Abort, type LimitName } from './problem.ts'
import type { Path } from './syntax.ts'

/**
 * How much one evaluation may do. Lengths are UTF-16 units.
 *
 * A step is a token, a look-up or some forty characters of text handled: counting them stands in for a time limit, which pure
 * code cannot have.
 */
export interface TemplateLimits {
  readonly outputLength: number
  readonly valueDepth: number
  readonly loopRounds: number
  readonly steps: number
}

/** Source: reliability reference Y2. */
export const DEFAULT_LIMITS: TemplateLimits = {
  outputLength: 1_048_576,
  valueDepth: 32,
  loopRounds: 10_000,
  steps: 200_000,
}

/** Blocks within blocks and values within values, together. Keeps the JavaScript stack safe. */
const NESTING_LIMIT = 200

const UNITS_PER_STEP = 40
const UNITS_PER_COPY_STEP = 400

/** Counts down what an evaluation may still do, and ends it with an error that names the variable in whose value it was. */
export class Budget {
  readonly limits: TemplateLimits
  private steps: number
  private rounds: number
  private nesting = 0
  private readonly within: string[] = []

  constructor(limits: TemplateLimits) {
    this.limits = limits
    this.steps = limits.steps
    this.rounds = limits.loopRounds
  }

  spend(steps: number): void {
    this.steps -= steps
    if (this.steps < 0) this.exceed('steps')
  }

  /** Charges for handling that much text. */
  spendOn(length: number): void {
    this.spend(Math.ceil(length / UNITS_PER_STEP))
  }

  /** Charges for text that is only copied, which is much cheaper. */
  spendOnCopy(length: number): void {
    this.spend(length <= UNITS_PER_COPY_STEP ? 1 : Math.ceil(length / UNITS_PER_COPY_STEP))
  }

  /** Ends the evaluation if a text of that length would be too long to make. */
  checkLength(length: number): void {
    if (length > this.limits.outputLength) this.exceed('output')
  }

  spendRound(collection: Path): void {
    if (--this.rounds < 0) throw new Abort({ kind: 'limit', limit: 'loop-rounds', variable: printPath(collection) })
  }

  /** Runs `work` one level deeper. */
  nested<T>(work: () => T): T {
    if (this.nesting >= NESTING_LIMIT) this.exceed('nesting')
    this.nesting++
    try {
      return work()
    } finally {
      this.nesting--
    }
  }

  /** Runs the evaluation of the value of `variable`. `tooDeep` says what a chain of too many values is. */
  inValueOf<T>(variable: string, work: () => T, tooDeep: () => Abort): T {
    if (this.within.length >= this.limits.valueDepth) throw tooDeep()
    this.within.push(variable)
    try {
      return this.nested(work)
    } finally {
      this.within.pop()
    }
  }

  exceed(limit: LimitName): never {
    throw new Abort({ kind: 'limit', limit, variable: this.within.at(-1) ?? null })
  }
}
