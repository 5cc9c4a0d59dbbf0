import type { PropertyValue } from './process.ts'

/** The text of a property, trimmed; blank when it is missing or a secret. Names match without case. */
export function propertyText(properties: ReadonlyMap<string, PropertyValue>, name: string): string {
  const value = properties.get(name) ?? [...properties].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  return typeof value === 'string' ? value.trim() : ''
}
