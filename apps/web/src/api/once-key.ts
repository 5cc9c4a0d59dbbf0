import { useMemo } from 'react'

/** One key for all tries of a form: sending it again does nothing twice. */
export const useOnceKey = (): string => useMemo(newOnceKey, [])

/** Marks a request. Also where the page came over plain http, for which browsers have no random identifiers. */
export const newOnceKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
