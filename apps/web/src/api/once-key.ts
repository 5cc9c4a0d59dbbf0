import { useMemo } from 'react'
import { newId } from '../ui/new-id.ts'

/** One key for all tries of a form: sending it again does nothing twice. */
export const useOnceKey = (): string => useMemo(newId, [])
