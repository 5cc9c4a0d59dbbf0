/** More than a handshake may ever leave unread. */
const MOST_WAITING = 16

/** What a WebSocket receives: read one by one during the handshake, handed to the link after it. Nothing is lost in between. */
export class Inbox {
  private readonly waiting: Buffer[] = []
  private sink: ((bytes: Buffer) => void) | undefined
  private wake: (() => void) | undefined
  private isOver = false

  /** Says false when the other side talks out of turn. */
  put(bytes: Buffer): boolean {
    if (this.sink) this.sink(bytes)
    else this.waiting.push(bytes)
    this.wake?.()
    return this.waiting.length <= MOST_WAITING
  }

  /** The next text; undefined when the connection is gone. */
  async next(): Promise<string | undefined> {
    while (this.waiting.length === 0 && !this.isOver) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    return this.waiting.shift()?.toString('utf8')
  }

  /** From now on everything goes there, what waits first. */
  handTo(sink: (bytes: Buffer) => void): void {
    for (const bytes of this.waiting.splice(0)) sink(bytes)
    this.sink = sink
  }

  end(): void {
    this.isOver = true
    this.wake?.()
  }
}
