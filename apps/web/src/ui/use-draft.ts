import { useState } from 'react'

/**
 * What somebody changes of something stored, until it is saved. It stays as it is when the stored one is read again: nothing
 * typed is lost, and saving tells whether somebody else was faster. Giving it up shows what is stored by then.
 */
export function useDraft<T>(stored: T, readAgain: () => Promise<unknown>) {
  const [draft, setDraft] = useState<T>()
  return {
    value: draft ?? stored,
    isChanged: draft !== undefined,
    change: setDraft as (value: T) => void,
    /** After saving, or to give the changes up. What was typed meanwhile stays a draft. */
    end: async () => {
      const ended = draft
      await readAgain()
      setDraft((current) => (current === ended ? undefined : current))
    },
  }
}
