import { followTask, loadTask, type Task } from '@flotilla/api'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useRead } from '../../api/queries.ts'
import { useClient } from '../../api/space.tsx'
import { LogModel } from './log-model.ts'

/** A task as it goes. */
export interface LiveTask {
  readonly id: string
  readonly task: Task | undefined
  readonly log: LogModel
  /** Whether more of the log may come. */
  readonly isFollowed: boolean
  /** Grows whenever there is something new to show. */
  readonly version: number
  readonly error: unknown
  /** For those who change what the log shows. */
  readonly redraw: () => void
}

class TaskStore {
  readonly log = new LogModel()
  task: Task | undefined
  error: unknown
  isFollowed = true
  version = 0
  #listeners = new Set<() => void>()
  #frame: number | undefined

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Shows what came meanwhile, once a frame however much that was. */
  changed = () => {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.version += 1
      for (const listener of this.#listeners) listener()
    })
  }
}

/** So long at most a long log is read in one go; what was read is shown, and clicks and keys are heard, in between. */
const AT_A_TIME_MS = 12

/** Follows a task until it has ended or the page is left. */
export function useTask(id: string): LiveTask {
  const client = useClient()
  const [store, setStore] = useState(() => new TaskStore())
  useEffect(() => {
    const fresh = new TaskStore()
    setStore(fresh)
    const leaving = new AbortController()
    const follow = async () => {
      let began = performance.now()
      for await (const event of followTask(client, id, leaving.signal, Number.POSITIVE_INFINITY)) {
        if (event.kind === 'task') fresh.task = event.task
        fresh.log.add(event)
        fresh.changed()
        if (performance.now() - began < AT_A_TIME_MS) continue
        await new Promise((resolve) => setTimeout(resolve))
        began = performance.now()
      }
      fresh.isFollowed = false
      fresh.changed()
    }
    follow().catch((error: unknown) => {
      if (leaving.signal.aborted) return
      fresh.error = error
      fresh.isFollowed = false
      fresh.changed()
    })
    return () => leaving.abort()
  }, [client, id])
  const version = useSyncExternalStore(store.subscribe, () => store.version)
  // A final state is told behind the last line, which may be a million lines away.
  const first = useRead(['tasks', 'one', id], (known) => loadTask(known, id), { isSkipped: store.task !== undefined })
  const { log, isFollowed, error, changed: redraw } = store
  return { id, task: store.task ?? first.data, log, isFollowed, version, error, redraw }
}
