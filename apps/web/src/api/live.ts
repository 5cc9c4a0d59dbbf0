import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { serverUrl } from './session.ts'
import { useSpace } from './space.tsx'

/** So often at most everything that is shown is read again, however much happens. */
const READ_AGAIN_MS = 700
/** A connection that breaks for less is nobody's business. */
const PATIENCE_MS = 3_000

/**
 * Reads again what is shown whenever the server says that something in the space has changed. Answers whether the server can
 * be heard. A page that nobody looks at listens to nothing, for browsers have few connections; it reads again when it is seen.
 */
export function useLive(): boolean {
  const queries = useQueryClient()
  const { Id } = useSpace()
  const [isConnected, setConnected] = useState(true)
  useEffect(() => {
    const reader = gathered(() => queries.invalidateQueries({}, { cancelRefetch: false }))
    let source: EventSource | undefined
    let missing: ReturnType<typeof setTimeout> | undefined
    let reopening: ReturnType<typeof setTimeout> | undefined
    const close = () => {
      source?.close()
      source = undefined
      clearTimeout(missing)
      clearTimeout(reopening)
      missing = undefined
    }
    const open = () => {
      source = new EventSource(`${serverUrl}/api/${Id}/changes`)
      source.onopen = () => {
        clearTimeout(missing)
        missing = undefined
        setConnected(true)
        reader.ask()
      }
      source.addEventListener('changed', reader.ask)
      source.onerror = () => {
        missing ??= setTimeout(() => setConnected(false), PATIENCE_MS)
        // The browser tries again by itself, unless the server has answered with a refusal: a proxy before a server that starts.
        if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(open, PATIENCE_MS)
      }
    }
    const look = () => {
      close()
      if (document.visibilityState === 'visible') open()
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      close()
      reader.stop()
    }
  }, [queries, Id])
  return isConnected
}

/** Does something whenever it was asked for, once for many asks, and never again before it has ended. */
function gathered(work: () => Promise<unknown>): { ask(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isBusy = false
  let isAsked = false
  const begin = () => {
    isAsked = false
    isBusy = true
    void work()
      .catch(() => {})
      .finally(() => {
        isBusy = false
        timer = undefined
        if (isAsked) wait()
      })
  }
  const wait = () => {
    timer ??= setTimeout(begin, READ_AGAIN_MS)
  }
  return {
    ask: () => {
      isAsked = true
      if (!isBusy) wait()
    },
    stop: () => clearTimeout(timer),
  }
}
