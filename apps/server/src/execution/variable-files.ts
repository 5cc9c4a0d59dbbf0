import type { PayloadFile } from '@flotilla/work-directory'
import type { ScriptVariable } from './script-payload.ts'

/** How a language reads variables. `write` may be called for any part of them; the language reads all the files. */
export interface VariablesFormat {
  /** Of the files' names, as in `.sh`. */
  readonly ending: string
  readonly write: (variables: readonly ScriptVariable[]) => Buffer
}

const LONG_VALUE = 16 * 1024
const MOST_REMEMBERED = 8

/**
 * Makes the files that hold a script's variables: `variables.sh`, and `variables-1.sh` and so on for long values, one in each. What
 * names all machines of a deployment goes to each of them: its file is made once, and is the same object for all, so that
 * whoever hashes or compresses it can remember what came of it.
 */
export function variableFiles({ ending, write }: VariablesFormat) {
  /** By value; those that were used last. */
  const remembered = new Map<string, { readonly name: string; readonly bytes: Buffer }>()
  const longFile = (name: string, value: string): Buffer => {
    const known = remembered.get(value)
    const file = known?.name === name ? known : { name, bytes: write([{ name, value }]) }
    remembered.delete(value)
    remembered.set(value, file)
    if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!)
    return file.bytes
  }
  return (variables: readonly ScriptVariable[]): readonly PayloadFile[] => {
    const short: ScriptVariable[] = []
    const long: PayloadFile[] = []
    for (const variable of variables) {
      const { name, value } = variable
      if (typeof value === 'string' && value.length >= LONG_VALUE) {
        long.push({ name: `variables-${long.length + 1}${ending}`, bytes: longFile(name, value) })
      } else {
        short.push(variable)
      }
    }
    return [{ name: `variables${ending}`, bytes: write(short) }, ...long]
  }
}
