import type { Budget } from './budget.ts'

/** Text being put together, never longer than the budget allows. */
export class Output {
  private readonly budget: Budget
  private whole = ''

  constructor(budget: Budget) {
    this.budget = budget
  }

  write(piece: string): void {
    this.budget.checkLength(this.whole.length + piece.length)
    // Copying is much cheaper than reading.
    this.budget.spendOn(piece.length / 10)
    this.whole += piece
  }

  text(): string {
    return this.whole
  }
}
