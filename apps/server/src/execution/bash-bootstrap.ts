import { ok } from '@flotilla/kit'
import { BASH_HELPERS } from './bash-helpers.ts'
import { LAUNCH_COMMAND, launcher, moduleFiles } from './launcher.ts'
import { splitWords } from './script-arguments.ts'
import type { Script, SyntaxPayload } from './script-payload.ts'
import { variableFiles } from './variable-files.ts'

/**
 * A Bash script with its helper functions. Variables lie in files that hold nothing but quoted data; loading
 * 300 of them starts no process and takes about 5 ms (Bash 5.2).
 * Source: domain reference 4.7; reliability reference J2, K5.
 */
export const bashPayload: SyntaxPayload = ({ body, variables, parameters = '', modules, packages }: Script) => {
  const words = splitWords(parameters)
  if (!words.ok) return words
  const file = typeof body === 'string' ? '"$FLOTILLA_DIRECTORY/script.sh"' : quote(`./${body.path}`)
  const script = ['.', file, ...words.value.map((word) => quote(word))].join(' ')
  const placed = moduleFiles(modules, '.sh')
  return ok({
    files: [
      launcher({
        packages,
        modules: placed,
        programs: ['bash'],
        options: ['../bootstrap.sh'],
        missing:
          'Bash scripts need the program bash, which is not in the PATH where this script was to run. Install Bash.',
      }),
      ...variablesIn(variables),
      { name: 'bootstrap.sh', bytes: Buffer.from(`${BASH_HELPERS}${script}\n`) },
      // Editors on Windows leave line ends that Bash takes for part of a word.
      ...(typeof body === 'string' ? [{ name: 'script.sh', bytes: Buffer.from(body.replaceAll('\r\n', '\n')) }] : []),
      ...placed,
    ],
    command: LAUNCH_COMMAND,
  })
}

/** Two arrays, because Bash before 4.2 has no others. A value with NUL, which no Bash variable holds, stays escaped in a third. */
const variablesIn = variableFiles({
  ending: '.sh',
  write: (variables) => {
    const named = variables.filter(({ name }) => name !== '' && !name.includes('\0'))
    const values = named.map(({ value }) =>
      typeof value === 'string' && !value.includes('\0') ? value : Buffer.from(value as string),
    )
    const escaped = values.flatMap((value, index) =>
      typeof value !== 'string' && value.includes(0)
        ? [`[\${#_flotilla_values[@]}+${index}]=${quote(escapeForPrintf(value))}`]
        : [],
    )
    return Buffer.from(
      [
        ...added('_flotilla_escaped', escaped),
        ...added(
          '_flotilla_names',
          named.map(({ name }) => quote(name)),
        ),
        ...added(
          '_flotilla_values',
          values.map((value) => quote(typeof value === 'string' ? value : value.filter((byte) => byte !== 0))),
        ),
      ].join('\n'),
      'latin1',
    )
  },
})

const added = (name: string, entries: readonly string[]): readonly string[] => [`${name}+=(`, ...entries, ')', '']

/**
 * Any bytes but NUL as a word of Bash in which nothing is expanded: `$'...'` with all but plain characters written as three
 * octal digits (`\x` would swallow a hexadecimal digit that follows).
 */
export function quote(value: string | Uint8Array): string {
  if (typeof value === 'string' && /^[ !-&(-[\]-~]*$/.test(value)) return `$'${value}'`
  const bytes = Buffer.from(value as string).toString('latin1')
  return `$'${bytes.replace(/[^ !-&(-[\]-~]/g, (character) => `\\${octal(character.charCodeAt(0))}`)}'`
}

/** For `printf %b`, whose octal escapes begin with a zero. */
const escapeForPrintf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => `\\0${octal(byte)}`).join('')

const octal = (byte: number) => byte.toString(8).padStart(3, '0')
