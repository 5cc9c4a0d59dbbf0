import type { PayloadFile } from '@flotilla/work-directory'
import type { ScriptVariable } from './script-payload.ts'

/**
 * Variables for languages that can read base64: a line each, name and value with a space between. Any bytes come out as
 * they went in, and nothing in the file is code. Source: reliability reference J2.
 */
export function encodedVariables(variables: readonly ScriptVariable[]): PayloadFile {
  const encode = (value: string | Uint8Array) => Buffer.from(value as string).toString('base64')
  const lines = variables
    .filter(({ name }) => name !== '')
    .map(({ name, value }) => `${encode(name)} ${encode(value)}\n`)
  return { name: 'variables.txt', bytes: Buffer.from(lines.join('')) }
}

/** Arguments, a line each, encoded the same way: they may hold secrets, so they are not in the command. */
export function encodedArguments(words: readonly string[]): PayloadFile {
  const lines = words.map((word) => `${Buffer.from(word).toString('base64')}\n`)
  return { name: 'arguments.txt', bytes: Buffer.from(lines.join('')) }
}
