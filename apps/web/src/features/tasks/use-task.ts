import { followTask, type Task } from '@flotilla/api'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useClient } from '../../api/space.tsx'
import { LogModel } from './log-model.ts'

/** A task as it goes. */
export interface LiveTask {
  readonly id: string
  readonly task: Task | undefined
  readonly log: LogModel
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

/** Follows a task until it has ended or the page is left. */
export function useTask(id: string): LiveTask {
  const client = useClient()
  const [store, setStore] = useState(() => new TaskStore())
  useEffect(() => {
    const fresh = new TaskStore()
    setStore(fresh)
    const leaving = new AbortController()
    const follow = async () => {
      for await (const event of followTask(client, id, leaving.signal, Number.POSITIVE_INFINITY)) {
        if (event.kind === 'task') fresh.task = event.task
        fresh.log.add(event)
        fresh.changed()
      }
    }
    follow().catch((error: unknown) => {
      if (leaving.signal.aborted) return
      fresh.error = error
      fresh.changed()
    })
    return () => leaving.abort()
  }, [client, id])
  const version = useSyncExternalStore(store.subscribe, () => store.version)
  return { id, task: store.task, log: store.log, version, error: store.error, redraw: store.changed }
}
