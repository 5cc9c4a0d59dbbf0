import { useMemo, useState } from 'react'
import { type Fields, fieldsOf } from './fields.ts'
import { mergeChanges } from './merge-changes.ts'
import { fieldProblem } from './problem.tsx'
import type { Saving } from './use-form.ts'

/** What somebody changes of something stored, until it is saved. */
export interface Draft<T extends object> extends Fields<T> {
  readonly value: T
  readonly isChanged: boolean
  readonly isSaving: boolean
  readonly error: Error | null
  /** Saving was refused, since somebody else was faster. */
  readonly isOvertaken: boolean
  /** `since`: what was stored when the part was begun, if that was earlier. */
  readonly change: (part: Partial<T>, since?: T) => void
  readonly save: () => Promise<void>
  /** Does the changes again on what is stored by then, to be looked at and saved. */
  readonly catchUp: () => Promise<void>
  /** Gives the changes up and shows what is stored by then. */
  readonly discard: () => Promise<void>
}

/** What the server has these against is that somebody else has saved meanwhile. */
const VERSION_FIELDS = ['Version', 'ConcurrencyToken']

/** A value as it was made of what was stored then; or of whatever is stored by now. */
interface Changes<T> {
  readonly since: T
  readonly value: T
  readonly isCaughtUp: boolean
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
  const [changes, setChanges] = useState<Changes<T>>()
  /** Also while what is stored by then is read: till it is there, another save would be refused as too late. */
  const [isSaving, setSaving] = useState(false)
  const value = useMemo(() => draftOf(changes, stored), [changes, stored])
  const change = (part: Partial<T>, since = stored) =>
    setChanges((current) => ({
      since: current && !current.isCaughtUp ? current.since : since,
      value: { ...draftOf(current, stored), ...part },
      isCaughtUp: false,
    }))
  const end = async (saved?: T) => {
    const ended = changes
    await readAgain()
    setChanges((current) => {
      if (current === ended) return undefined
      return current && saved
        ? { since: saved, value: rebase(current.value, value, saved), isCaughtUp: false }
        : current
    })
  }
  return {
    value,
    isChanged: changes !== undefined,
    isSaving,
    error: saving.error,
    isOvertaken: VERSION_FIELDS.some((field) => fieldProblem(saving.error, field) !== undefined),
    change,
    save: async () => {
      setSaving(true)
      try {
        await end(await saving.mutateAsync(value))
      } finally {
        setSaving(false)
      }
    },
    catchUp: async () => {
      await readAgain()
      saving.reset()
      setChanges((current) => current && { ...current, isCaughtUp: true })
    },
    discard: async () => {
      saving.reset()
      await end()
    },
    ...fieldsOf(value, change, saving.error),
  }
}

function draftOf<T>(changes: Changes<T> | undefined, stored: T): T {
  if (!changes) return stored
  return changes.isCaughtUp ? mergeChanges(changes.since, changes.value, stored) : changes.value
}

/** A draft with what was saved in place of what was not changed since `before`: it has the new version, for one. */
const rebase = <T extends object>(draft: T, before: T, saved: T): T => {
  const names = (Object.keys(draft) as (keyof T)[]).filter((name) => draft[name] === before[name])
  return { ...draft, ...Object.fromEntries(names.map((name) => [name, saved[name]])) }
}
