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
 * tells whether somebody else was faster. What is typed while it is saved stays a draft, of what is stored by then.
 */
export function useDraft<T extends object>(
  stored: T,
  readAgain: () => Promise<unknown>,
  saving: Saving<T, T> & { readonly reset: () => void },
): Draft<T> {
  const [draft, setDraft] = useState<T>()
  /** Also while what is stored by then is read: till it is there, another save would be refused as too late. */
  const [isSaving, setSaving] = useState(false)
  const value = draft ?? stored
  const change = (part: Partial<T>) => setDraft((current) => ({ ...(current ?? stored), ...part }))
  const end = async (saved?: T) => {
    const ended = draft
    await readAgain()
    setDraft((current) =>
      current === ended ? undefined : current && ended && saved ? rebase(current, ended, saved) : current,
    )
  }
  return {
    value,
    isChanged: draft !== undefined,
    isSaving,
    error: saving.error,
    change,
    save: async () => {
      setSaving(true)
      try {
        await end(await saving.mutateAsync(value))
      } finally {
        setSaving(false)
      }
    },
    discard: async () => {
      saving.reset()
      await end()
    },
    ...fieldsOf(value, change, saving.error),
  }
}

/** A draft with what was saved in place of what was not changed since `before`: it has the new version, for one. */
const rebase = <T extends object>(draft: T, before: T, saved: T): T => {
  const names = (Object.keys(draft) as (keyof T)[]).filter((name) => draft[name] === before[name])
  return { ...draft, ...Object.fromEntries(names.map((name) => [name, saved[name]])) }
}
