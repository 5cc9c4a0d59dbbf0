import { useState } from 'react'
import { type Fields, fieldsOf } from './fields.ts'

/** A change that is sent when a form is done, and what the server says is stored then. */
export interface Saving<T, Saved = unknown> {
  readonly error: Error | null
  readonly isPending: boolean
  readonly mutateAsync: (value: T) => Promise<Saved>
}

/** What somebody fills in, and how it is sent. */
export interface Form<T extends object> extends Fields<T> {
  readonly draft: T
  /** Something was filled in since it began. */
  readonly isTouched: boolean
  readonly saving: Saving<T>
  readonly change: (part: Partial<T>) => void
}

/** A form that begins with `first`. `within` is what the server puts before the names of its fields. */
export function useForm<T extends object>(first: T, saving: Saving<T>, within?: string): Form<T> {
  const [start] = useState(first)
  const [draft, setDraft] = useState(start)
  const change = (part: Partial<T>) => setDraft((before) => ({ ...before, ...part }))
  return { draft, isTouched: draft !== start, saving, change, ...fieldsOf(draft, change, saving.error, within) }
}
