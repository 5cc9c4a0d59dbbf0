import { useEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/**
 * Whoever opens another page sees its beginning, and goes on there by keyboard when what had the focus is gone. Going back is the
 * browser's: it knows where one was.
 */
export function useArrival(content: string): void {
  const { pathname } = useLocation()
  const how = useNavigationType()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    if (how !== 'POP') window.scrollTo({ top: 0 })
    if (document.activeElement === document.body) document.getElementById(content)?.focus({ preventScroll: true })
  }, [pathname, how, content])
}
