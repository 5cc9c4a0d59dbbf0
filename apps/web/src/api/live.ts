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
 * be heard; the browser connects again by itself, and then everything is read again.
 */
export function useLive(): boolean {
  const queries = useQueryClient()
  const { Id } = useSpace()
  const [isConnected, setConnected] = useState(true)
  useEffect(() => {
    let source: EventSource | undefined
    let reading: ReturnType<typeof setTimeout> | undefined
    let missing: ReturnType<typeof setTimeout> | undefined
    let reopening: ReturnType<typeof setTimeout> | undefined
    const readAgain = () => {
      reading ??= setTimeout(() => {
        reading = undefined
        void queries.invalidateQueries()
      }, READ_AGAIN_MS)
    }
    const open = () => {
      source = new EventSource(`${serverUrl}/api/${Id}/changes`)
      source.onopen = () => {
        clearTimeout(missing)
        missing = undefined
        setConnected(true)
        readAgain()
      }
      source.addEventListener('changed', readAgain)
      source.onerror = () => {
        missing ??= setTimeout(() => setConnected(false), PATIENCE_MS)
        // The browser tries again by itself, unless the server has answered with a refusal: a proxy before a server that starts.
        if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(open, PATIENCE_MS)
      }
    }
    open()
    return () => {
      source?.close()
      for (const timer of [reading, missing, reopening]) clearTimeout(timer)
    }
  }, [queries, Id])
  return isConnected
}
