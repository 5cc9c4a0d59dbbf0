import { ok } from '@flotilla/kit'
import { BASH_HELPERS } from './bash-helpers.ts'
import { LAUNCH_COMMAND, launcher, moduleFiles } from './launcher.ts'
import { splitWords } from './script-arguments.ts'
import type { Script, ScriptVariable, SyntaxPayload } from './script-payload.ts'

/**
 * A Bash script with its helper functions. Variables lie in a file that holds nothing but quoted data; loading
 * 300 of them starts no process and takes about 5 ms (Bash 5.2).
 * Source: domain reference 4.7; reliability reference J2, K5.
 */
export const bashPayload: SyntaxPayload = ({ body, variables, parameters = '', modules }: Script) => {
  const words = splitWords(parameters)
  if (!words.ok) return words
  const script = ['. "$FLOTILLA_DIRECTORY/script.sh"', ...words.value.map((word) => quote(word))].join(' ')
  const placed = moduleFiles(modules, '.sh')
  return ok({
    files: [
      launcher({
        modules: placed,
        programs: ['bash'],
        options: ['../bootstrap.sh'],
        missing:
          'Bash scripts need the program bash, which is not in the PATH where this script was to run. Install Bash.',
      }),
      { name: 'variables.sh', bytes: variablesFile(variables) },
      { name: 'bootstrap.sh', bytes: Buffer.from(`${BASH_HELPERS}${script}\n`) },
      // Editors on Windows leave line ends that Bash takes for part of a word.
      { name: 'script.sh', bytes: Buffer.from(body.replaceAll('\r\n', '\n')) },
      ...placed,
    ],
    command: LAUNCH_COMMAND,
  })
}

/** Text in latin1, or bytes that are made already. */
type Piece = string | Buffer

/** Two arrays, because Bash before 4.2 has no others. A value with NUL, which no Bash variable holds, stays escaped in a third. */
function variablesFile(variables: readonly ScriptVariable[]): Buffer {
  const named = variables.filter(({ name }) => name !== '' && !name.includes('\0'))
  const values = named.map(({ value }) =>
    typeof value === 'string' && !value.includes('\0') ? value : Buffer.from(value as string),
  )
  const escaped = values.flatMap((value, index) =>
    typeof value !== 'string' && value.includes(0) ? [`[${index}]=${quote(escapeForPrintf(value))}`] : [],
  )
  return joined([
    ...arrayOf(
      '_flotilla_names',
      named.map(({ name }) => quote(name)),
    ),
    ...arrayOf(
      '_flotilla_values',
      values.map((value) => (typeof value === 'string' ? wordOf(value) : quote(value.filter((byte) => byte !== 0)))),
    ),
    ...arrayOf('_flotilla_escaped', escaped),
  ])
}

const arrayOf = (name: string, entries: readonly Piece[]): readonly Piece[] => [
  `${name}=(\n`,
  ...entries.flatMap((entry) => [entry, '\n']),
  ')\n',
]

function joined(pieces: readonly Piece[]): Buffer {
  const parts: Buffer[] = []
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece
    else {
      parts.push(Buffer.from(text, 'latin1'), piece)
      text = ''
    }
  }
  return Buffer.concat([...parts, Buffer.from(text, 'latin1')])
}

const LONG_VALUE = 16 * 1024
const MOST_LONG_WORDS = 8
/** Of long values, the words that were made last: what names all machines of a deployment goes to each of them. */
const longWords = new Map<string, Buffer>()

function wordOf(value: string): Piece {
  if (value.length < LONG_VALUE) return quote(value)
  const word = longWords.get(value) ?? Buffer.from(quote(value), 'latin1')
  longWords.delete(value)
  longWords.set(value, word)
  if (longWords.size > MOST_LONG_WORDS) longWords.delete(longWords.keys().next().value!)
  return word
}

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
