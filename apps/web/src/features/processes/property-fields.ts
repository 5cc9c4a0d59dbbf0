import type { ChangeEvent } from 'react'
import { fieldProblem } from '../../ui/problem.tsx'
import type { ProcessAction } from './process.ts'

type Properties = ProcessAction['Properties']

/** The properties of a step or an action as fields of a form. `path` is how the server calls whose they are. */
export function propertyFields(
  properties: Properties,
  change: (properties: Properties) => void,
  error: unknown,
  path: string,
) {
  const textOf = (name: string): string => (typeof properties[name] === 'string' ? properties[name] : '')
  const putAll = (some: Properties) => change({ ...properties, ...some })
  const put = (name: string, value: Properties[string]) => putAll({ [name]: value })
  const shared = (name: string) => ({
    value: textOf(name),
    error: fieldProblem(error, `${path}.Properties[${name}]`),
  })
  return {
    textOf,
    put,
    /** Several that belong together. */
    putAll,
    /** A line or a text. */
    text: (name: string) => ({
      ...shared(name),
      onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
        put(name, currentTarget.value),
    }),
    /** What gives its text by itself. */
    field: (name: string) => ({ ...shared(name), onChange: (value: string) => put(name, value) }),
    /** Several of a list, kept with commas between them. */
    list: (name: string) => ({
      ...shared(name),
      value: textOf(name)
        .split(',')
        .filter((each) => each !== ''),
      onChange: (values: readonly string[]) => put(name, values.join(',')),
    }),
  }
}

export type PropertyFields = ReturnType<typeof propertyFields>
