import { useState } from 'react'
import { type Fields, fieldsOf } from './fields.ts'
import type { Saving } from './use-form.ts'

/** What somebody changes of something stored, until it is saved. */
export interface Draft<T extends object> extends Fields<T> {
  readonly value: T
  readonly isChanged: boolean
  readonly isSaving: boolean
  readonly error: Error | null
  readonly change: (part: Partial<T>) => void
  readonly save: () => Promise<void>
  /** Gives the changes up and shows what is stored by then. */
  readonly discard: () => Promise<void>
}

/**
 * Changes something stored in place. What was typed stays as it is when the stored one is read again: nothing is lost, and saving
 * tells whether somebody else was faster. What is typed while it is saved stays a draft.
 */
export function useDraft<T extends object>(
  stored: T,
  readAgain: () => Promise<unknown>,
  saving: Saving<T> & { readonly reset: () => void },
): Draft<T> {
  const [draft, setDraft] = useState<T>()
  const value = draft ?? stored
  const change = (part: Partial<T>) => setDraft((current) => ({ ...(current ?? stored), ...part }))
  const end = async () => {
    const ended = draft
    await readAgain()
    setDraft((current) => (current === ended ? undefined : current))
  }
  return {
    value,
    isChanged: draft !== undefined,
    isSaving: saving.isPending,
    error: saving.error,
    change,
    save: async () => {
      await saving.mutateAsync(value)
      await end()
    },
    discard: async () => {
      saving.reset()
      await end()
    },
    ...fieldsOf(value, change, saving.error),
  }
}
