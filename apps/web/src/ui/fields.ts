import type { ChangeEvent } from 'react'
import { fieldProblem } from './problem.tsx'

/** The fields of something that hold a value of a kind. */
type NamesOf<T, Value> = { [K in keyof T & string]: T[K] extends Value ? K : never }[keyof T & string]

/** What makes a field show one value, change it, and say what the server has against it. */
interface Field<Value, Given> {
  readonly error: string | undefined
  readonly onChange: (given: Given) => void
  readonly value: Value
}

/** The fields of a form, by the names that the server has for them. */
export interface Fields<T> {
  /** A line or a text. */
  text(name: NamesOf<T, string | null | undefined>): Field<string, ChangeEvent<HTMLInputElement | HTMLTextAreaElement>>
  /** Something to be checked. */
  check(name: NamesOf<T, boolean | null | undefined>): {
    readonly checked: boolean
    readonly error: string | undefined
    readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void
  }
  /** One of a list, never none. */
  option<K extends NamesOf<T, string>>(name: K): Field<T[K], string | null> & { readonly allowDeselect: false }
  /** What gives its value by itself. */
  field<K extends keyof T & string>(name: K): Field<T[K], T[K]>
  /** The fields that were asked for: what the server has against them is said there. */
  readonly shownAt: readonly string[]
}

/** Joins a value with its fields. `within` is what the server puts before their names, as `Filter.` */
export function fieldsOf<T extends object>(
  value: T,
  change: (part: Partial<T>) => void,
  error: unknown,
  within = '',
): Fields<T> {
  const shownAt: string[] = []
  const problemOf = (name: string) => {
    shownAt.push(within + name)
    return fieldProblem(error, within + name)
  }
  const put = (name: string, next: unknown) => change({ [name]: next } as Partial<T>)
  return {
    text: (name) => ({
      value: (value[name] as string | null | undefined) ?? '',
      error: problemOf(name),
      onChange: ({ currentTarget }) => put(name, currentTarget.value),
    }),
    check: (name) => ({
      checked: value[name] === true,
      error: problemOf(name),
      onChange: ({ currentTarget }) => put(name, currentTarget.checked),
    }),
    option: (name) => ({
      value: value[name],
      error: problemOf(name),
      allowDeselect: false,
      onChange: (next) => next !== null && put(name, next),
    }),
    field: (name) => ({ value: value[name], error: problemOf(name), onChange: (next) => put(name, next) }),
    shownAt,
  }
}
