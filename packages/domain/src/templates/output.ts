import type { Budget } from './budget.ts'

/** Text being put together, never longer than the budget allows. */
export class Output {
  private readonly budget: Budget
  private whole = ''

  constructor(budget: Budget) {
    this.budget = budget
  }

  write(piece: string): void {
    const whole = this.whole + piece
    this.budget.checkLength(whole.length)
    this.budget.spendOnCopy(piece.length)
    this.whole = whole
  }

  text(): string {
    return this.whole
  }
}
