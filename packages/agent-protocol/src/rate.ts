/** Lets so many pass a second, and up to `burst` at once. Times are monotonic milliseconds. */
export class Rate {
  private left: number
  private at: number
  private readonly perSecond: number
  private readonly burst: number

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.perSecond = perSecond
    this.burst = burst
    this.left = burst
    this.at = nowMs
  }

  /** Milliseconds until the next may pass; 0: it has passed. */
  take(nowMs: number): number {
    this.left = Math.min(this.burst, this.left + ((nowMs - this.at) * this.perSecond) / 1_000)
    this.at = nowMs
    if (this.left < 1) return Math.ceil(((1 - this.left) * 1_000) / this.perSecond)
    this.left -= 1
    return 0
  }
}
