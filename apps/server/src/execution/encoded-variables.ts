import type { PayloadFile } from '@flotilla/work-directory'
import type { Script } from './script-payload.ts'
import { variableFiles } from './variable-files.ts'

/**
 * Variables for languages that can read base64: a line each, name and value with a space between. Any bytes come out as
 * they went in, and nothing in the files is code. Source: reliability reference J2.
 */
export const encodedVariables = variableFiles({
  ending: '.txt',
  write: (variables) => {
    const lines = variables
      .filter(({ name }) => name !== '')
      .map(({ name, value }) => `${encode(name)} ${encode(value)}\n`)
    return Buffer.from(lines.join(''), 'latin1')
  },
})

const encode = (value: string | Uint8Array): string => Buffer.from(value as string).toString('base64')

/** Arguments, a line each, encoded the same way: they may hold secrets, so they are not in the command. */
export function encodedArguments(words: readonly string[]): PayloadFile {
  const lines = words.map((word) => `${encode(word)}\n`)
  return { name: 'arguments.txt', bytes: Buffer.from(lines.join('')) }
}

/** Where the script lies, seen from the directory in which it begins, encoded the same way; and the script, if `name` holds it. */
export function encodedScript(body: Script['body'], name: string): readonly PayloadFile[] {
  const path = typeof body === 'string' ? `../${name}` : body.path
  const where = { name: 'script.txt', bytes: Buffer.from(`${encode(path)}\n`) }
  return typeof body === 'string' ? [where, { name, bytes: Buffer.from(body) }] : [where]
}
