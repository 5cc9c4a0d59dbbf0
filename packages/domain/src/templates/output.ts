import type { Budget } from './budget.ts'

/** Text being put together, never longer than the budget allows. */
export class Output {
  private readonly budget: Budget
  private readonly pieces: string[] = []
  private length = 0

  constructor(budget: Budget) {
    this.budget = budget
  }

  write(piece: string): void {
    this.length += piece.length
    this.budget.checkLength(this.length)
    // Copying is much cheaper than reading.
    this.budget.spendOn(piece.length / 10)
    this.pieces.push(piece)
  }

  text(): string {
    return this.pieces.join('')
  }
}
