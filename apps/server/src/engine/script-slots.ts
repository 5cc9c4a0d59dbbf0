import type { Waiter } from '../execution/index.ts'

/**
 * A place among the scripts that a node runs at once. As long as where the script is to run is away, another script has it.
 * Source: reliability reference C3, C4.
 */
export interface ScriptSlot extends Waiter {
  /** `undefined`: it has a place. Otherwise waits for one; without one where it was cancelled meanwhile. */
  take(): Promise<void> | undefined
  /** Its place is free for good. */
  end(): void
}

/**
 * Hands out places for so many scripts, first come first served. Who comes back with a script that was not sent goes before
 * all who come for the first time. A script that may run already is counted at once when its machine is back: it does run, and
 * until enough others have ended no further one begins. `cancelled` ends the waiting.
 */
export function createScriptSlots(most: number): (cancelled: AbortSignal) => ScriptSlot {
  let taken = 0
  const returning: (() => void)[] = []
  const coming: (() => void)[] = []
  const letIn = () => {
    while (taken < most) {
      const next = returning.shift() ?? coming.shift()
      if (!next) return
      next()
    }
  }
  return (cancelled) => {
    let state: 'outside' | 'inside' | 'away' | 'over' = 'outside'
    const enter = () => {
      taken += 1
      state = 'inside'
    }
    const waitIn = (line: (() => void)[]) =>
      new Promise<void>((resolve) => {
        const settle = () => {
          cancelled.removeEventListener('abort', leave)
          resolve()
        }
        const go = () => {
          enter()
          settle()
        }
        const leave = () => {
          line.splice(line.indexOf(go), 1)
          settle()
        }
        if (cancelled.aborted) return resolve()
        cancelled.addEventListener('abort', leave, { once: true })
        line.push(go)
        letIn()
      })
    const leaveFor = (next: 'away' | 'over') => {
      const wasInside = state === 'inside'
      state = next
      if (!wasInside) return
      taken -= 1
      letIn()
    }
    return {
      take: () => {
        if (taken >= most || cancelled.aborted) return waitIn(coming)
        enter()
        return undefined
      },
      away: () => {
        if (state === 'inside') leaveFor('away')
      },
      back: (wasSent) => {
        if (state !== 'away') return undefined
        if (!wasSent && taken >= most) return waitIn(returning)
        enter()
        return undefined
      },
      end: () => leaveFor('over'),
    }
  }
}
