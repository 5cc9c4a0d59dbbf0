import { type FSWatcher, watch } from 'node:fs'

/** Notifications only speed things up: everything also works at this pace. */
const FALL_BACK_POLL_MS = 2_000
/** Where no notification will come: no watcher to be had, or no runner to make `exit`. */
const POLL_WITHOUT_NOTIFICATIONS_MS = 200

/** `output`: a stream's file has changed. `state`: anything else, so look at everything. */
export type WakeReason = 'output' | 'state'

/** Collects the reasons to look again; a reason that comes while nobody waits is kept. */
export class Wake {
  private pending: WakeReason | undefined
  private resolve: ((reason: WakeReason) => void) | undefined
  private watcher: FSWatcher | undefined
  private lastFullLook = performance.now()

  constructor(path: string) {
    try {
      this.watcher = watch(path, (event, name) => {
        if (event === 'change' && (name === 'stdout' || name === 'stderr')) this.now('output')
        else if (name === null || isOfProtocol(name)) this.now('state')
      })
      this.watcher.on('error', () => this.closeWatcher())
    } catch {
      // No notification to be had (limit reached, directory gone): the poll is all.
    }
  }

  now(reason: WakeReason): void {
    if (this.pending !== 'state') this.pending = reason
    if (this.resolve) this.take(this.resolve)
  }

  async next(expect: { readonly willBeTold: boolean }): Promise<WakeReason> {
    const pollMs = this.watcher && expect.willBeTold ? FALL_BACK_POLL_MS : POLL_WITHOUT_NOTIFICATIONS_MS
    const timer = setTimeout(() => this.now('state'), pollMs)
    try {
      return await new Promise<WakeReason>((resolve) => {
        this.resolve = resolve
        if (this.pending) this.take(resolve)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  close(): void {
    this.closeWatcher()
  }

  private take(resolve: (reason: WakeReason) => void): void {
    // Output that never pauses must not hide an end whose notification was lost.
    const isDue = performance.now() - this.lastFullLook > FALL_BACK_POLL_MS
    const reason = isDue ? 'state' : (this.pending ?? 'state')
    if (reason === 'state') this.lastFullLook = performance.now()
    this.pending = undefined
    this.resolve = undefined
    resolve(reason)
  }

  private closeWatcher(): void {
    this.watcher?.close()
    this.watcher = undefined
  }
}

/** `started` and `exit` decide; `main` is read along with them. Everything else in the directory is noise. */
const isOfProtocol = (name: string) => name === 'started' || name === 'exit' || name === 'stdout' || name === 'stderr'
